/**
 * The phase of a session, derived and never stored: the same rule as the server's schedule.
 *
 * `times`: the session's `opens_at`, `starts_at`, `ends_at`, `closes_at` as ISO texts.
 * `mark`: the value of the last `phase` entry, or null. `now`: milliseconds.
 */
export function phase(times, mark, now) {
  if (now >= Date.parse(times.closes_at)) return "over";
  if (now < Date.parse(times.opens_at)) return "waiting";
  if (mark === "closing" || now >= Date.parse(times.ends_at)) return "closing";
  return mark === "open" ? "open" : "lobby";
}

/** The mark a welcome implies: what its phase says where the clock alone does not say it. */
export function markOf(seen) {
  return seen === "open" || seen === "closing" ? seen : null;
}
