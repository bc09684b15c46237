/** What a page has to patch since it was last told: ids to take away, to put in and to draw again, in that order. */
export class Patch {
  #added = new Set();
  #changed = new Set();
  #removed = new Set();

  get isEmpty() {
    return this.#added.size + this.#changed.size + this.#removed.size === 0;
  }

  add(id) {
    this.#added.add(id);
  }

  /** What is new is drawn as it is now, so it needs no second drawing. */
  change(id) {
    if (!this.#added.has(id)) this.#changed.add(id);
  }

  /** What the page never saw need not be taken away; what comes again later is both taken away and put in. */
  remove(id) {
    this.#changed.delete(id);
    if (!this.#added.delete(id)) this.#removed.add(id);
  }

  /** Everything so far, as lists; the next patch starts empty. */
  take() {
    const taken = { added: [...this.#added], changed: [...this.#changed], removed: [...this.#removed] };
    for (const ids of [this.#added, this.#changed, this.#removed]) ids.clear();
    return taken;
  }
}
