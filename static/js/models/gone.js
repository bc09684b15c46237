/** How long ago something was, by two clocks: one stands still while the device sleeps, the other may be put back. */

/**
 * @param {{ steady: number, wall: number }} since by both clocks, in milliseconds
 * @param {{ steady: number, wall: number }} now
 * @returns {number} milliseconds, by whichever clock says more
 */
export function gone(since, now) {
  return Math.max(now.steady - since.steady, now.wall - since.wall, 0);
}
