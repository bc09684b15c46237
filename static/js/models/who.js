/**
 * Who somebody is inside one session, as one word: `seat:3`, `staff:a1` or `system`.
 * The same words name the streams of seats, so a key can be compared with either.
 */

export const SYSTEM = "system";

/** The key of an entry's `from`, or of anything else with a `seat` or a `staff` in it. */
export function whoOf(from) {
  if (from?.seat != null) return `seat:${from.seat}`;
  if (from?.staff != null) return `staff:${from.staff}`;
  return SYSTEM;
}

/** The key of somebody on the list of people, or of `you`. */
export const whoOfPerson = (person) => whoOf(person);

/** Seats in their order, then staff: the order in which people are always listed. */
export function inOrder(one, other) {
  const place = (person) => person.seat ?? Number.MAX_SAFE_INTEGER;
  return place(one) - place(other) || String(one.staff).localeCompare(String(other.staff), "en");
}
