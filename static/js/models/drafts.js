/** Words being written, by the place they are written in ("room", "seat:3"). */
export class Drafts {
  #keep;

  constructor(keep) {
    this.#keep = keep;
  }

  get(place) {
    return this.#keep.read(`draft:${place}`) ?? "";
  }

  set(place, text) {
    this.#keep.write(`draft:${place}`, text);
  }
}
