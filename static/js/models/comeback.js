/** Where to connect, which closings one comes back from, and after how long. Times in milliseconds. */

const RETURNING = new Set([1006, 1011, 1012, 4408, 4429]);
const TOO_FAST = 4429;
const RESTARTING = 1012;

const FIRST = 500;
const LONGEST = 30_000;
const AFTER_TOO_FAST = 5_000;
const RESTART_SPREAD = 3_000;

/** Lost by accident or for a while: come back. Any other code is an answer, and stays. */
export const comesBack = (code) => RETURNING.has(code);

/**
 * How long to wait before the next try. `attempt` counts from 0; `random` gives 0 ≤ x < 1.
 * Half of it is chance, so that a room of nine does not come back in one knock.
 */
export function waitFor(code, attempt, random) {
  const step = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
  const wait = step * (0.5 + random() / 2);
  if (code === TOO_FAST) return soonest(code) + wait;
  return code === RESTARTING ? wait + RESTART_SPREAD * random() : wait;
}

/** The wait that not even a person's hurry shortens. */
export const soonest = (code) => (code === TOO_FAST ? AFTER_TOO_FAST : 0);

/** The address with one key per stream: the last position seen. */
export function address(url, cursors, as) {
  const parts = Object.entries(cursors).filter(([, pos]) => pos > 0).map(([stream, pos]) => `${stream}=${pos}`);
  if (as) parts.push(`as=${encodeURIComponent(as)}`);
  return parts.length ? `${url}?${parts.join("&")}` : url;
}
