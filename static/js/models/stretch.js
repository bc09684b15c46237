/**
 * Which rows of a long list stand in the page: one unbroken stretch of all its ids, at their end unless somebody
 * looks further up. The list may grow for as long as it likes, and a page still lays out no more than `most`.
 */

export class Stretch {
  #all = [];
  #known = new Set();
  #from = 0;
  #to = 0;
  #last;
  #step;
  #most;

  /** In rows: `last` stand at the end, `step` more come at a time, and never are there more than `most`. */
  constructor({ last = 300, step = 200, most = 600 } = {}) {
    [this.#last, this.#step, this.#most] = [last, step, most];
  }

  /** The ids that stand in the page, in order. */
  get ids() {
    return this.#all.slice(this.#from, this.#to);
  }

  get hasEarlier() {
    return this.#from > 0;
  }

  get hasLater() {
    return this.#to < this.#all.length;
  }

  /** What comes before this one, in the page or not, or null. */
  before(id) {
    return this.#all[this.#all.lastIndexOf(id) - 1] ?? null;
  }

  /** One more at the end, once. It stands in the page if the end does and there is room. */
  add(id) {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    const isNext = !this.hasLater && this.#to - this.#from < this.#most;
    this.#all.push(id);
    if (isNext) this.#to += 1;
  }

  remove(id) {
    if (!this.#known.delete(id)) return;
    const place = this.#all.indexOf(id);
    this.#all.splice(place, 1);
    if (place < this.#from) this.#from -= 1;
    if (place < this.#to) this.#to -= 1;
  }

  /** Only what was said first. */
  start() {
    this.#stand(0, Math.min(this.#all.length, this.#last));
  }

  /** Only what was said last. */
  end() {
    this.#stand(this.#all.length - this.#last, this.#all.length);
  }

  /** Some of what was said before, and none of the end that there is no room for. */
  earlier() {
    const from = Math.max(0, this.#from - this.#step);
    this.#stand(from, Math.min(this.#to, from + this.#most));
  }

  later() {
    const to = Math.min(this.#all.length, this.#to + this.#step);
    this.#stand(Math.max(this.#from, to - this.#most), to);
  }

  /** Have this one in the page, with what stands around it. */
  reach(id) {
    const place = this.#all.lastIndexOf(id);
    if (place < 0 || (place >= this.#from && place < this.#to)) return;
    const to = Math.min(this.#all.length, place + Math.ceil(this.#last / 2));
    this.#stand(to - this.#last, to);
  }

  #stand(from, to) {
    [this.#from, this.#to] = [Math.max(0, from), to];
  }
}
