/** Which day of a grid of weeks an arrow key leads to: the next one that way on which something is. */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/**
 * @param {number} from the day left, counted from 0
 * @param {string} key
 * @param {(at: number) => boolean} isThere whether something is on that day
 * @param {number} count how many days the grid has
 * @returns {number | null} null where there is nothing that way
 */
export function step(from, key, isThere, count) {
  const by = STEPS[key];
  if (!by || from < 0) return null;
  for (let at = from + by; at >= 0 && at < count; at += by) if (isThere(at)) return at;
  return null;
}
