import assert from "node:assert/strict";
import { test } from "node:test";

import { answersOf, whenOf } from "../../static/js/models/checkin.js";

test("one checks in from the lobby on, and out once the room closes", () => {
  assert.deepEqual(["waiting", "lobby", "open", "closing", "over"].map(whenOf), [null, "in", "in", "out", null]);
});

test("what somebody would rather not say is not sent, and a goal of nought is an answer", () => {
  assert.deepEqual(answersOf({ when: "in", mood: "", goal: "", body: "  " }), { when: "in" });
  assert.deepEqual(answersOf({ when: "in", mood: "", goal: undefined, body: "" }), { when: "in" });
  assert.deepEqual(answersOf({ when: "out", mood: "1", goal: "0", body: " I go at eight " }), { when: "out", mood: 1, goal: 0, body: "I go at eight" });
});
