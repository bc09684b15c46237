/** What stands in the room now: what came of it, whose turn it is, and what can be done with it. */
import { button, find, make, partsOf, put } from "../parts.js";
import { drawTally } from "../tally.js";
import { counted, named, words } from "../words.js";
import { choicesOf, restOf, tally, turnOf, whyNotShared } from "../models/asked.js";

const MORE_SECONDS = 60;
const SECOND = 1000;

export class InRoom {
  #live;
  #acts;
  #seats = new Map();

  constructor({ live, acts }) {
    this.#live = live;
    this.#acts = acts;
    const prompt = () => live.state.room.prompt.pos;
    find("put-away").addEventListener("click", () => acts.do("put_away", { prompt: prompt() }));
    find("share").addEventListener("click", () => acts.do("share", { prompt: prompt() }));
  }

  room(state) {
    this.tick(state);
  }

  transcript() {
    if (this.#live.state) this.tick(this.#live.state);
  }

  tick({ room: { prompt }, people }) {
    find("in-room").hidden = !prompt;
    if (!prompt) return;
    put(find("in-room-words"), `${words(`kind.${prompt.form}`)}: ${prompt.body.trim().split("\n")[0]}`);
    const seats = people.filter((person) => person.seat);
    this.#drawAnswers(prompt, seats);
    this.#drawRound(prompt, seats);
  }

  #items(seat) {
    return this.#live.transcript.items(`seat:${seat}`);
  }

  #drawAnswers(prompt, seats) {
    const labels = choicesOf(prompt);
    find("in-room-answers").hidden = labels.length === 0;
    if (!labels.length) return;
    const { counts, who } = tally(prompt, new Map(seats.map(({ seat }) => [seat, this.#items(seat)])));
    const n = counts.reduce((sum, one) => sum + one, 0);
    put(find("in-room-count"), counted("answered", n, { of: seats.filter((one) => one.present).length }));
    drawTally(find("in-room-tally"), labels, counts);
    this.#drawWho(labels, who, seats);
    const why = prompt.counts ? "done" : whyNotShared(counts);
    find("share").hidden = why !== null;
    put(find("share-why"), why ? words(`share ${why}`) : "");
  }

  #drawWho(labels, who, seats) {
    const nameOf = (seat) => seats.find((person) => person.seat === seat)?.name ?? words("someone");
    const lines = labels.map((answer, place) => who[place].length && words("whoPicked", { answer, names: named(who[place].map(nameOf)) })).filter(Boolean);
    const list = find("in-room-who").querySelector("ul");
    find("in-room-who").hidden = lines.length === 0;
    if (list.dataset.lines === lines.join("\n")) return;
    list.dataset.lines = lines.join("\n");
    list.replaceChildren(...lines.map((text) => {
      const line = make("who-line");
      line.textContent = text;
      return line;
    }));
  }

  #drawRound(prompt, seats) {
    find("in-room-round").hidden = prompt.form !== "round";
    if (prompt.form !== "round") return;
    const { round } = prompt;
    put(find("round-said"), this.#roundWords(round, seats));
    const list = find("round-seats");
    const order = round?.order ?? [];
    const rows = [...seats].sort((a, b) => placeIn(order, a.seat) - placeIn(order, b.seat)).map((person) => this.#seat(prompt, person));
    rows.forEach((row, place) => list.children[place] === row || list.insertBefore(row, list.children[place] ?? null));
    this.#drawWays(prompt, seats);
  }

  #roundWords(round, seats) {
    if (!round) return words("round.soon");
    if (round.over) return words("round.over");
    const left = Math.round((Date.parse(round.due_at) - this.#live.serverNow()) / SECOND);
    const name = seats.find((person) => person.seat === round.whose)?.name ?? words("someone");
    return words("round.whose", { name, time: left > 0 ? words("round.left", { n: left }) : words("round.past") });
  }

  #seat(prompt, { seat, name, present }) {
    const row = this.#seats.get(seat) ?? this.#made(seat);
    const rest = restOf(prompt.pos, this.#items(seat));
    const turn = turnOf(prompt.round, seat, rest);
    const state = turn === "mine" || turn === "had" ? turn : rest.listening ? "listening" : rest.passed ? "passed" : present ? "coming" : "away";
    put(row.name, name);
    put(row.state, words(`turnIs.${state}`));
    put(row.give, prompt.round && present && turn !== "mine" ? words("give") : "");
    row.give.setAttribute("aria-label", words("giveTo", { name }));
    return row.root;
  }

  #made(seat) {
    const part = partsOf(make("round-seat"));
    part.give.addEventListener("click", () => this.#acts.do("turn", { prompt: this.#live.state.room.prompt.pos, seat }));
    this.#seats.set(seat, part);
    return part;
  }

  #drawWays({ pos, round }, seats) {
    const begin = { prompt: pos, order: seats.filter((one) => one.present && !one.aside && !one.ejected).map((one) => one.seat) };
    const ways = !round ? [["round.begin", "round", begin]] : round.over ? [] : [["round.next", "turn", { prompt: pos }], ["round.more", "extend", { prompt: pos, seconds: MORE_SECONDS }]];
    const box = find("round-ways");
    const key = JSON.stringify(ways);
    if (box.dataset.key === key) return;
    box.dataset.key = key;
    box.replaceChildren(...ways.map(([text, verb, fields]) => button(words(text), () => this.#acts.do(verb, fields))));
  }
}

const placeIn = (order, seat) => (order.includes(seat) ? order.indexOf(seat) : order.length + seat);
