/**
 * Who reads, how far they have read, and whom they do not want to read just now.
 * All of it stays in this memory: nobody is told that they were hidden, or what was read.
 */

import { isOfCall, isWords } from "./item.js";
import { SYSTEM, whoOf, whoOfPerson } from "./who.js";

export class Reader {
  #seen = new Map();
  #hidden = new Set();
  me = SYSTEM;
  isStaff = false;

  /** The server says who the reader is. */
  is(you) {
    this.me = whoOfPerson(you);
    this.isStaff = you.role !== "seat";
  }

  wrote({ from }) {
    return whoOf(from) === this.me;
  }

  hide(who) {
    this.#hidden.add(who);
  }

  show(who) {
    this.#hidden.delete(who);
  }

  hiddenPeople() {
    return [...this.#hidden];
  }

  /** One's own words are never hidden. */
  hides(item) {
    return !item.mine && this.#hidden.has(item.who);
  }

  /** Read up to here. Returns whether that is further than before. */
  saw(name, pos) {
    if (this.#seen.get(name) === pos) return false;
    this.#seen.set(name, pos);
    return true;
  }

  hasSeen({ stream, pos }) {
    return pos <= (this.#seen.get(stream) ?? 0);
  }

  /** Others' words, not yet read and not hidden; what a machine answers, and what became of a call, is news to its seat. */
  isNews(item) {
    if (item.kind === "automatic" && this.isStaff) return false;
    const isTold = isWords(item) || (!this.isStaff && isOfCall(item));
    return !this.hasSeen(item) && isTold && !item.mine && !item.removed && !this.hides(item);
  }

  forgetPlaces() {
    this.#seen.clear();
  }

  forget() {
    this.#seen.clear();
    this.#hidden.clear();
  }
}
