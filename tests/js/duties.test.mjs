import assert from "node:assert/strict";
import test from "node:test";

import { fresh, rings } from "../../static/js/models/duties.js";

const duty = (ref, level) => ({ ref, level });

test("a duty is told once, as it comes, and again if it was answered and another comes", () => {
  const first = duty("A", "urgent");
  const other = duty("B", "now");
  assert.deepEqual(fresh([], [first]), [first]);
  assert.deepEqual(fresh([first], [first, other]), [other]);
  assert.deepEqual(fresh([first, other], [other]), []);
  assert.deepEqual(fresh([other], []), []);
});

test("only what stands at level now goes on sounding, and it stops with the last of these", () => {
  assert.equal(rings([duty("A", "urgent"), duty("B", "concern")]), false);
  assert.equal(rings([duty("A", "urgent"), duty("B", "now")]), true);
  assert.equal(rings([]), false);
});
