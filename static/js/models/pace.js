/** When somebody may write in the room again, and how long that still is. Times in milliseconds. */

const SECOND = 1000;
const MINUTE = 60;
/** When not even staff speak in the room. */
const SHUT = new Set(["waiting", "over"]);

const inMilliseconds = (time) => (typeof time === "string" ? Date.parse(time) : time);

/** Whole seconds until then, rounded up so that it never says 0 too early; 0 when it has come. */
export function countdown(until, now) {
  if (until == null) return 0;
  return Math.max(0, Math.ceil((inMilliseconds(until) - now) / SECOND));
}

/** 65 becomes "1:05". */
export function clockText(seconds) {
  return `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, "0")}`;
}

/** Whether what ends then lasts for as long as anybody writes here: whoever waits for that time finds a closed room. */
export const lastsToTheEnd = ({ ends_at }, until) => inMilliseconds(until) >= Date.parse(ends_at);

/**
 * May the reader write in the room now, and if not, why not and until when?
 * A courtesy of the page only: the server judges. The private word, help and worries never ask this.
 *
 * `lastSaidAt`: when the reader's newest words reached the room. `waitUntil`: as the last refusal said.
 */
export function mayWrite(state, { lastSaidAt = null, waitUntil = null, now }) {
  if (state.you.role !== "seat") return SHUT.has(state.session.phase) ? refusal(state.session.phase) : { ok: true };
  return closed(state) ?? tooSoon(state, lastSaidAt, waitUntil, now) ?? { ok: true };
}

function closed({ session, you, room }) {
  if (session.phase !== "open") return refusal(session.phase);
  if (you.aside) return refusal("aside");
  if (room.paused != null) return refusal("paused", null, room.paused);
  return you.muted_until ? refusal("muted", Date.parse(you.muted_until)) : null;
}

function tooSoon({ room }, lastSaidAt, waitUntil, now) {
  const slowUntil = room.slow && lastSaidAt != null ? lastSaidAt + room.slow * SECOND : 0;
  const until = Math.max(slowUntil, waitUntil ?? 0);
  return until > now ? refusal("slow", until) : null;
}

const refusal = (why, until = null, text = null) => ({ ok: false, why, until, text });
