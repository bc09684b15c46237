/** An evening to which few came: what staff are asked to decide, as long as it is so. */

import { lastWhere } from "./last.js";

/**
 * `{what, seat}` of the last thing that was said about the evening, or null once it is no longer true. `people` as
 * staff are told them: whoever was there tonight is present, or gone since some time.
 */
export function unusualOf(said, { session, people }) {
  const told = lastWhere(said, (item) => item.kind === "unusual");
  if (!told || session.phase !== "open") return null;
  const came = people.filter((one) => one.seat !== null && (one.present || one.gone_since));
  const { what, seat = null } = told.fields;
  return came.length === (what === "one_came" ? 1 : 0) ? { what, seat } : null;
}
