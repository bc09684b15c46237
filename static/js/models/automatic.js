/**
 * What a machine answers at once to words of somebody who may be in danger. It comes up as it comes; where the line was lost meanwhile
 * it comes as history, and is as urgent. Which history that is, the asks say that were still open: no other was waited for.
 */
export class Automatic {
  #items;
  #open = new Set();
  #told = new Set();

  /** `items()`: everything in one's own stream. */
  constructor(items) {
    this.#items = items;
  }

  /** This one came up. */
  tell(item) {
    this.#told.add(item.id);
  }

  /** These asks stand written. */
  settled(refs) {
    if (!refs.length) return;
    const written = new Set(this.#items().map(({ ref }) => ref));
    for (const ref of refs) if (written.has(ref)) this.#open.add(ref);
  }

  /** Those that answer what was written from here and did not come up yet. Each stands right behind the words it answers. */
  due() {
    if (!this.#open.size) return [];
    const items = this.#items();
    const behind = items.filter((_, place) => this.#open.has(items[place - 1]?.ref));
    // Words that something else stands behind were no words of danger.
    for (const [place, { ref }] of items.entries()) if (place < items.length - 1) this.#open.delete(ref);
    return behind.filter(({ id, kind }) => kind === "automatic" && !this.#told.has(id));
  }
}
