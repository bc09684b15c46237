/**
 * What stands in the room for everybody to answer or look at, and what the group has agreed: pure folds of entries.
 * A prompt here is what a welcome would tell of it; `for staff` it also names its step and when a turn should end.
 */

/** The prompt an entry brings. */
const promptOf = ({ pos, body, form = "text", options = [], breathing = false, step = null }, forStaff) => ({
  pos, body, form, options, breathing, counts: null, round: null, ...(forStaff ? { step } : {}),
});

const roundOf = ({ order, whose = null, had = [], seconds = 60, over = false, due_at = null }, forStaff) => ({
  order, whose, had, seconds, over, ...(forStaff ? { due_at } : {}),
});

/** How an entry about the prompt that stands changes it. */
const CHANGES = {
  results: (prompt, { counts }) => ({ ...prompt, counts }),
  round: (prompt, entry, forStaff) => ({ ...prompt, round: roundOf(entry, forStaff) }),
  put_away: () => null,
  removed: () => null,
};

/** What of `room` a new entry of the room's stream changes, or null if nothing does. */
export function scriptChange({ prompt }, entry, forStaff) {
  if (entry.kind === "prompt") return { prompt: entry.removed ? null : promptOf(entry, forStaff) };
  if (entry.kind === "agreement") return { agreement: { version: entry.version, lines: entry.lines } };
  const change = prompt && entry.of === prompt.pos && CHANGES[entry.kind];
  return change ? { prompt: change(prompt, entry, forStaff) } : null;
}

/** Tonight's plan, as staff are told it. */
export const planOf = ({ pos, order, skipped = [] }) => ({ pos, order, skipped });
