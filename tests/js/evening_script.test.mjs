import assert from "node:assert/strict";
import { test } from "node:test";

import { evening, inOrder, moved } from "../../static/js/models/evening.js";

const MINUTE = 60_000;
const BEGAN = Date.parse("2026-11-26T19:00:00Z");
const STEPS = [{ name: "hello", minutes: 3 }, { name: "weather", minutes: 7 }, { name: "wave", minutes: 17 }, { name: "end", minutes: 7 }];
const at = (minutes) => BEGAN + minutes * MINUTE;
const stands = (now, { plan = null, sent = [] } = {}) =>
  evening({ steps: STEPS, plan, sent: sent.map(([step, since]) => ({ step, at: at(since) })), began: BEGAN, ends: at(60), now: at(now) });
const states = ({ rows }) => Object.fromEntries(rows.map(({ name, state }) => [name, state]));

test("before the first step the first one is next, and nobody is behind", () => {
  const now = stands(2);
  assert.deepEqual(states(now), { hello: "next", weather: "later", wave: "later", end: "later" });
  assert.deepEqual([now.drift, now.left, now.until], [null, 34, 58]);
});

test("a step may last as long as planned; then the evening is behind by what is over, or ahead by what was left", () => {
  const sent = [["hello", 0], ["weather", 3]];
  assert.deepEqual([9, 10, 12.5].map((now) => stands(now, { sent }).drift), [0, 0, 2]);
  assert.equal(stands(1, { sent: [["hello", 0], ["weather", 1]] }).drift, -2);
  const now = stands(12, { sent });
  assert.deepEqual(now.rows.map((row) => Math.round(row.spent)), [3, 9, 0, 0]);
  assert.deepEqual(states(now), { hello: "sent", weather: "now", wave: "next", end: "later" });
  assert.equal(now.left, 24, "what is over does not shorten what is to come");
});

test("what is skipped costs no time, and coming back to a step adds to it", () => {
  const sent = [["hello", 0], ["weather", 3], ["hello", 6]];
  const plan = { order: ["hello", "wave", "weather", "end"], skipped: ["wave"] };
  const now = stands(8, { plan, sent });
  assert.deepEqual(states(now), { hello: "now", wave: "skipped", weather: "sent", end: "next" });
  assert.equal(now.rows[0].spent, 5);
  assert.equal(now.left, 7);
  assert.equal(states(stands(8, { plan, sent: [...sent, ["wave", 7]] })).wave, "now", "skipped, and sent after all");
});

test("an order keeps every step once, also those that it does not name and without those that are gone", () => {
  assert.deepEqual(inOrder(STEPS, { order: ["end", "gone", "hello"] }).map(({ name }) => name), ["end", "hello", "weather", "wave"]);
  assert.deepEqual(moved(["a", "b", "c"], "b", -1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "c", 1), ["a", "b", "c"]);
});
