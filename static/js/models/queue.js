/**
 * What waits for a facilitator, in order of urgency: who has to be looked at now, what has waited too long, then the oldest.
 *
 * Without words: a page says what each task is. A look-soon is a quiet mark until one young person has three of them
 * in ten minutes.
 */

import { alarmsOf, byAge, isRinging, openFlags, whoseFlag } from "./alarms.js";
import { lastPlace } from "./last.js";

const HELD_TOO_LONG_MS = 120_000;
const SOON_WITHIN_MS = 600_000;
const SOON_MANY = 3;
/** What reads as a word to the facilitators, or ends the talk. */
const isWritten = ({ kind, body }) => kind === "whisper" || kind === "settled" || ((kind === "checkin" || kind === "answer") && Boolean(body));

/**
 * Every task: `{id, what, seat, at, rank, items, …}`. `what`: `alarm` (with `alarm`), `soon`, `held`, `whisper` (`isLate`) or
 * `apart` (out of the room and nobody has written). `marks`: the flags that are looked at when there is time.
 */
export function queueOf(transcript, now) {
  const alarms = alarmsOf(transcript, now).map((alarm) => {
    const rank = alarm.held && isHeldLong(alarm.held, now) ? Math.min(rankOf(alarm), RANK.late) : rankOf(alarm);
    return { id: `alarm ${alarm.id}`, what: "alarm", seat: alarm.seat, at: alarm.at, rank, items: alarm.flags, alarm };
  });
  // One thing is shown once: held words are decided on where the alarm about them stands, and what went to the facilitators
  // instead once its author was looked after.
  const inAlarms = new Set(alarms.flatMap(({ alarm }) => [alarm.held?.id, ...alarm.flags.map(divertedBy)]));
  const { tasks: soon, marks } = lookSoon(transcript);
  const own = transcript.streams().filter((stream) => stream.startsWith("seat:"));
  const waiting = own.flatMap((stream) => inStream(Number(stream.slice("seat:".length)), transcript.items(stream), now));
  const others = waiting.filter(({ items: [{ id }] }) => !inAlarms.has(id));
  return { tasks: [...alarms, ...soon, ...others].sort((one, other) => one.rank - other.rank || byAge(one, other)), marks };
}

const divertedBy = ({ fields: { diverted, of_stream: stream, of_pos: pos } }) => (diverted ? `${stream}/${pos}` : null);

const isHeldLong = ({ at }, now) => now - Date.parse(at) >= HELD_TOO_LONG_MS;

function rankOf(alarm) {
  if (!isRinging(alarm)) return alarm.state === "answered" ? RANK.later : RANK.late;
  return alarm.repeats ? RANK.call : RANK.now;
}

const RANK = { call: 0, now: 1, late: 2, next: 3, later: 4 };

/** Three of one young person in ten minutes come up together; any other stays a mark. */
function lookSoon(transcript) {
  const quiet = openFlags(transcript).filter((flag) => flag.fields.level !== "now");
  const bySeat = new Map();
  for (const flag of quiet.filter(({ fields }) => fields.level === "soon")) {
    const seat = whoseFlag(flag);
    if (seat !== null) bySeat.set(seat, [...(bySeat.get(seat) ?? []), flag]);
  }
  const many = [...bySeat].filter(([, flags]) => comesThick(flags));
  const tasks = many.map(([seat, items]) => ({ id: `soon seat:${seat}`, what: "soon", seat, at: items[0].at, rank: RANK.next, items }));
  const up = new Set(tasks.flatMap(({ items }) => items.map(({ id }) => id)));
  return { tasks, marks: quiet.filter(({ id }) => !up.has(id)) };
}

function comesThick(flags) {
  const times = flags.map(({ at }) => Date.parse(at));
  return times.some((time, index) => times[index + SOON_MANY - 1] - time <= SOON_WITHIN_MS);
}

function inStream(seat, items, now) {
  const waiting = items.filter((item) => item.kind === "held" && item.status === "waiting");
  return [...waiting.map((item) => held(seat, item, now)), ...unanswered(seat, items), ...apart(seat, items)];
}

function held(seat, item, now) {
  const isLate = isHeldLong(item, now);
  return { id: item.id, what: "held", seat, at: item.at, items: [item], isLate, rank: isLate ? RANK.late : RANK.next };
}

// All that has no answer yet: what matters most is often said last.
function unanswered(seat, items) {
  const said = items.filter(isWritten);
  const lastAnswer = lastPlace(said, (item) => item.kind === "settled" || item.from.staff);
  const open = said.slice(lastAnswer + 1);
  return open.length ? [{ id: open[0].id, what: "whisper", seat, at: open[0].at, rank: RANK.next, items: open }] : [];
}

const isApart = ({ kind, fields }) => kind === "aside" || (kind === "readmit" && Boolean(fields.aside));

// Whoever is out of the room is written to within two minutes (care.md §5).
function apart(seat, items) {
  const last = lastPlace(items, (item) => ["aside", "readmit", "eject"].includes(item.kind));
  if (!items[last] || !isApart(items[last]) || items.slice(last).some((item) => item.kind === "whisper" && item.from.staff)) return [];
  return [{ id: items[last].id, what: "apart", seat, at: items[last].at, rank: RANK.next, items: [items[last]] }];
}
