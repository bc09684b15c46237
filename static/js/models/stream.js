/**
 * One stream as this reader has it: every entry once and in order, whatever came in between.
 * What is old is dropped, what is next is let through, what came early waits for the gap to be filled.
 */
export class Stream {
  #early = new Map();
  #known = 0;
  #asked = false;
  #lastAt = NaN;
  /** Position of the last entry let through. */
  cursor = 0;

  /** The entries this one lets through, in order: none, itself, or itself and those that waited for it. */
  receive(entry) {
    this.expect(entry.pos);
    if (entry.pos > this.cursor) this.#early.set(entry.pos, entry);
    const through = [];
    for (let next; (next = this.#early.get(this.cursor + 1)); through.push(next)) {
      this.cursor += 1;
      this.#early.delete(this.cursor);
      this.#lastAt = Date.parse(next.at);
    }
    return through;
  }

  /** Does this entry stand where our last one stands, and is another? Then the server remembers another past. */
  contradicts({ pos, at }) {
    return pos === this.cursor && Date.parse(at) !== this.#lastAt;
  }

  /** There are entries up to this position, says the server. */
  expect(pos) {
    this.#known = Math.max(this.#known, pos);
  }

  get hasGap() {
    return this.cursor < this.#known;
  }

  /** Is it time to ask for what is missing? True once, until `answered`. */
  shouldAsk() {
    if (!this.hasGap || this.#asked) return false;
    this.#asked = true;
    return true;
  }

  /** What comes now was asked for, so it is no news. */
  get isCatchingUp() {
    return this.#asked;
  }

  /** Something was asked for though no gap shows. */
  asking() {
    this.#asked = true;
  }

  /** What was asked has been answered, or never will be. */
  answered() {
    this.#asked = false;
  }

  /** Wait for nothing more: it is not ours to hear, or it is told again from the cursor on. */
  settle() {
    this.#early.clear();
    this.#known = this.cursor;
    this.#asked = false;
  }
}
