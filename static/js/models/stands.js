/** Whether something still stands as one act left it, so that to undo it takes back that act and nothing done since. */

import { lastWhere } from "./last.js";

const ofSeat = (...kinds) => ({ seat }) => ({ stream: `seat:${seat}`, fits: ({ kind }) => kinds.includes(kind) });
const ofRoom = (...kinds) => () => ({ stream: "room", fits: ({ kind }) => kinds.includes(kind) });

const breather = ofSeat("muted", "unmuted");
const apart = ofSeat("aside", "eject", "readmit");
const line = ofSeat("settled", "stay");
const pause = ofRoom("paused", "resumed");
const doors = ofRoom("phase");
const mode = ({ seat = null }) => ({ stream: "staff", fits: ({ kind, fields }) => kind === "mode" && (fields.seat ?? null) === seat });
const lead = () => ({ stream: "staff", fits: ({ kind }) => kind === "lead" });

/** By verb: what it is written as, and whatever goes past it. The rest is undone by naming what it did, which the server judges. */
const WRITTEN = {
  mute: breather, unmute: breather, aside: apart, eject: apart, readmit: apart, settle: line, stay: line, pause, resume: pause,
  slow: ofRoom("slow"), open: doors, close: doors, mode, lead,
};

/** `ref`: of the act. One whose entry has not come yet is believed. */
export function stands(transcript, verb, fields, ref) {
  const written = WRITTEN[verb]?.(fields);
  if (!written) return true;
  const items = transcript.items(written.stream);
  return !items.some((item) => item.ref === ref) || lastWhere(items, written.fits)?.ref === ref;
}

/**
 * Where in the room the held words went that `staff` let go there; null if it was somebody else, or they have not come. They are
 * their author's there, without the ref of whoever let them go, and were written in the same moment.
 */
export function placeOfLetGo(transcript, { stream, pos }, staff) {
  const held = transcript.get(`${stream}/${pos}`);
  if (!held?.letGo || held.letGo.staff !== staff) return null;
  const isIt = ({ who, at, body }) => who === held.who && at === held.letGo.at && body === held.body;
  return lastWhere(transcript.items("room"), isIt)?.pos ?? null;
}
