import assert from "node:assert/strict";
import test from "node:test";
import { together } from "../../static/js/models/flags.js";
import { LIMITS, ask } from "../../static/js/protocol.js";

const upTo = (many) => Array.from({ length: many }, (_, index) => index + 1);

test("one flag is asked for alone, and several in one request", () => {
  assert.deepEqual(together([7]), [{ pos: 7 }]);
  assert.deepEqual(together([7, 9, 12]), [{ pos: 7, also: [9, 12] }]);
  assert.deepEqual(ask.take({ ref: "r", ...together([7, 9])[0] }), { type: "take", ref: "r", pos: 7, also: [9] });
});

test("more than one request may name go in several, each once and in order", () => {
  const many = upTo(3 * LIMITS.also);
  const asks = together(many);
  assert.equal(asks.length, 3);
  assert.ok(asks.every(({ also }) => also.length <= LIMITS.also));
  assert.deepEqual(asks.flatMap(({ pos, also }) => [pos, ...also]), many);
});
