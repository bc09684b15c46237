/** How long it is until something: a count and its unit. `cohorts/join/until.py` counts the same way. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * @param {number} left milliseconds
 * @returns {{ count: number, unit: "day" | "hour" | "minute" } | null} null once the moment is there
 */
export function span(left) {
  if (left <= 0) return null;
  if (left >= 2 * DAY) return { count: Math.floor(left / DAY + 0.5), unit: "day" };
  if (left >= 2 * HOUR) return { count: Math.floor(left / HOUR + 0.5), unit: "hour" };
  return { count: Math.ceil(left / MINUTE), unit: "minute" };
}
