/** The people of a session as its facilitators see them, and what can be done for each. */
import { initials } from "../bubble.js";
import { arrange, button, find, keepHand, make, partsOf, put } from "../parts.js";
import { closeSheet, openSheet } from "../sheets.js";
import { lastMood } from "../models/mood.js";
import { clockTime, counted, words } from "../words.js";
import { holdsTheRoom } from "./acts.js";
import { askFor, listed } from "./asking.js";
import { raiseConcern } from "./concern.js";
import { refill } from "./hand.js";
import { howOf } from "./lines.js";
import { onPicked } from "./picked.js";

const BREATHERS = [2, 5, 10];
const MINUTE = 60;
/** What this role may give, in minutes. */
const breathers = () => BREATHERS.filter((minutes) => minutes * MINUTE <= Number(document.body.dataset.longestBreather));
/** By seat, as they came in the last time; nobody is sorted or coloured by it. */
const moodsBefore = JSON.parse(find("seats").dataset.moods);
const OUTCOMES = ["talked", "left", "handed to lead"];

/** Somebody here who has said nothing for so long is told of, as words and without a mark. */
const QUIET_MS = 5 * 60_000;

const keyOf = (person) => person.seat ?? person.staff;

/** How somebody stands, in words, the most important first. `more`: what follows from what was said. */
export function standing(person, more = []) {
  return [
    person.ejected && words("isEjected"),
    person.aside && words("isAside"),
    person.muted_until && words("breatherUntil", { time: clockTime(person.muted_until) }),
    !person.ejected && presence(person),
    ...more,
    person.checked && howOf(person, lastMood(moodsBefore, person)),
    words(`modeIs ${person.mode}`),
    person.held && counted("heldHere", person.held),
    person.flags && counted("flagsHere", person.flags),
  ].filter(Boolean).join(" · ");
}

function presence({ present, away, gone_since: gone }) {
  if (away) return words("minute");
  if (present) return words("here");
  return gone ? words("gone", { time: clockTime(gone) }) : words("notYet");
}

export class People {
  #live;
  #acts;
  #privateWords;
  #rows = new Map();
  #shown = null;
  // How far the own stream of whoever is shown, and that of staff, went as their card was opened: what came since nobody has
  // looked at. What is refused to them stands in the latter alone.
  #seen = {};
  // When each young person last said something to the room, in milliseconds.
  #spoke = new Map();

