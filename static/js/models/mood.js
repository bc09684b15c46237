/** What this person's mood is set against: how they came in the last time, while coming in is what they last told; else null. */
export const lastMood = (moods, { seat, checked }) => (checked === "in" ? (moods[seat] ?? null) : null);
