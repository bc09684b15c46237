/**
 * A small server to pretend with, written from the protocol and not from the models: streams, refs, a fold.
 * Every state is computed anew from all entries, so that there is nothing incremental to be wrong in.
 */

import { SESSION } from "./world.mjs";

const SEATS = [1, 2, 3];
const isStaff = (who) => who.startsWith("staff:");
const fromOf = (who) => (isStaff(who) ? { staff: who.slice(6) } : { seat: Number(who.slice(5)) });

/** What reaches seats as from nobody in particular. */
const CONTROL = new Set(["removed", "phase", "paused", "resumed", "slow", "muted", "unmuted", "aside", "readmit", "released", "returned"]);

export class Server {
  constructor(clock) {
    this.clock = clock;
    this.log = [];
    this.done = new Map();
    this.here = new Map();
  }

  /** Add an entry; `author` and the kind's own fields. */
  write(stream, kind, author, fields = {}, ref = null) {
    const pos = this.head(stream) + 1;
    this.log.push({ stream, pos, at: new Date(this.clock.now()).toISOString(), kind, author, ref, fields });
    return pos;
  }

  in(stream) {
    return this.log.filter((entry) => entry.stream === stream);
  }

  head(stream) {
    return this.in(stream).length;
  }

  hears(who) {
    if (isStaff(who)) return ["room", "staff", ...SEATS.map((seat) => `seat:${seat}`)];
    return this.seat(who).aside ? [who] : ["room", who];
  }

  /** Do what is asked, at most once; `busy` says that nothing was done. */
  ask(who, { type, ref, ...fields }) {
    const key = `${who} ${ref}`;
    if (!this.done.has(key)) {
      const answer = this.#decide(who, type, ref, fields);
      if (answer.type === "no") return answer;
      this.done.set(key, { ...answer, turn: this.log.length });
    }
    const { turn, ...answer } = this.done.get(key);
    return answer;
  }

  #decide(who, type, ref, { body, reply_to, pos, emoji, on, seat }) {
    const ok = (stream, kind, fields, more = {}) => ({ type: "ok", ref, stream, pos: this.write(stream, kind, who, fields, ref), ...more });
    const standing = isStaff(who) ? null : this.seat(who);
    if (type === "whisper") return ok(seat ? `seat:${seat}` : who, "whisper", { body });
    if (type === "note") return ok("staff", "note", { body });
    if (type === "worry") {
      this.write("staff", "flag", who, { level: "soon", source: "worry", body });
      return { type: "ok", ref };
    }
    const words = { body, ...(reply_to <= this.head("room") ? { reply_to } : {}) };
    if (standing?.aside) return { type: "no", ref, code: "aside", text: "Not now." };
    if (type === "react") return ok("room", "reaction", { of: pos, emoji, on });
    if (standing && standing.mode !== "open") return ok(who, "held", words, { held: true });
    return ok("room", "message", words);
  }

  /** The frame of an entry for one reader. */
  frame({ stream, pos, at, kind, author, ref, fields }, who) {
    const system = author === "system" || (CONTROL.has(kind) && !isStaff(who));
    const frame = { type: "entry", stream, pos, at, kind, from: system ? { system: true } : fromOf(author), ...fields };
    if (ref && author === who) frame.ref = ref;
    if (kind !== "message" || !this.#isRemoved(pos)) return frame;
    const { body, reply_to, ...tombstone } = frame;
    return isStaff(who) ? { ...frame, removed: true } : { ...tombstone, removed: true };
  }

  #isRemoved(pos) {
    return this.in("room").some((entry) => entry.kind === "removed" && entry.fields.of === pos);
  }

  /** How a seat stands: the last word on each question, and what is open. */
  seat(who) {
    const own = this.in(who);
    const last = (...kinds) => own.findLast((entry) => kinds.includes(entry.kind));
    const decided = new Set(own.filter((entry) => ["released", "returned"].includes(entry.kind)).map((entry) => entry.fields.of));
    const { open } = this;
    return {
      muted_until: this.#lasting(last("muted", "unmuted")?.fields.until),
      aside: last("aside", "readmit")?.kind === "aside",
      ejected: false,
      mode: this.in("staff").findLast((entry) => entry.kind === "mode" && `seat:${entry.fields.seat}` === who)?.fields.mode ?? "open",
      held: own.filter((entry) => entry.kind === "held" && !decided.has(entry.pos)).length,
      flags: open.filter((entry) => `seat:${entry.fields.seat}` === who).length,
    };
  }

  /** Flags that nobody has done. */
  get open() {
    const done = new Set(this.in("staff").filter((entry) => entry.kind === "flag_done").map((entry) => entry.fields.of));
    return this.in("staff").filter((entry) => entry.kind === "flag" && !done.has(entry.pos));
  }

  /** Held words of a seat that nobody has decided. */
  waiting(who) {
    const decided = new Set(this.in(who).map((entry) => entry.fields.of));
    return this.in(who).filter((entry) => entry.kind === "held" && !decided.has(entry.pos));
  }

  #lasting(until) {
    return until && Date.parse(until) > this.clock.now() ? until : null;
  }

  person(key, reader) {
    const seat = isStaff(key) ? null : Number(key.slice(5));
    const line = { seat, staff: isStaff(key) ? key.slice(6) : null, name: `Name ${key}`, role: seat ? "seat" : "facilitator" };
    if (!isStaff(reader)) return { ...line, present: true };
    const shown = { ...line, present: this.here.get(key) === null, away: false, gone_since: this.here.get(key) ?? null };
    return seat ? { ...shown, ...this.seat(key), mood: null, goal: null, checked: null } : shown;
  }

  /** Everybody a reader is shown: staff see all seats, seats those who were here tonight. */
  people(reader) {
    const all = [...SEATS.map((seat) => `seat:${seat}`), "staff:a1"];
    return all.filter((key) => this.here.has(key) || (isStaff(reader) && !isStaff(key))).map((key) => this.person(key, reader));
  }

  phase() {
    const [now, mark] = [this.clock.now(), this.in("room").findLast((entry) => entry.kind === "phase")?.fields.phase];
    if (now >= Date.parse(SESSION.closes_at)) return "over";
    if (now >= Date.parse(SESSION.ends_at) || mark === "closing") return "closing";
    return mark === "open" ? "open" : "lobby";
  }

  welcome(who) {
    const last = (...kinds) => this.in("room").findLast((entry) => kinds.includes(entry.kind));
    const mode = this.in("staff").findLast((entry) => entry.kind === "mode" && entry.fields.seat == null)?.fields.mode ?? "open";
    const you = { leading: isStaff(who), seat: null, staff: null, name: `Name ${who}`, muted_until: null, aside: false, ...fromOf(who) };
    const { muted_until, aside } = isStaff(who) ? you : this.seat(who);
    return {
      type: "welcome", protocol: 1, session: { ...SESSION, phase: this.phase() },
      you: { role: isStaff(who) ? "facilitator" : "seat", ...you, muted_until, aside },
      people: this.people(who),
      room: { paused: last("paused", "resumed")?.fields.text ?? null, slow: last("slow")?.fields.seconds ?? 0, prompt: null, ...(isStaff(who) ? { mode } : {}) },
      streams: Object.fromEntries(this.hears(who).map((stream) => [stream, this.head(stream)])),
      now: new Date(this.clock.now()).toISOString(),
    };
  }

  /** A backup is put back: everything after so many turns never happened. */
  restore(turns) {
    this.log.length = turns;
    for (const [key, { turn }] of this.done) if (turn > turns) this.done.delete(key);
  }
}
