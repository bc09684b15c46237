import assert from "node:assert/strict";
import { test } from "node:test";

import { linesOf, merged, versionOf, whatIsWrong } from "../../static/js/models/agreement.js";

const KNOWN = ["We are kind.", "You can pass.", "No names."];

test("somebody else's lines come in, and what was added or taken out here stays so", () => {
  const theirs = ["We are kind.", "You can pass.", "No names.", "Music talk is fine."];
  assert.deepEqual(merged(KNOWN, KNOWN, theirs), theirs);
  const mine = ["We are kind.", "No names.", "We lis"];
  assert.deepEqual(merged(KNOWN, mine, theirs), ["We are kind.", "No names.", "Music talk is fine.", "We lis"]);
});

test("what they took out is gone here too, and what both added stands there once", () => {
  const theirs = ["We are kind.", "No names.", "We listen."];
  assert.deepEqual(merged(KNOWN, [...KNOWN, "We listen."], theirs), theirs);
});

test("the same lines keep their version, others are the next, and the first is 1", () => {
  assert.equal(versionOf(KNOWN, { lines: KNOWN, version: 0 }), 1);
  assert.equal(versionOf(KNOWN, { lines: KNOWN, version: 4 }), 4);
  assert.equal(versionOf([...KNOWN, "More."], { lines: KNOWN, version: 4 }), 5);
  assert.equal(versionOf([...KNOWN].reverse(), { lines: KNOWN, version: 0 }), 1);
});

test("lines are trimmed, and none stands there twice", () => {
  assert.deepEqual(linesOf(" a \n\n b\n"), ["a", "b"]);
  assert.deepEqual([[], ["a", "a"], ["a", "b"]].map(whatIsWrong), ["nothing", "twice", null]);
});

test("there are thirty lines at most, of 400 characters each, as the server counts them", () => {
  const lines = Array.from({ length: 31 }, (_, n) => `line ${n}`);
  assert.deepEqual([lines, lines.slice(1)].map(whatIsWrong), ["many", null]);
  assert.deepEqual([["a".repeat(401)], ["🙂".repeat(400)]].map(whatIsWrong), ["long", null]);
});
