/** The people of a session as its facilitators see them, and what can be done for each. */
import { initials } from "../bubble.js";
import { button, find, make, partsOf, put } from "../parts.js";
import { closeSheet, openSheet } from "../sheets.js";
import { clockTime, counted, words } from "../words.js";
import { holdsTheRoom } from "./acts.js";
import { askFor, listed } from "./asking.js";
import { howOf } from "./lines.js";

const BREATHERS = [2, 5, 10];
const MINUTE = 60;
/** What this role may give, in minutes. */
const breathers = () => BREATHERS.filter((minutes) => minutes * MINUTE <= Number(document.body.dataset.longestBreather));
const OUTCOMES = ["talked", "left", "handed to lead"];

/** How somebody stands, in words, the most important first. */
export function standing(person) {
  return [
    person.ejected && words("isEjected"),
    person.aside && words("isAside"),
    person.muted_until && words("breatherUntil", { time: clockTime(person.muted_until) }),
    presence(person),
    person.checked && howOf(person),
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

  constructor({ live, acts }, privateWords) {
    this.#live = live;
    this.#acts = acts;
    this.#privateWords = privateWords;
    find("person-mode").addEventListener("change", (event) => {
      acts.do("mode", { seat: this.#shown, mode: event.target.value }, { name: this.#name(this.#shown) });
    });
  }

  room(state) {
    for (const person of state.people) this.#row(person);
    if (this.#shown && !find("person-card").hidden) this.#fillCard(this.#person(this.#shown));
  }

  transcript() {
    if (this.#live.state) this.room(this.#live.state);
  }

  /** Open what can be done for this seat. */
  open(seat) {
    this.#shown = seat;
    this.#fillCard(this.#person(seat));
    openSheet("person-card");
  }

  #person(seat) {
    return this.#live.state.people.find((person) => person.seat === seat);
  }

  #name(seat) {
    return this.#person(seat)?.name ?? words("someone");
  }

  #row(person) {
    const key = person.seat ?? person.staff;
    if (!this.#rows.has(key)) this.#rows.set(key, this.#made(person));
    const part = this.#rows.get(key);
    put(part.name, person.name);
    put(part.state, person.staff ? [words(person.role), presence(person)].join(" · ") : standing(person));
    const fresh = person.seat ? this.#live.transcript.unseen(`seat:${person.seat}`).count : 0;
    put(part.fresh, fresh ? String(fresh) : "");
    part.write.setAttribute("aria-label", words(fresh ? "writeNew" : "writeTo", { name: person.name, n: fresh }));
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
    find("seats").append(root);
    return part;
  }

  #fillCard(person) {
    put(find("person-title"), person.name);
    put(find("person-state"), standing(person));
    find("person-mode").value = person.mode ?? "open";
    const key = JSON.stringify([person.seat, Boolean(person.muted_until), person.aside, person.ejected]);
    const list = find("person-acts");
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    list.replaceChildren(...this.#choices(person).map(([text, act]) => button(text, act, "wide")));
  }

  #choices(person) {
    const { seat, name } = person;
    const plainly = (verb, fields) => () => {
      closeSheet();
      this.#acts.do(verb, { seat, ...fields }, { name });
    };
    const asking = (verb, more = {}) => () => askFor({
      key: verb, name, reasons: listed("reasons"), ...more,
      act: (answer) => this.#acts.do(verb, { seat, ...answer }, { name }),
    });
    const out = person.aside || person.ejected;
    return [
      [words("writeTo", { name }), () => {
        closeSheet();
        this.#privateWords.open(seat);
      }],
      person.muted_until ? [words("endBreather"), plainly("unmute")] : [words("breather"), asking("mute", { minutes: breathers() })],
      out ? [words("readmit"), plainly("readmit")] : [words("aside"), asking("aside")],
      !person.ejected && document.body.dataset.role === "counsellor" && [words("eject"), asking("eject")],
      [words("settle"), () => askFor({
        key: "settle", name, reasons: OUTCOMES.map((one) => [one, words(`settled ${one}`)]),
        act: ({ reason }) => this.#acts.do("settle", { seat, outcome: reason }, { name }),
      })],
    ].filter(Boolean);
  }
}
