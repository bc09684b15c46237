import assert from "node:assert/strict";
import { test } from "node:test";

import { clockFace, secondsLeft } from "../../static/js/models/seal.js";

const SINCE = { steady: 0, wall: 1_000_000 };
const after = (steady, wall = steady) => ({ steady, wall: SINCE.wall + wall });

test("it counts from when the page was asked for, and ends on the second", () => {
  for (const [passed, left] of [[0, 600], [1, 600], [999, 600], [1000, 599], [599_000, 1], [599_999, 1], [600_000, 0], [9_000_000, 0]]) {
    assert.equal(secondsLeft(600, SINCE, after(passed)), left, String(passed));
  }
});

test("a device that slept, or a clock that was put back or on, gives nobody longer", () => {
  assert.equal(secondsLeft(600, SINCE, after(1000, 700_000)), 0);
  assert.equal(secondsLeft(600, SINCE, after(700_000, -3_600_000)), 0);
  assert.equal(secondsLeft(600, SINCE, after(0, -3_600_000)), 600);
});

test("it is written as a clock shows it", () => {
  assert.deepEqual([600, 545, 60, 9, 0].map(clockFace), ["10:00", "9:05", "1:00", "0:09", "0:00"]);
});
