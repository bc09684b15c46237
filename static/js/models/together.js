/**
 * Gathers what is said in quick succession, so that a page draws it once: the first at once, the rest together a moment
 * later. History is never gathered with news (see Transcript), and `flush` lets nothing overtake what was gathered.
 */

export class Together {
  #act;
  #clock;
  #wait;
  #gathered = null;
  #timer = null;

  /** `act(change)` draws a change of the transcript; `wait`: how long news is gathered for, in milliseconds. */
  constructor({ act, clock, wait }) {
    this.#act = act;
    this.#clock = clock;
    this.#wait = wait;
  }

  take(change) {
    if (!change.live) {
      this.flush();
      this.#act(change);
    } else if (this.#timer === null) {
      this.#act(change);
      this.#rest();
    } else this.#gathered = this.#gathered ? joined(this.#gathered, change) : change;
  }

  flush() {
    const gathered = this.#gathered;
    this.#gathered = null;
    if (gathered) this.#act(gathered);
  }

  #rest() {
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = null;
      if (!this.#gathered) return;
      this.flush();
      this.#rest();
    }, this.#wait);
  }
}

/** One change that says what both said. An id that came and went is known by nobody, and drawn by nobody. */
function joined(one, other) {
  const both = (name) => [...new Set([...one[name], ...other[name]])];
  return { added: both("added"), changed: both("changed"), removed: both("removed"), live: true, unseen: other.unseen };
}
