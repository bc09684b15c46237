import assert from "node:assert/strict";
import { test } from "node:test";

import { amissIn } from "../../static/js/models/ownask.js";

const LINES = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
const asked = (kind, options, body = "What helps?") => amissIn({ kind, options, body });

test("a poll has two to eight options, none of them twice", () => {
  assert.deepEqual([0, 1, 2, 8, 9].map((n) => asked("poll", LINES.slice(0, n))), ["few", "few", null, null, "many"]);
  assert.equal(asked("poll", ["a", "a"]), "alike");
});

test("a scale has two ends, and each means something else", () => {
  assert.deepEqual([1, 2, 3].map((n) => asked("scale", LINES.slice(0, n))), ["ends", null, "ends"]);
  assert.equal(asked("scale", ["a", "a"]), "alike");
});

test("an option has 400 characters at most, as the server counts them", () => {
  assert.deepEqual(["b".repeat(401), "🙂".repeat(400)].map((line) => asked("poll", ["a", line])), ["long", null]);
});

test("whatever its kind, there are words to read", () => {
  assert.deepEqual([asked("text", [], " \n "), asked("text", []), asked("round", [])], ["words", null, null]);
});
