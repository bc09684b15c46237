/** How long something sealed may still be seen: counted so that it can only end too early. */
import { gone } from "./gone.js";

/**
 * A clock that stands still while the device sleeps, or is put back, gives nobody longer.
 *
 * @param {number} seconds as the server said when it answered
 * @param {{ steady: number, wall: number }} since when the page was asked for, by both clocks, in milliseconds
 * @param {{ steady: number, wall: number }} now
 */
export function secondsLeft(seconds, since, now) {
  return Math.max(0, Math.ceil(seconds - gone(since, now) / 1000));
}

/** As a clock shows it: 9:05. */
export function clockFace(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
