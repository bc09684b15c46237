/** Whether somebody was taken out of the session, by what their own stream says last of its door. */

const DOOR = new Set(["eject", "readmit"]);

/** `{text}` with what staff wrote to them, or null for whoever was not taken out, or heard nothing of it. See live.js. */
export function takenOut({ state, transcript }) {
  const last = state && transcript.items(`seat:${state.you.seat}`).findLast(({ kind }) => DOOR.has(kind));
  return last?.kind === "eject" ? { text: last.fields.text ?? "" } : null;
}
