/** Boxes of the console whose words outlast a reload: kept while they are others than those the page came with. */

const first = (box) => box.defaultValue ?? box.options[0].value;

export class KeptBoxes {
  #drafts;
  #boxes = new Map();
  #isTaken = false;

  constructor(drafts) {
    this.#drafts = drafts;
  }

  /** Keep what is written or chosen in a box under this name. */
  add(place, box) {
    this.#boxes.set(place, box);
    box.addEventListener("input", () => this.#keep(place));
  }

  /**
   * Once, as soon as it is known whose they are: what was kept comes back, before what was written meanwhile. Returns
   * whether this was the time.
   */
  takeUp() {
    if (this.#isTaken) return false;
    this.#isTaken = true;
    for (const [place, box] of this.#boxes) {
      if (this.#drafts.get(place)) box.value = this.#together(place, box);
      this.#keep(place);
    }
    return true;
  }

  /** Whether something else stands here than the page came with. */
  isWritten(place) {
    const box = this.#boxes.get(place);
    return box !== undefined && box.value !== first(box);
  }

  /** It was sent as `text`, and needs to be kept no more; what was written since then is. */
  sent(place, text) {
    if (this.#boxes.get(place)?.value === text) this.#drafts.set(place, "");
  }

  /** It was sent as `text`, and the box is as the page came again; unless something was written since, which stays. Returns whether it is. */
  done(place, text) {
    const box = this.#boxes.get(place);
    if (box.value === text) {
      box.value = first(box);
      this.#keep(place);
    }
    return !this.isWritten(place);
  }

  // Of two choices the one made here counts.
  #together(place, box) {
    if (!this.isWritten(place)) return this.#drafts.get(place);
    return box.options ? box.value : this.#drafts.before(place, box.value);
  }

  #keep(place) {
    this.#drafts.set(place, this.isWritten(place) ? this.#boxes.get(place).value : "");
  }
}
