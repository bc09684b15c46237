/** Why something was done: one of a kind list, or staff's own few words. */

/** The choice that opens the box for one's own words. */
export const ELSE = "else";
const MOST = 200;

/** The reason that was given, in one line, or undefined if there is none. `typed` counts only after `ELSE`. */
export function reasonOf(chosen, typed) {
  const said = chosen === ELSE ? typed.replace(/\s+/g, " ").trim().slice(0, MOST) : chosen;
  return said || undefined;
}
