import assert from "node:assert/strict";
import { test } from "node:test";

import { span } from "../../static/js/models/countdown.js";

const MINUTE = 60_000;

test("it counts in days, then hours, then minutes, as the server does", () => {
  const table = [[71 * 60, 3, "day"], [48 * 60, 2, "day"], [47 * 60 + 59, 48, "hour"], [150, 3, "hour"], [120, 2, "hour"], [119, 119, "minute"], [0.5, 1, "minute"]];
  for (const [minutes, count, unit] of table) assert.deepEqual(span(minutes * MINUTE), { count, unit }, String(minutes));
});

test("once the moment is there nothing is left", () => {
  assert.equal(span(0), null);
  assert.equal(span(-1), null);
});
