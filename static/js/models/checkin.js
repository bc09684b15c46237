/** What a check-in says, from what was chosen; what was left out is not sent at all. */

const WHEN = { lobby: "in", open: "in", closing: "out" };

/** As somebody comes in, or as they go; null while there is nothing to check in to. */
export const whenOf = (phase) => WHEN[phase] ?? null;

/** The fields of the ask. "" means that somebody would rather not say; a goal of 0 is an answer. */
export function answersOf({ when, mood, goal, body }) {
  const words = (body ?? "").trim();
  return { when, ...(mood && { mood: Number(mood) }), ...(goal && { goal: Number(goal) }), ...(words && { body: words }) };
}
