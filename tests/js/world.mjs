/** A world to run the models in: a clock that moves only when told, chance from a seed, sockets of glass. */

export { ask } from "../../static/js/protocol.js";

/** Chance that is the same each time: mulberry32. Gives 0 ≤ x < 1. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of these. */
export const oneOf = (random, things) => things[Math.floor(random() * things.length)];

/** Time in milliseconds that passes only in `pass`. The clock on the wall can be set; the steady one, by which timers go, cannot. */
export class Clock {
  #timers = new Map();
  #next = 1;
  #ahead = 0;

  constructor(start = Date.parse("2026-11-20T19:00:00Z")) {
    this.time = start;
  }

  now = () => this.time + this.#ahead;
  steady = () => this.time;

  /** Set it forward, or back; or the device slept for so long. */
  set(milliseconds) {
    this.#ahead += milliseconds;
  }

  setTimeout = (act, wait) => {
    const id = this.#next++;
    this.#timers.set(id, { at: this.time + wait, act });
    return id;
  };

  clearTimeout = (id) => {
    this.#timers.delete(id);
  };

  get waiting() {
    return this.#timers.size;
  }

  pass(milliseconds) {
    const end = this.time + milliseconds;
    for (let due; (due = this.#due(end)); ) {
      const [id, { at, act }] = due;
      this.#timers.delete(id);
      this.time = Math.max(this.time, at);
      act();
    }
    this.time = end;
  }

  #due(end) {
    const due = [...this.#timers].filter(([, { at }]) => at <= end);
    return due.sort(([one, a], [other, b]) => a.at - b.at || one - other)[0];
  }
}

/** A socket whose other end is held by the test. */
export class Socket {
  readyState = 0;
  sent = [];
  closedWith = null;

  constructor(url) {
    this.url = url;
  }

  get query() {
    return new URL(this.url).search;
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    this.readyState = 3;
    this.closedWith = code;
  }

  say(frame) {
    this.readyState = 1;
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  drop(code) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

/** Like `sessionStorage`. */
export class Storage {
  #kept = new Map();

  get length() {
    return this.#kept.size;
  }

  key(place) {
    return [...this.#kept.keys()][place] ?? null;
  }

  getItem(key) {
    return this.#kept.get(key) ?? null;
  }

  setItem(key, text) {
    this.#kept.set(key, String(text));
  }

  removeItem(key) {
    this.#kept.delete(key);
  }

  get everything() {
    return [...this.#kept].flat().join("\n");
  }
}

/** Refs that count up. */
export function refs(prefix = "r") {
  let count = 0;
  return () => `${prefix}${++count}`;
}

const START = Date.parse("2026-11-20T19:00:00Z");

/** A time of this evening, so many minutes after seven. */
export const evening = (minutes) => new Date(START + minutes * 60_000).toISOString();

export const SESSION = {
  id: "s1", course: "Course", week: 1, title: "Welcome",
  opens_at: evening(-20), starts_at: evening(-10), ends_at: evening(50), closes_at: evening(65), phase: "open",
};

/** A welcome for a young person, or with `staff` for a facilitator. */
export function welcome({ staff = false, seat = 3, streams = {}, people, room = {}, you = {}, session = {}, now = evening(0) } = {}) {
  const heard = staff ? { room: 0, staff: 0, "seat:1": 0, "seat:3": 0 } : { room: 0, [`seat:${seat}`]: 0 };
  return {
    type: "welcome", protocol: 1, session: { ...SESSION, ...session }, now,
    you: {
      role: staff ? "facilitator" : "seat", leading: staff, seat: staff ? null : seat, staff: staff ? "a1" : null,
      name: staff ? "Sam" : "Teal Otter", muted_until: null, aside: false, ...you,
    },
    people: people ?? [
      { seat, staff: null, name: "Teal Otter", role: "seat", present: true },
      { seat: null, staff: "a1", name: "Sam", role: "facilitator", present: true },
    ],
    room: { paused: null, slow: 0, prompt: null, ...(staff ? { mode: "open" } : {}), ...room },
    streams: { ...heard, ...streams },
  };
}

/** An entry. */
export function entry(stream, pos, kind, fields = {}) {
  return { type: "entry", stream, pos, at: evening(0), kind, from: { seat: 1 }, ...fields };
}
