/**
 * Who has to be looked at now, from what was said and the clock: one alarm to a young person, whatever they pressed.
 *
 * Taking one silences it on every page. It comes back if no word was sent to them within two minutes (care.md §4).
 * What repeats its sound, a call or danger to life, is before the rest; nobody is ordered by how often they called, but
 * the oldest is first.
 */

import { last, lastWhere } from "./last.js";

export const COMES_BACK_MS = 120_000;

/** Whom a flag is about first: a call is its caller's; a worry is about another, if it names one. */
export function whoseFlag({ fields: { source, by = null, seat = null } }) {
  return source === "help" ? (by ?? seat) : (seat ?? by);
}

/** The words held for the room that a flag points at, or null. What went to the facilitators instead is not held for it. */
export function heldBy({ fields: { of_stream: stream, of_pos: pos, diverted } }, transcript) {
  const item = !diverted && stream?.startsWith("seat:") && pos ? transcript.get(`${stream}/${pos}`) : null;
  return item?.kind === "held" ? item : null;
}

/**
 * Flags nobody has looked at. Whoever decided on the held words that one points at has looked at it; and whoever settled
 * with a young person has seen to what they had called or written by then, as the server counts it too.
 */
export function openFlags(transcript) {
  const isOpen = (flag) => flag.kind === "flag" && flag.status !== "done" && !heldBy(flag, transcript)?.isLookedAt && !isSettled(flag, transcript);
  return transcript.items("staff").filter(isOpen);
}

const OF_THEIR_OWN = new Set(["help", "guard"]);

function isSettled({ openSince, fields: { source, level, by = null } }, transcript) {
  if (by === null || level !== "now" || !OF_THEIR_OWN.has(source)) return false;
  const settled = lastWhere(transcript.items(`seat:${by}`), ({ kind }) => kind === "settled");
  // Of two in one moment nobody knows which was first, and a call must not be lost.
  return Boolean(settled) && openSince < settled.at;
}

/**
 * Every alarm that is not done, those that repeat before others and then the oldest first:
 * `{id, seat, flags, at, repeats, state, by, until}`. `state`: `open`, `taken` (until `until`), `back` (taken and nobody
 * wrote; `since` when, where somebody had written before), or `answered`. `by`: the public id of who took it last. `held`: the one message still held that it is about, if it is one
 * and nothing of theirs was diverted.
 */
export function alarmsOf(transcript, now) {
  const groups = new Map();
  for (const flag of openFlags(transcript)) {
    if (flag.fields.level !== "now") continue;
    const seat = whoseFlag(flag);
    const key = seat === null ? flag.id : `seat:${seat}`;
    groups.set(key, [...(groups.get(key) ?? []), flag]);
  }
  return [...groups].map(([id, flags]) => alarm(id, flags, transcript, now)).sort(byLoudnessAndAge);
}

export const isRinging = ({ state }) => state === "open" || state === "back";

/** Does any of these repeat its sound until somebody takes it? */
export const repeats = (alarms) => alarms.some((one) => isRinging(one) && one.repeats);

export const byAge = (one, other) => one.at.localeCompare(other.at) || one.id.localeCompare(other.id, "en", { numeric: true });

const byLoudnessAndAge = (one, other) => other.repeats - one.repeats || byAge(one, other);

const isDanger = ({ fields: { repeats: isCall, diverted } }) => Boolean(isCall || diverted);

/** These with a call or danger to life before all else, and of either the newest first. */
export const byUrgency = (items) => [...items].sort((one, other) => isDanger(other) - isDanger(one) || byAge(other, one));

function alarm(id, flags, transcript, now) {
  const taken = last(flags.filter((flag) => flag.taken).sort((a, b) => a.taken.at.localeCompare(b.taken.at)))?.taken ?? null;
  const wrote = lastWord(flags, transcript);
  const standings = flags.map((flag) => standing(flag, taken, wrote, now));
  const isWrittenTo = wrote >= Date.parse(flags[0].at);
  const loudest = standings.reduce((one, other) => (LOUDNESS[other.state] > LOUDNESS[one.state] ? other : one));
  const loud = flags.filter((flag, index) => isRinging(standings[index]));
  return {
    id, seat: whoseFlag(flags[0]), flags, at: flags[0].at, ...loudest, since: isWrittenTo ? loudest.since : null,
    repeats: loud.some((flag) => Boolean(flag.fields.repeats)), by: taken?.staff ?? null, held: onlyHeld(flags, transcript),
  };
}

// Beside words of danger nobody decides in passing what the room may read: that stands in the queue for itself.
function onlyHeld(flags, transcript) {
  if (flags.some(({ fields }) => fields.diverted)) return null;
  const held = flags.map((flag) => heldBy(flag, transcript)).filter((item) => item?.status === "waiting");
  return held.length === 1 ? held[0] : null;
}

const LOUDNESS = { answered: 0, taken: 1, back: 2, open: 3 };

/** How one flag stands, if somebody took this young person at `taken`, and staff last wrote to them at `wrote`. */
function standing(flag, taken, wrote, now) {
  const raised = Date.parse(flag.at);
  const tookAt = taken && Date.parse(taken.at);
  // Whoever is with them when they press once more has heard that too.
  if (tookAt === null || raised >= tookAt + COMES_BACK_MS) return { state: "open", until: null, since: null };
  const since = Math.max(tookAt, raised);
  if (wrote >= since) return { state: "answered", until: null, since };
  const until = since + COMES_BACK_MS;
  return now < until ? { state: "taken", until, since } : { state: "back", until: null, since };
}

/** When staff last wrote to any of those concerned, in milliseconds, or -Infinity. */
function lastWord(flags, transcript) {
  const seats = new Set(flags.flatMap(({ fields: { by, seat } }) => [by, seat]).filter((seat) => seat != null));
  const words = [...seats].flatMap((seat) => transcript.items(`seat:${seat}`)).filter((item) => item.kind === "whisper" && item.from.staff);
  return words.length ? Math.max(...words.map((item) => Date.parse(item.at))) : -Infinity;
}
