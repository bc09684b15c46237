/** The turns of a round: their order, whose turn it is, and about how long. Nobody in a seat is told the time. */
import { arrange, button, find, make, partsOf, put } from "../parts.js";
import { named, words } from "../words.js";
import { restOf, turnOf } from "../models/asked.js";
import { moved } from "../models/evening.js";

const MORE_SECONDS = 60;
const SECOND = 1000;
const placeIn = (order, seat) => (order.includes(seat) ? order.indexOf(seat) : order.length + seat);
const isHere = (person) => person.present && !person.aside && !person.ejected;

export class Turns {
  #live;
  #acts;
  #rows = new Map();
  #prompt = null;
  // The order they are to begin in; it is this page's alone until they do.
  #wanted = [];
  // Whom "Next" goes on to: the first who is here, may speak and is still to come, also if they came once it had begun.
  #next = null;

  constructor({ live, acts }) {
    this.#live = live;
    this.#acts = acts;
  }

  /** `seats`: the people in seats. `isOpen`: whether the room is, as nobody has a turn in a closed one. */
  draw(prompt, seats, isOpen) {
    const isShown = prompt.form === "round" && isOpen;
    find("in-room-round").hidden = !isShown;
    if (!isShown) return;
    if (this.#prompt?.pos !== prompt.pos) this.#wanted = [];
    this.#prompt = prompt;
    find("round-pick").hidden = Boolean(prompt.round);
    const inOrder = this.#inOrder(seats);
    this.#next = inOrder.find((person) => this.#stateOf(person) === "coming")?.seat ?? null;
    put(find("round-said"), this.#said(prompt.round, seats));
    put(find("round-away"), this.#without(prompt.round, seats));
    arrange(find("round-seats"), inOrder.map((person, place) => this.#row(person, place)));
    this.#drawWays(inOrder.filter(isHere).map(({ seat }) => seat));
  }

  /** Whoever is not in the order comes last. */
  #inOrder(seats) {
    const first = this.#prompt.round?.order ?? this.#wanted;
    return [...seats].sort((one, other) => placeIn(first, one.seat) - placeIn(first, other.seat));
  }

  #said(round, seats) {
    if (!round) return words("round.soon");
    if (round.over) return words(this.#without(round, seats) ? "round.ended" : "round.over");
    const left = Math.round((Date.parse(round.due_at) - this.#live.serverNow()) / SECOND);
    const name = seats.find((person) => person.seat === round.whose)?.name ?? words("someone");
    return words("round.whose", { name, time: left > 0 ? words("round.left", { n: left }) : words("round.past") });
  }

  /** Who has had no turn as the turns end, of those who were there as they began; nothing while somebody is still to come. */
  #without(round, seats) {
    if (!round || (!round.over && this.#next !== null)) return "";
    const there = seats.filter(({ seat, aside, ejected }) => round.order.includes(seat) && !aside && !ejected);
    const say = (key, fits) => {
      const names = named(there.filter(fits).map(({ name }) => name));
      return names ? words(key, { names }) : "";
    };
    if (round.over) return say("round.missed", (person) => this.#standing(person).turn === "missed");
    const is = (state) => (person) => this.#stateOf(person) === state;
    return [say("round.away", is("away")), say("round.breather", is("breather"))].filter(Boolean).join(" ");
  }

  #row(person, place) {
    const { seat, name } = person;
    if (!this.#rows.has(seat)) this.#rows.set(seat, this.#made(seat));
    const part = this.#rows.get(seat);
    const { round } = this.#prompt;
    const state = this.#stateOf(person);
    put(part.name, name);
    put(part.state, words(`turnIs.${state}`));
    put(part.give, round && isHere(person) && state !== "mine" ? words("give") : "");
    part.give.setAttribute("aria-label", words("giveTo", { name }));
    part.up.hidden = place === 0 || state !== "coming" || Boolean(round?.over);
    part.up.setAttribute("aria-label", words("sooner", { name }));
    return part.root;
  }

  #standing({ seat }) {
    const rest = restOf(this.#prompt.pos, this.#live.transcript.items(`seat:${seat}`));
    return { rest, turn: turnOf(this.#prompt.round, seat, rest) };
  }

  #stateOf(person) {
    const { rest, turn } = this.#standing(person);
    if (turn === "mine" || turn === "had") return turn;
    if (rest.listening || rest.passed) return rest.listening ? "listening" : "passed";
    if (!isHere(person)) return "away";
    return person.muted_until ? "breather" : "coming";
  }

  #made(seat) {
    const part = partsOf(make("round-seat"));
    part.give.addEventListener("click", () => this.#goOn({ seat }));
    part.up.addEventListener("click", () => {
      this.#sooner(seat);
      if (part.up.hidden) part.root.focus();
    });
    return part;
  }

  #sooner(seat) {
    const { pos, round } = this.#prompt;
    const seats = this.#live.state.people.filter((person) => person.seat);
    const order = moved(this.#inOrder(seats).map((person) => person.seat), seat, -1);
    if (round) {
      const kept = order.filter((one) => one === seat || round.order.includes(one));
      return this.#acts.do("round", { prompt: pos, order: kept, seconds: round.seconds });
    }
    this.#wanted = order;
    return this.draw(this.#prompt, seats, true);
  }

  // Who had the turn here goes along: two presses, or one of a partner or a pass meanwhile, take it from nobody unseen.
  #goOn(fields = {}) {
    const { pos, round } = this.#prompt;
    this.#acts.do("turn", { prompt: pos, past: round.whose ?? 0, ...fields });
  }

  #drawWays(order) {
    const { pos, round } = this.#prompt;
    const box = find("round-ways");
    const key = JSON.stringify([pos, order, Boolean(round), round?.over]);
    if (box.dataset.key !== key) {
      box.dataset.key = key;
      this.#makeWays(box, order);
    }
    if (round && !round.over) put(box.firstElementChild, words(this.#next === null ? "round.end" : "round.next"));
  }

  #makeWays(box, order) {
    const { pos, round } = this.#prompt;
    // The second press of a double click falls on what lies there once the first was answered: on somebody else's turn.
    const once = (act) => (event) => event.detail > 1 || act();
    const begin = () => this.#acts.do("round", { prompt: pos, order, seconds: Number(find("round-seconds").value) }, { did: "begin" });
    const more = () => this.#acts.do("extend", { prompt: pos, seconds: MORE_SECONDS });
    const going = [["round.next", once(() => this.#goOn({ seat: this.#next, next: true }))], ["round.more", more]];
    const ways = round ? (round.over ? [] : going) : [["round.begin", once(begin)]];
    box.replaceChildren(...ways.map(([text, act]) => button(words(text), act)));
    box.firstElementChild?.classList.remove("quiet");
  }
}
