import assert from "node:assert/strict";
import { test } from "node:test";

import { span } from "../../static/js/models/countdown.js";
import { gone } from "../../static/js/models/gone.js";

const MINUTE = 60_000;

test("it counts in days, then hours, then minutes, as the server does", () => {
  const table = [[71 * 60, 3, "day"], [48 * 60, 2, "day"], [47 * 60 + 59, 48, "hour"], [150, 3, "hour"], [120, 2, "hour"], [119, 119, "minute"], [0.5, 1, "minute"]];
  for (const [minutes, count, unit] of table) assert.deepEqual(span(minutes * MINUTE), { count, unit }, String(minutes));
});

test("once the moment is there nothing is left", () => {
  assert.equal(span(0), null);
  assert.equal(span(-1), null);
});

test("what has gone by is what the larger clock says: of a device that slept, or whose clock was put back", () => {
  const since = { steady: 2_000, wall: 1_000_000 };
  const table = [[0, 0, 0], [MINUTE, MINUTE, MINUTE], [MINUTE, 300 * MINUTE, 300 * MINUTE], [MINUTE, -60 * MINUTE, MINUTE], [0, -MINUTE, 0]];
  for (const [steady, wall, passed] of table) {
    assert.equal(gone(since, { steady: since.steady + steady, wall: since.wall + wall }), passed, `${steady} ${wall}`);
  }
});
