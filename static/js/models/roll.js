/**
 * Who is here tonight and, for staff, how each seat stands.
 *
 * Two sources that must not be mixed: `people` frames tell presence, entries tell standing. A frame may be
 * older or newer than the entry beside it, so standing is taken from a frame only for a seat never heard of.
 */

import { inOrder, whoOf, whoOfPerson } from "./who.js";

const UNTOUCHED = { muted_until: null, aside: false, ejected: false, mode: "open", mood: null, goal: null, checked: null, flags: 0, held: 0 };
const isStanding = (name) => name in UNTOUCHED;

/** How each kind of entry in a seat's own stream changes that seat's standing. */
const CHANGES = {
  muted: (seat, entry) => ({ muted_until: entry.until }),
  unmuted: () => ({ muted_until: null }),
  aside: () => ({ aside: true }),
  eject: () => ({ ejected: true }),
  readmit: (seat, { aside = false }) => ({ aside, ejected: false }),
  checkin: (seat, { when, mood = null, goal = null }) => ({ checked: when, mood, goal }),
  held: (seat) => ({ held: seat.held + 1 }),
  released: (seat) => ({ held: Math.max(0, seat.held - 1) }),
  returned: (seat) => ({ held: Math.max(0, seat.held - 1) }),
};

export class Roll {
  #present = new Map();
  #standing = new Map();
  #forStaff;

  constructor(people, { forStaff }) {
    this.#forStaff = forStaff;
    this.takeIn(people);
  }

  /** The changed lines of a `people` frame, each whole. */
  takeIn(people) {
    for (const person of people) {
      const who = whoOfPerson(person);
      this.#present.set(who, only(person, (name) => !isStanding(name)));
      if (person.seat != null && !this.#standing.has(who)) this.place(who, person);
    }
  }

  /** These have no place here any more. Whoever gets such a number next is somebody else, and stands as they are told. */
  strikeOff(everybody) {
    for (const who of everybody) {
      this.#present.delete(who);
      this.#standing.delete(who);
    }
  }

  /** How a seat stands according to somebody who names it all at once. */
  place(who, standing) {
    this.#standing.set(who, { ...UNTOUCHED, ...only(standing, isStanding) });
  }

  /** An entry of a seat's own stream. Returns whether it changes that seat's standing. */
  apply(entry) {
    const change = CHANGES[entry.kind];
    if (change) this.#stand(entry.stream, (seat) => change(seat, entry));
    return Boolean(change);
  }

  setMode(seat, mode) {
    this.#stand(whoOf({ seat }), () => ({ mode }));
  }

  /** One open flag about this seat more or less. */
  countFlag(seat, change) {
    this.#stand(whoOf({ seat }), ({ flags }) => ({ flags: Math.max(0, flags + change) }));
  }

  standing(who) {
    return this.#standing.get(who) ?? UNTOUCHED;
  }

  /** Everybody, seats first. A mute that has ended by `now` is none. */
  people(now) {
    return [...this.#present].map(([who, present]) => this.#line(who, present, now)).sort(inOrder);
  }

  person(who, now) {
    const present = this.#present.get(who);
    return present ? this.#line(who, present, now) : null;
  }

  /** The ends of all mutes, in milliseconds. */
  deadlines() {
    return [...this.#standing.values()].filter((seat) => seat.muted_until).map((seat) => Date.parse(seat.muted_until));
  }

  #stand(who, change) {
    const before = this.standing(who);
    this.#standing.set(who, { ...before, ...change(before) });
  }

  #line(who, present, now) {
    const { seat = null, staff = null } = present;
    if (!this.#forStaff || seat === null) return { ...present, seat, staff };
    const standing = this.standing(who);
    return { ...present, seat, staff, ...standing, muted_until: lasting(standing.muted_until, now) };
  }
}

/** A time that is still to come, or null. */
export function lasting(until, now) {
  return until != null && Date.parse(until) > now ? until : null;
}

function only(person, chosen) {
  return Object.fromEntries(Object.entries(person).filter(([name]) => chosen(name)));
}
