/**
 * What somebody made of what stands in the room: pure, from their own stream and the prompt.
 * `items` are as the transcript shows them, oldest first.
 */

import { LIMITS } from "../protocol.js";
import { last } from "./last.js";

const SCALE_TOP = 10;
const FULL = 100;

/** What can be picked, in words: the options of a poll, or 0 to 10. Nothing for what is answered otherwise. */
export function choicesOf({ form, options }) {
  if (form === "poll") return [...options];
  return form === "scale" ? Array.from({ length: SCALE_TOP + 1 }, (_, n) => String(n)) : [];
}

/** The place of what was picked last, or null. */
export function pickedOf(pos, items) {
  const given = items.filter((item) => item.kind === "answer" && item.fields.prompt === pos && item.fields.value != null);
  return last(given)?.fields.value ?? null;
}

/** Whether this turn is passed, and whether somebody would rather listen tonight, `listenedHere`: and said so here. */
export function restOf(pos, items) {
  const rest = { passed: false, listening: false, listenedHere: false };
  for (const { kind, fields } of items) {
    if (kind !== "passed") continue;
    const { prompt, listening = false, on = true } = fields;
    if (!on) rest.listening = rest.listenedHere = false;
    if (on && listening) Object.assign(rest, { listening: true, listenedHere: rest.listenedHere || prompt === pos });
    if (prompt === pos && !(on && listening)) rest.passed = on;
  }
  return rest;
}

/** How a round stands for one seat: "soon" before it begins, "mine", "had", "resting", "coming", "over", or over without a turn: "missed". */
export function turnOf(round, seat, { passed, listening, listenedHere }) {
  if (round?.over) return round.had.includes(seat) || passed || listening ? "over" : "missed";
  if (round?.whose === seat) return "mine";
  // A turn that was left out as it came has gone on like one that was had.
  if (round?.had.includes(seat) && !passed && !listenedHere) return "had";
  if (passed || listening) return "resting";
  // Whoever came once the turns had begun comes after the others.
  return round ? "coming" : "soon";
}

/** How many picked each, and which seats, from all seats' own streams: {counts, who}. */
export function tally(prompt, itemsOf) {
  const who = choicesOf(prompt).map(() => []);
  for (const [seat, items] of itemsOf) {
    const picked = pickedOf(prompt.pos, items);
    if (picked !== null) who[picked]?.push(seat);
  }
  return { who, counts: who.map((seats) => seats.length) };
}

/** Whether the room may be told: as the server judges, so that the button says why before it is pressed. */
export function whyNotShared({ form }, counts) {
  // How low somebody feels is told to facilitators alone, as the words of such a question promise.
  if (form === "scale") return "scale";
  const all = counts.reduce((sum, one) => sum + one, 0);
  if (all < LIMITS.fewest) return "few";
  return Math.max(...counts) === all ? "alike" : null;
}

/** How long each bar is, of a hundred. */
export function barsOf(counts) {
  const most = Math.max(1, ...counts);
  return counts.map((one) => Math.round((one / most) * FULL));
}
