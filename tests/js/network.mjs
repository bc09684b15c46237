/**
 * The way between the pretended server and the clients, with everything that may happen on it: delay,
 * streams overtaking one another, things coming twice, entries lost, answers lost, lines cut.
 */

import { oneOf } from "./world.mjs";

const BARRIERS = new Set(["welcome", "ready"]);
const laneOf = (frame) => (frame.type === "entry" ? frame.stream : frame.type);

export class Network {
  #random;
  #lines = new Set();
  /** Whether entries and answers may be lost without the line being cut. */
  isRough = true;

  constructor(server, random) {
    this.server = server;
    this.#random = random;
    this.sentTo = 0;
  }

  /** A socket for `who`; it opens when the network next moves. */
  open(who, url) {
    const line = { who, url, lane: [], readyState: 0, isNew: true, hears: new Set() };
    line.send = (text) => this.#asked(line, JSON.parse(text));
    line.close = () => this.#gone(line);
    this.#lines.add(line);
    return line;
  }

  /** Tell everybody what was written since the last time, and who is here. */
  tell() {
    const fresh = this.server.log.slice(this.sentTo);
    this.sentTo = this.server.log.length;
    for (const entry of fresh) for (const line of this.#lines) this.#offer(line, entry);
  }

  /** Cut every line of one person, or of all. */
  cut(who, code = 1006) {
    for (const line of [...this.#lines]) {
      if (who !== null && line.who !== who) continue;
      this.#gone(line);
      line.onclose?.({ code });
    }
  }

  /** Let so many things happen; returns how many could. */
  move(times = 1) {
    let moved = 0;
    for (; moved < times && this.#step(); moved += 1);
    return moved;
  }

  /** Let everything that is under way arrive. */
  flush() {
    while (this.#step());
  }

  #step() {
    const busy = [...this.#lines].filter((line) => line.isNew || line.lane.length);
    if (!busy.length) return false;
    const line = oneOf(this.#random, busy);
    if (line.isNew) this.#welcome(line);
    else this.#deliver(line);
    return true;
  }

  #welcome(line) {
    const { server } = this;
    if (server.here.get(line.who) !== null) this.#arrived(line.who);
    this.tell();
    line.isNew = false;
    line.readyState = 1;
    const welcome = server.welcome(line.who);
    const seen = new URL(line.url).searchParams;
    const restored = Object.entries(welcome.streams).some(([stream, head]) => head < Number(seen.get(stream) ?? 0));
    line.hears = new Set(server.hears(line.who));
    line.lane.push(welcome);
    for (const stream of line.hears) this.#after(line, stream, restored ? 0 : Number(seen.get(stream) ?? 0));
    line.lane.push({ type: "ready" });
  }

  #arrived(who) {
    this.server.here.set(who, null);
    this.#people(who);
  }

  #gone(line) {
    line.readyState = 3;
    line.lane = [];
    if (!this.#lines.delete(line) || line.isNew || [...this.#lines].some(({ who }) => who === line.who)) return;
    this.server.here.set(line.who, new Date(this.server.clock.now()).toISOString());
    this.#people(line.who);
  }

  #people(who) {
    for (const line of this.#lines) {
      if (!line.isNew) line.lane.push({ type: "people", people: [this.server.person(who, line.who)] });
    }
  }

  #after(line, stream, pos) {
    const entries = this.server.in(stream).slice(pos);
    line.lane.push(...entries.map((entry) => this.server.frame(entry, line.who)));
  }

  #offer(line, entry) {
    if (line.isNew) return;
    line.hears = new Set(this.server.hears(line.who));
    if (!line.hears.has(entry.stream) || (this.isRough && this.#random() < 0.08)) return;
    line.lane.push(this.server.frame(entry, line.who));
    if (this.#random() < 0.08) line.lane.push(this.server.frame(entry, line.who));
  }

  #asked(line, frame) {
    if (line.readyState !== 1) return;
    const { type, ref, stream, pos } = frame;
    if (type === "ping") line.lane.push({ type: "pong", ref });
    else if (type === "since") this.#since(line, ref, stream, pos);
    else this.#answer(line, frame);
  }

  #since(line, ref, stream, pos) {
    if (!this.server.hears(line.who).includes(stream)) {
      line.lane.push({ type: "no", ref, code: "not_found", text: "" });
      return;
    }
    this.tell();
    this.#after(line, stream, pos);
    line.lane.push({ type: "ok", ref });
  }

  #answer(line, frame) {
    if (this.#random() < 0.1) {
      line.lane.push({ type: "no", ref: frame.ref, code: "busy", text: "" });
      return;
    }
    const answer = this.server.ask(line.who, frame);
    if (this.#random() < 0.5) this.tell();
    if (!this.isRough || this.#random() > 0.1) line.lane.push(answer);
  }

  // Whatever is of one stream stays in order; a welcome and a `ready` are overtaken by nothing.
  #deliver(line) {
    const free = [];
    const lanes = new Set();
    for (const [place, frame] of line.lane.entries()) {
      if (BARRIERS.has(frame.type)) {
        if (place === 0) free.push(place);
        break;
      }
      if (!lanes.has(laneOf(frame))) free.push(place);
      lanes.add(laneOf(frame));
    }
    const [frame] = line.lane.splice(oneOf(this.#random, free), 1);
    line.onmessage?.({ data: JSON.stringify(frame) });
  }
}
