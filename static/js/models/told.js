/**
 * What was told of each of several things, so that more of the same is told again, but not with every line of a flood:
 * the first at once, and what follows together every few seconds. What came in between is never left out.
 */

export const AGAIN_MS = 5_000;

export class Told {
  #known = new Map();

  /**
   * Those of `all` (`{id, state, many}`) to be told of `now` (in milliseconds): what is new here, whose state is another, and
   * of which there are more than were told. `arrivals`: whether what was not here before is told.
   */
  fresh(all, now, { arrivals = true } = {}) {
    const before = this.#known;
    const isFresh = ({ id, state, many }) => {
      const known = before.get(id);
      if (!known) return arrivals;
      return state !== known.state || (many > known.many && now - known.at >= AGAIN_MS);
    };
    const fresh = all.filter(isFresh);
    const standing = (one) => (fresh.includes(one) ? { ...one, at: now } : stood(before.get(one.id), one));
    this.#known = new Map(all.map((one) => [one.id, standing(one)]));
    return fresh;
  }
}

/** Not told now: what there is more of than was told is told later. */
const stood = (known, one) => (known ? { ...known, many: Math.min(known.many, one.many) } : { ...one, at: -Infinity });
