// What one undoes stands as one left it, or it is somebody else's by now.
import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOfLetGo, stands } from "../../static/js/models/stands.js";
import { live } from "./transcripts.mjs";
import { entry } from "./world.mjs";

const MINE = "mine";
/** An act, what it is written as and where, and what goes past it. */
const ACTS = [
  ["mute", { seat: 3 }, "seat:3", "muted", "muted"],
  ["mute", { seat: 3 }, "seat:3", "muted", "unmuted"],
  ["unmute", { seat: 3 }, "seat:3", "unmuted", "muted"],
  ["aside", { seat: 3 }, "seat:3", "aside", "eject"],
  ["aside", { seat: 3 }, "seat:3", "aside", "readmit"],
  ["eject", { seat: 3 }, "seat:3", "eject", "readmit"],
  ["readmit", { seat: 3 }, "seat:3", "readmit", "aside"],
  ["settle", { seat: 3 }, "seat:3", "settled", "stay"],
  ["stay", { seat: 3 }, "seat:3", "stay", "settled"],
  ["pause", {}, "room", "paused", "paused"],
  ["pause", {}, "room", "paused", "resumed"],
  ["resume", {}, "room", "resumed", "paused"],
  ["slow", { seconds: 10 }, "room", "slow", "slow"],
  ["open", {}, "room", "phase", "phase"],
  ["close", {}, "room", "phase", "phase"],
  ["mode", { mode: "hold_flagged" }, "staff", "mode", "mode"],
  ["lead", { staff: "b2" }, "staff", "lead", "lead"],
];

for (const [verb, fields, stream, kind, past] of ACTS) {
  test(`${verb} stands until ${past} goes past it, whatever else comes`, () => {
    const made = live({ staff: true });
    made.receive(entry(stream, 1, kind, { from: { staff: "b2" } }));
    made.receive(entry(stream, 2, kind, { from: { staff: "a1" }, ref: MINE }));
    made.receive(entry(stream, 3, stream === "room" ? "message" : "note", { body: "words" }));
    made.receive(entry("seat:1", 1, "aside", { from: { staff: "b2" } }));
    assert.equal(stands(made, verb, fields, MINE), true);
    made.receive(entry(stream, 4, past, { from: { staff: "b2" } }));
    assert.equal(stands(made, verb, fields, MINE), false);
  });
}

test("how one young person's words are held is another thing than how the room's are", () => {
  const made = live({ staff: true });
  made.receive(entry("staff", 1, "mode", { mode: "hold_all", seat: 3, ref: MINE, from: { staff: "a1" } }));
  made.receive(entry("staff", 2, "mode", { mode: "hold_all", from: { staff: "b2" } }));
  made.receive(entry("staff", 3, "mode", { mode: "hold_all", seat: 1, from: { staff: "b2" } }));
  assert.equal(stands(made, "mode", { mode: "hold_all", seat: 3 }, MINE), true);
  made.receive(entry("staff", 4, "mode", { mode: "open", seat: 3, from: { staff: "b2" } }));
  assert.equal(stands(made, "mode", { mode: "hold_all", seat: 3 }, MINE), false);
});

test("what has not come yet is believed, and what is undone by its place is the server's to judge", () => {
  const made = live({ staff: true });
  made.receive(entry("room", 1, "paused", { from: { staff: "b2" } }));
  assert.deepEqual([stands(made, "pause", {}, MINE), stands(made, "flag_done", { pos: 4 }, MINE)], [true, true]);
});

test("words let go to the room are found there by whoever let them go, and nobody else undoes that", () => {
  const made = live({ staff: true });
  const [words, theirs, where] = [{ body: "words", from: { seat: 3 } }, { at: "2026-01-01T20:00:05Z", from: { seat: 3 } }, { stream: "seat:3", pos: 2 }];
  made.receive(entry("seat:3", 1, "held", { body: "others", from: { seat: 3 } }));
  made.receive(entry("seat:3", 2, "held", words));
  made.receive(entry("room", 1, "message", words));
  assert.equal(placeOfLetGo(made, where, "a1"), null);
  made.receive(entry("room", 2, "message", { ...theirs, body: "words" }));
  made.receive(entry("seat:3", 3, "released", { of: 2, at: theirs.at, from: { staff: "a1" } }));
  made.receive(entry("room", 3, "message", { ...theirs, body: "others" }));
  made.receive(entry("seat:3", 4, "released", { of: 1, at: theirs.at, from: { staff: "b2" } }));
  assert.deepEqual([placeOfLetGo(made, where, "a1"), placeOfLetGo(made, where, "b2")], [2, null]);
  assert.equal(placeOfLetGo(made, { stream: "seat:3", pos: 1 }, "b2"), 3);
  assert.equal(placeOfLetGo(made, {}, "b2"), null);
});
