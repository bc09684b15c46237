/** All streams this reader hears, how far each has come, and asking for what is missing, once at a time. */

import { Stream } from "./stream.js";

export class Streams {
  #streams = new Map();
  #heads = {};
  #askSince;

  /** `askSince(stream, pos)`: ask the server for the entries after a position. */
  constructor(askSince) {
    this.#askSince = askSince;
  }

  of(name) {
    if (!this.#streams.has(name)) this.#streams.set(name, new Stream());
    return this.#streams.get(name);
  }

  names() {
    return [...this.#streams.keys()];
  }

  cursor(name) {
    return this.#streams.get(name)?.cursor ?? 0;
  }

  cursors() {
    return Object.fromEntries(this.names().map((name) => [name, this.cursor(name)]));
  }

  /**
   * Where to go on from: our last entry once more. Heads alone do not tell a restored backup that has been
   * written to since; that the last entry is still the same one does.
   */
  overlap() {
    return Object.fromEntries(this.names().map((name) => [name, Math.max(0, this.cursor(name) - 1)]));
  }

  /** Is any of these heads behind us? Then the server remembers another past. */
  areAhead(heads) {
    return Object.entries(heads).some(([name, head]) => head < this.cursor(name));
  }

  /** The server says how far each stream goes, and tells it from our cursors on. */
  expect(heads) {
    this.#heads = heads;
    for (const stream of this.#streams.values()) stream.settle();
    this.#expectHeads();
  }

  /** From the beginning, as far as the server last said. */
  startAnew() {
    this.#streams.clear();
    this.#expectHeads();
  }

  forget(name) {
    this.#streams.delete(name);
  }

  clear() {
    this.#heads = {};
    this.#streams.clear();
  }

  /** Whatever was asked will not be answered any more. */
  interrupted() {
    for (const stream of this.#streams.values()) stream.answered();
  }

  /** Ask for everything that is missing and not yet asked for. */
  fill() {
    for (const [name, stream] of this.#streams) if (stream.shouldAsk()) this.#askSince(name, stream.cursor);
  }

  /** Ask for what may have passed by without leaving a gap to see. */
  catchUp(name) {
    this.of(name).asking();
    this.#askSince(name, this.cursor(name));
  }

  #expectHeads() {
    for (const [name, head] of Object.entries(this.#heads)) this.of(name).expect(head);
  }
}
