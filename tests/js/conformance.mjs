/**
 * Snapshot and entries must equal a fresh snapshot, on frames that the real server made.
 *
 * Reads one JSON object a line: `{"welcome": …, "frames": [entries and people frames in the order sent],
 * "fresh": a later welcome, "now": ISO time}`. Exits 1 with the first difference, 2 for a line it cannot read.
 * Frames may begin with the history before `welcome`, which is where a model learns which flags are open.
 */

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { Room } from "../../static/js/models/room.js";
import { firstDifference } from "./difference.mjs";

const FOLD = { entry: (room, frame) => room.applyEntry(frame), people: (room, frame) => room.applyPeople(frame) };

/** The first difference between folding the frames and asking anew, or null. */
export function difference({ welcome, frames, fresh, now }) {
  const folded = Room.fromWelcome(welcome);
  for (const frame of frames) FOLD[frame.type]?.(folded, frame);
  const time = Date.parse(now);
  return firstDifference(comparable(folded, time), comparable(Room.fromWelcome(fresh), time));
}

// Somebody standing apart is not sent the room's entries, so what they believe of it may be older.
function comparable(room, now) {
  const { session, you, people, room: shared } = room.state(now);
  const everybody = Object.fromEntries(people.map((person) => [person.seat ?? person.staff, person]));
  if (you.aside) return { you, people: everybody };
  return { session, you, people: everybody, room: shared };
}

async function main() {
  let line = 0;
  for await (const text of createInterface({ input: process.stdin })) {
    line += 1;
    if (!text.trim()) continue;
    const found = difference(JSON.parse(text));
    if (found) {
      process.stdout.write(`line ${line}: folded${found}\n`);
      return 1;
    }
  }
  process.stdout.write(`${line} lines, no difference\n`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main().catch((fault) => {
    process.stderr.write(`${fault.name}: cannot read that line\n`);
    return 2;
  });
}
