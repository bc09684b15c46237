/**
 * The state of a room as this reader may know it: a welcome, and every entry since.
 * At any moment it equals what a fresh welcome would say. The clock is passed in, in milliseconds.
 *
 * Entries at or below the welcome's heads are history and change nothing; of those only the flags are
 * remembered, because what becomes of one later names the flag and not the seat it was about.
 */

import { markOf, phase } from "./phase.js";
import { Roll, lasting } from "./roll.js";
import { planOf, scriptChange } from "./script.js";
import { whoOfPerson } from "./who.js";

/** How each kind of entry in `room` changes what is true for everybody. */
const ROOM_CHANGES = {
  paused: ({ text }) => ({ paused: text }),
  resumed: () => ({ paused: null }),
  slow: ({ seconds }) => ({ slow: seconds }),
};

/** What becomes of a flag: whether it is done. */
const DONE = { flag_done: true, reopened: false };

export class Room {
  #session;
  #you;
  #room;
  #roll;
  #heads;
  #mark;
  #flags = new Map();
  #flagsKnownTo = 0;

  /** `earlier`: the room before a reconnection, for the flags it remembers. */
  static fromWelcome(welcome, earlier = null) {
    const room = new Room(welcome);
    if (earlier) room.#remember(earlier);
    return room;
  }

  /** Use `fromWelcome`. */
  constructor({ session, you, people, room, streams }) {
    this.#session = session;
    this.#you = you;
    this.#room = { ...room };
    this.#roll = new Roll(people, { forStaff: you.role !== "seat" });
    this.#heads = { ...streams };
    this.#mark = markOf(session.phase);
    // A young person's own standing is told in `you`; it is folded in the same place as everybody's.
    if (you.seat != null) this.#roll.place(whoOfPerson(you), you);
  }

  /** Fold one entry in. Returns whether the state changed. */
  applyEntry(entry) {
    const isNews = entry.pos > (this.#heads[entry.stream] ?? 0);
    if (isNews) this.#heads[entry.stream] = entry.pos;
    if (entry.stream === "staff") return this.#applyStaff(entry, isNews);
    if (!isNews) return false;
    return entry.stream === "room" ? this.#applyRoom(entry) : this.#roll.apply(entry);
  }

  /** Fold a `people` frame in. */
  applyPeople({ people, staffed, off = [] }) {
    this.#roll.strikeOff(off);
    this.#roll.takeIn(people);
    if (staffed !== undefined) this.#room.staffed = staffed;
  }

  /** Everything, as a welcome would have it. */
  state(now) {
    return {
      session: { ...this.#session, phase: phase(this.#session, this.#mark, now) },
      you: this.#youNow(now),
      people: this.#roll.people(now),
      room: { ...this.#room },
    };
  }

  /** The last position of each stream that is folded in. */
  get heads() {
    return { ...this.#heads };
  }

  /** The server remembers another past: flags will be told anew. */
  forgetFlags() {
    this.#flags.clear();
    this.#flagsKnownTo = 0;
  }

  person(who, now) {
    return this.#roll.person(who, now);
  }

  /** Did the clock alone change anything after `then` and up to `now`: the phase, that it is late to begin, or a mute's end? */
  changedBetween(then, now) {
    const passed = (deadline) => then < deadline && deadline <= now;
    const phaseAt = (time) => phase(this.#session, this.#mark, time);
    return phaseAt(then) !== phaseAt(now) || [Date.parse(this.#session.starts_at), ...this.#roll.deadlines()].some(passed);
  }

  #applyRoom(entry) {
    if (entry.kind === "phase") this.#mark = entry.phase;
    const change = ROOM_CHANGES[entry.kind];
    const changed = change ? change(entry) : scriptChange(this.#room, entry, this.#you.role !== "seat");
    if (changed) Object.assign(this.#room, changed);
    return Boolean(changed) || entry.kind === "phase";
  }

  #applyStaff(entry, isNews) {
    if (entry.kind === "mode" && isNews) return this.#applyMode(entry);
    if (entry.kind === "plan" && isNews) return Boolean(Object.assign(this.#room, { plan: planOf(entry) }));
    if (entry.pos <= this.#flagsKnownTo) return false;
    this.#flagsKnownTo = entry.pos;
    if (entry.kind === "flag") return this.#raise(entry, isNews);
    if (entry.kind === "lead") return isNews && this.#applyLead(entry);
    return entry.kind in DONE && this.#recount(entry, isNews);
  }

  #applyLead({ staff }) {
    this.#room.lead = staff;
    this.#you = { ...this.#you, leading: staff === this.#you.staff };
    return true;
  }

  #applyMode({ mode, seat }) {
    if (seat == null) this.#room.mode = mode;
    else this.#roll.setMode(seat, mode);
    return true;
  }

  #raise({ pos, seat }, isNews) {
    if (seat == null) return false;
    this.#flags.set(pos, { seat, done: false });
    if (isNews) this.#roll.countFlag(seat, 1);
    return isNews;
  }

  #recount({ kind, of }, isNews) {
    const flag = this.#flags.get(of);
    if (!flag || flag.done === DONE[kind]) return false;
    flag.done = DONE[kind];
    if (isNews) this.#roll.countFlag(flag.seat, flag.done ? -1 : 1);
    return isNews;
  }

  #remember(earlier) {
    this.#flags = new Map(earlier.#flags);
    this.#flagsKnownTo = earlier.#flagsKnownTo;
  }

  #youNow(now) {
    if (this.#you.seat == null) return { ...this.#you };
    const { muted_until, aside } = this.#roll.standing(whoOfPerson(this.#you));
    return { ...this.#you, muted_until: lasting(muted_until, now), aside };
  }
}
