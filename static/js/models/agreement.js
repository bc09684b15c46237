/** Lines of an agreement that two people write at once: pure. */

import { isAlike, isLong } from "./ownask.js";

/** As many as an agreement may have (`facilitator/verbs/agree.py`). */
const MOST = 30;

/** The lines of a box, without what is empty. */
export const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/**
 * What a box should hold when somebody else's lines arrive: theirs, without what was taken out here, and after them what
 * was added here. `known`: the lines that both began from.
 */
export function merged(known, mine, theirs) {
  const kept = theirs.filter((line) => mine.includes(line) || !known.includes(line));
  return [...kept, ...mine.filter((line) => !known.includes(line) && !theirs.includes(line))];
}

/** The version these lines are: the one known if they are the same, else the next. The first is 1. */
export function versionOf(lines, { lines: known, version }) {
  const isSame = lines.length === known.length && lines.every((line, place) => line === known[place]);
  return isSame ? Math.max(1, version) : version + 1;
}

/** "nothing", "many", "twice" or "long": what keeps these lines from being shown, or null. */
export function whatIsWrong(lines) {
  if (lines.length === 0) return "nothing";
  if (lines.length > MOST) return "many";
  if (isAlike(lines)) return "twice";
  return isLong(lines) ? "long" : null;
}