  constructor({ live, acts }, privateWords) {
    this.#live = live;
    this.#acts = acts;
    this.#privateWords = privateWords;
    onPicked(find("person-mode"), (target) => acts.do("mode", { seat: this.#shown, mode: target.value }, { name: this.#name(this.#shown) }));
  }

  room(state) {
    keepHand(find("seats"), () => this.#strikeOff(state.people), () => find("queue"));
    for (const person of state.people) this.#row(person);
    arrange(find("seats"), state.people.map((person) => this.#rows.get(keyOf(person)).root));
    if (!this.#shown || find("person-card").hidden) return;
    if (this.#person(this.#shown)) this.#fillCard(this.#person(this.#shown));
    else closeSheet();
  }

  transcript({ added }) {
    for (const id of added) this.#hear(this.#live.transcript.get(id));
    if (this.#live.state) this.room(this.#live.state);
  }

  tick(state) {
    this.room(state);
  }

  #hear(item) {
    const seat = item?.kind === "message" ? item.from.seat : item?.kind === "held" && Number(item.stream.slice("seat:".length));
    if (seat) this.#spoke.set(seat, Math.max(this.#spoke.get(seat) ?? 0, Date.parse(item.at)));
  }

  // Since they last spoke, or else since this page first saw them here and the room open.
  #more({ seat, present, away }) {
    const { session, room } = this.#live.state;
    const now = this.#live.serverNow();
    if (!this.#spoke.has(seat) && present && session.phase === "open") this.#spoke.set(seat, now);
    const since = this.#spoke.get(seat) ?? now;
    const isQuiet = session.phase === "open" && present && !away && now - since >= QUIET_MS;
    const round = session.phase === "open" ? room.prompt?.round : null;
    return [
      isQuiet && counted("quietFor", Math.floor((now - since) / (MINUTE * 1000))),
      round?.whose === seat ? words("hasTurn") : round?.had?.includes(seat) && words("hadTurn"),
    ];
  }

  /** Open what can be done for this seat. */
  open(seat) {
    // What was picked by keys on the card of somebody else is theirs.
    find("person-mode").blur();
    this.#shown = seat;
    const { transcript } = this.#live;
    this.#seen = { after: transcript.cursor(`seat:${seat}`), after_staff: transcript.cursor("staff") };
    this.#fillCard(this.#person(seat));
    openSheet("person-card");
  }

  #person(seat) {
    return this.#live.state.people.find((person) => person.seat === seat);
  }

  #name(seat) {
    return this.#person(seat)?.name ?? words("someone");
  }

  // Whoever gave a seat up before the lobby opened has no place here, and nobody else has it yet.
  #strikeOff(people) {
    const here = new Set(people.map(keyOf));
    for (const [key, { root }] of this.#rows) {
      if (here.has(key)) continue;
      root.remove();
      this.#rows.delete(key);
      this.#spoke.delete(key);
    }
  }

  #row(person) {
    const key = keyOf(person);
    if (!this.#rows.has(key)) this.#rows.set(key, this.#made(person));
    const part = this.#rows.get(key);
    put(part.name, person.name);
    put(part.state, person.staff ? this.#ofStaff(person) : standing(person, this.#more(person)));
    const fresh = person.seat ? this.#live.transcript.unseen(`seat:${person.seat}`).count : 0;
    put(part.fresh, fresh ? String(fresh) : "");
    part.write.setAttribute("aria-label", words(fresh ? "writeNew" : "writeTo", { name: person.name, n: fresh }));
  }

  #ofStaff(person) {
    return [words(person.role), this.#live.state.room.lead === person.staff && words("leads"), presence(person)].filter(Boolean).join(" · ");
  }

  #made(person) {
    const root = make("seat");
    const part = partsOf(root);
    root.dataset.face = person.seat ?? "staff";
    part.face.textContent = initials(person.name);
    part.write.hidden = !person.seat;
    part.more.hidden = !person.seat || !holdsTheRoom();
    part.more.setAttribute("aria-label", words("moreAbout", { name: person.name }));
    part.write.addEventListener("click", () => this.#privateWords.open(person.seat));
    part.more.addEventListener("click", () => this.open(person.seat));
    return part;
  }

  #fillCard(person) {
    put(find("person-title"), person.name);
    put(find("person-state"), standing(person, this.#more(person)));
    if (document.activeElement !== find("person-mode")) find("person-mode").value = person.mode ?? "open";
    const key = JSON.stringify([person.seat, Boolean(person.muted_until), person.aside, person.ejected]);
    const list = find("person-acts");
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    refill(list, this.#choices(person).map(([text, act]) => button(text, act, "wide")), find("person-card"));
  }

  #choices(person) {
    const { seat, name } = person;
    const plainly = (verb, fields) => () => {
      closeSheet();
      this.#acts.do(verb, { seat, ...fields }, { name });
    };
    const asking = (verb, more = {}) => () => askFor({
      key: verb, name, about: seat, reasons: listed("reasons"), orElse: true, ...more,
      act: (answer) => this.#acts.do(verb, { seat, ...answer }, { name }),
    });
    const out = person.aside || person.ejected;
    return [
      [words("writeTo", { name }), () => {
        closeSheet();
        this.#privateWords.open(seat);
      }],
      [words("concern"), () => raiseConcern(person, {}, (to) => this.#privateWords.open(to))],
      person.muted_until ? [words("endBreather"), plainly("unmute")] : [words("breather"), asking("mute", { minutes: breathers() })],
      out ? [words("readmit"), plainly("readmit")] : [words("aside"), asking("aside")],
      !person.ejected && [words("stay"), plainly("stay")],
      [words("settle"), () => this.#settle(person)],
      // The last step stands last, where no hand falls on it.
      !person.ejected && document.body.dataset.role === "counsellor" && [words("eject"), asking("eject")],
    ].filter(Boolean);
  }

  #settle({ seat, name }) {
    const seen = this.#seen;
    askFor({
      key: "settle", name, about: seat, reasons: OUTCOMES.map((one) => [one, words(`settled ${one}`)]),
      act: ({ reason }) => this.#acts.do("settle", { seat, outcome: reason, ...seen }, { name }),
    });
  }
}
