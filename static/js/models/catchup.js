/** Asking for what a stream lacks, one `since` at a time, until it has come. */

const ASK_AGAIN_AFTER = 2_000;
const ANSWER_WITHIN = 8_000;

export class CatchUp {
  #how;
  #asked = new Map();
  #timers = new Set();

  /** `send(frame)`, `build.since(fields)`, `newRef()`, `clock`; the `transcript` is told how it ended. */
  constructor(how) {
    this.#how = how;
  }

  /** Ask for the entries of a stream after a position. */
  ask(stream, pos) {
    const ref = this.#how.newRef();
    this.#asked.set(ref, stream);
    this.#how.send(this.#how.build.since({ ref, stream, pos }));
    this.#later(ANSWER_WITHIN, () => this.#asked.delete(ref) && this.#how.transcript.sinceAnswered(stream));
  }

  /** An `ok` or a `no`. Returns whether it was for a `since` of ours. */
  answer({ ref, code }) {
    const stream = this.#asked.get(ref);
    if (stream === undefined) return false;
    this.#asked.delete(ref);
    if (code === "not_found") this.#how.transcript.notHeard(stream);
    else this.#later(ASK_AGAIN_AFTER, () => this.#how.transcript.sinceAnswered(stream));
    return true;
  }

  /** The line is gone: no answer will come, and the next welcome starts from the cursors anyway. */
  reset() {
    this.#asked.clear();
    for (const id of this.#timers) this.#how.clock.clearTimeout(id);
    this.#timers.clear();
  }

  // The entries may follow their `ok`, and a server that is busy needs a moment.
  #later(wait, act) {
    const id = this.#how.clock.setTimeout(() => {
      this.#timers.delete(id);
      act();
    }, wait);
    this.#timers.add(id);
  }
}
