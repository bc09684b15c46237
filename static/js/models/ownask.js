/**
 * What keeps a prompt from being sent: pure, and as the server judges it (`facilitator/verbs/prompt.py`). There it is taken
 * for a frame that came in pieces, and the third of those closes the line.
 */

const LEAST = 2;
const MOST = 8;
const ENDS = 2;

/** Longest line that can be picked or agreed on, in characters. */
export const LONGEST = 400;

export const isAlike = (lines) => new Set(lines).size < lines.length;
// As Python counts: a smiling face is one, and two of JavaScript's.
export const isLong = (lines) => lines.some((line) => [...line].length > LONGEST);

/** "words", "ends", "few", "many", "alike" or "long": what is amiss with it, or null. `options` are trimmed lines. */
export function amissIn({ body, kind, options }) {
  if (!body.trim()) return "words";
  if (kind === "scale" && options.length !== ENDS) return "ends";
  if (kind === "poll" && options.length < LEAST) return "few";
  if (kind === "poll" && options.length > MOST) return "many";
  if (isAlike(options)) return "alike";
  return isLong(options) ? "long" : null;
}
