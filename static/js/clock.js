/** Where in the evening we are, in a few words. */
import { clockTime, counted, words } from "./words.js";

const MINUTE = 60_000;
const LAST_MINUTES = 90;

/** For the header: the phase, and how long it still is where that helps. `doors`: see `noticesOf`. */
export function phaseWords({ session }, now, doors) {
  const times = { open: clockTime(session.opens_at), start: clockTime(session.starts_at), end: clockTime(session.ends_at), close: clockTime(session.closes_at) };
  if (session.phase === "lobby" && Date.parse(session.starts_at) <= now) return words("phase.late", times);
  if (session.phase === "closing" && doors?.cancelled) return words("phase.cancelled");
  if (session.phase !== "open") return words(`phase.${session.phase}`, times);
  const left = Math.ceil((Date.parse(session.ends_at) - now) / MINUTE);
  return left <= LAST_MINUTES ? counted("phase.left", left, times) : words("phase.open", times);
}
