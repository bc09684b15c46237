/** Words being written, by the place they are written in ("room", "seat:3"). */
export class Drafts {
  #keep;

  constructor(keep) {
    this.#keep = keep;
  }

  get(place) {
    return this.#keep.read(`draft:${place}`) ?? "";
  }

  /** What is kept for this place, and after it what was written there before that could be read: neither is lost. */
  before(place, written) {
    const kept = this.get(place);
    return kept === written ? kept : [kept, written].filter(Boolean).join("\n");
  }

  set(place, text) {
    this.#keep.write(`draft:${place}`, text);
  }
}
