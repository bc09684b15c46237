import assert from "node:assert/strict";
import { test } from "node:test";

import { step } from "../../static/js/models/month.js";

const days = (...full) => [(at) => full.includes(at), 35];

test("an arrow leads to the next day on which something is, that way", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"].map((key) => step(15, key, ...days(1, 8, 12, 18, 29))), [18, 12, 29, 8]);
});

test("where nothing is that way, one stays", () => {
  assert.equal(step(15, "ArrowRight", ...days(3)), null);
  assert.equal(step(15, "ArrowDown", ...days(20)), null);
});

test("other keys, and a place outside the month, lead nowhere", () => {
  assert.equal(step(15, "Enter", ...days(16)), null);
  assert.equal(step(-1, "ArrowRight", ...days(16)), null);
});
