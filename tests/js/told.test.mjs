import assert from "node:assert/strict";
import test from "node:test";
import { AGAIN_MS, Told } from "../../static/js/models/told.js";

const open = (id, many) => ({ id, state: "open", many });
const ids = (all) => all.map(({ id }) => id);

test("a flood of one young person is told at once and then every few seconds, and its last line is told", () => {
  const told = new Told();
  const heard = [];
  for (let now = 0; now <= 60_000; now += 100) heard.push(...told.fresh([open("seat:3", Math.min(1 + now / 100, 301))], now));
  assert.equal(heard.length, 1 + 30_000 / AGAIN_MS, "once each few seconds while it lasts");
  assert.equal(heard.at(-1).many, 301);
});

test("nobody waits for what another does", () => {
  const told = new Told();
  told.fresh([open("seat:3", 1)], 0);
  assert.deepEqual(ids(told.fresh([open("seat:3", 9), open("seat:4", 1)], 10)), ["seat:4"]);
});

test("what stands otherwise than before is told at once; fewer of it, or the same, are not", () => {
  const told = new Told();
  told.fresh([open("seat:3", 3)], 0);
  assert.deepEqual(told.fresh([open("seat:3", 2)], 60_000), []);
  assert.deepEqual(ids(told.fresh([{ id: "seat:3", state: "back", many: 2 }], 60_010)), ["seat:3"]);
  assert.deepEqual(ids(told.fresh([{ id: "seat:3", state: "back", many: 3 }], 70_000)), ["seat:3"]);
});

test("what went and came back is new", () => {
  const told = new Told();
  told.fresh([open("seat:3", 1)], 0);
  told.fresh([], 10);
  assert.deepEqual(ids(told.fresh([open("seat:3", 1)], 20)), ["seat:3"]);
});

test("what was not here before is left untold where that is wished, and more of it is told at once", () => {
  const told = new Told();
  const quiet = { arrivals: false };
  assert.deepEqual(told.fresh([open("seat:3", 1)], 0, quiet), []);
  assert.deepEqual(ids(told.fresh([open("seat:3", 2)], 10, quiet)), ["seat:3"]);
});
