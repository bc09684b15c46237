/** A call for a facilitator: what is said of it while it waits for its answer, and what became of it. */

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

/**
 * What became of a call by its `ref`, of everything in one's own stream in its order: whether nobody was there for it, and the
 * name of who came since, or null. Null if it has not come (yet).
 */
export function becameOf(ref, items) {
  const place = items.findIndex((item) => item.kind === "help" && item.ref === ref);
  if (place < 0) return null;
  const taken = items.slice(place).find(({ kind }) => kind === "taken");
  return { isAlone: Boolean(items[place].fields.nobody), by: taken?.fields.name ?? null };
}
