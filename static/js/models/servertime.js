/**
 * What time it is for the server, as far as it has said. From there on the steady clock counts, so that no evening is over
 * because the clock of a device was set. `clock`: has `now()`, which can be set, and `steady()`; in milliseconds.
 */

/** Whose clock moved by so much otherwise than the steady one was set; or slept, which a steady clock may not have counted. */
const SET_BY = 5_000;
/** Where nobody says what time it is for so long, the clock that moved on is believed. */
const UNSURE_FOR = 30_000;

export class ServerTime {
  #clock;
  #offset;
  #apart;
  #unsureSince;

  constructor(clock) {
    this.#clock = clock;
    this.told(clock.now());
  }

  now() {
    return this.#clock.steady() + this.#offset;
  }

  /** The server has said what time it is. */
  told(now) {
    this.#offset = now - this.#clock.steady();
    this.#apart = this.#clock.now() - this.#clock.steady();
    this.#unsureSince = null;
  }

  /** Once a second. Returns whether it has just become doubtful what time it is, so that the server is to be asked. */
  isToBeAsked() {
    const steady = this.#clock.steady();
    const moved = this.#clock.now() - steady - this.#apart;
    // Nothing but a hand puts a clock back, and the steady one has gone on.
    if (moved < 0) this.#apart += moved;
    if (moved < SET_BY) {
      this.#unsureSince = null;
      return false;
    }
    if (this.#unsureSince !== null && steady - this.#unsureSince >= UNSURE_FOR) {
      this.told(this.now() + moved);
      return false;
    }
    const isNew = this.#unsureSince === null;
    this.#unsureSince ??= steady;
    return isNew;
  }
}
