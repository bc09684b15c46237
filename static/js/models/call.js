/** What is said of a call that waits for its answer, as a word of the page. */

const BY_LINE = { live: "calling", closed: "callStopped" };
const LET_IN = new Set(["live", "replaying"]);

/**
 * `line`: how it stands (see connection.js), `phase`: of the session. While the line comes back a call goes by itself, but not once
 * the evening is over: then the room lets nobody in any more who has nothing open there.
 */
export function callSays(line, phase) {
  if (phase === "over" && !LET_IN.has(line)) return "callOver";
  return BY_LINE[line] ?? "callWaits";
}
