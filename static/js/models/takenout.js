/** Whether somebody was taken out of the session, by what their own stream says last of its door. */

import { lastWhere } from "./last.js";

const DOOR = new Set(["eject", "readmit"]);

/** `{text}` with what staff wrote to them, or null for whoever was not taken out, or heard nothing of it. See live.js. */
export function takenOut({ state, transcript }) {
  const last = state && lastWhere(transcript.items(`seat:${state.you.seat}`), ({ kind }) => DOOR.has(kind));
  return last?.kind === "eject" ? { text: last.fields.text ?? "" } : null;
}
