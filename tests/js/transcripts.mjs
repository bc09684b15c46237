/** Transcripts for tests: what they asked for again, and the changes they told of, are kept beside them, anew for each test. */
import { beforeEach } from "node:test";

import { Transcript } from "../../static/js/models/transcript.js";
import { entry, welcome } from "./world.mjs";

export const asked = [];
export const changes = [];

beforeEach(() => {
  asked.length = changes.length = 0;
});

/** One that was welcomed, and waits for its history. */
export function transcript(how = {}) {
  const made = new Transcript({ askSince: (stream, pos) => asked.push([stream, pos]), onChange: (change) => changes.push(change) });
  made.welcome(welcome(how));
  return made;
}

/** One whose history is through. */
export function live(how) {
  const made = transcript(how);
  made.ready();
  changes.length = 0;
  return made;
}

export const said = (pos, body, seat = 1, more = {}) => entry("room", pos, "message", { body, from: { seat }, ...more });
export const last = () => changes.at(-1);
