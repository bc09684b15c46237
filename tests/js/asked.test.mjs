import assert from "node:assert/strict";
import { test } from "node:test";

import { barsOf, choicesOf, pickedOf, restOf, tally, turnOf, whyNotShared } from "../../static/js/models/asked.js";
import { LIMITS } from "../../static/js/protocol.js";

const POLL = { pos: 4, form: "poll", options: ["a walk", "music", "a friend"] };
const answer = (value, prompt = 4) => ({ kind: "answer", fields: { prompt, value } });
const passed = (fields) => ({ kind: "passed", fields: { prompt: 4, ...fields } });

test("the last number for this prompt counts; words and other prompts do not", () => {
  const items = [answer(0), answer(2), answer(1, 9), { kind: "answer", body: "for you", fields: { prompt: 4 } }, { kind: "whisper", fields: {} }];
  assert.equal(pickedOf(4, items), 2);
  assert.equal(pickedOf(5, items), null);
});

test("what can be picked is as the kind of prompt says", () => {
  assert.deepEqual(choicesOf(POLL), ["a walk", "music", "a friend"]);
  assert.equal(choicesOf({ form: "scale", options: ["low", "high"] }).length, 11);
  assert.deepEqual(choicesOf({ form: "text", options: [] }), []);
});

test("seats are counted once each, and who picked what is kept beside it", () => {
  const told = tally(POLL, new Map([[1, [answer(1)]], [2, [answer(0), answer(1)]], [3, []], [4, [answer(2)]]]));
  assert.deepEqual(told, { who: [[], [1, 2], [4]], counts: [0, 2, 1] });
  assert.deepEqual(barsOf(told.counts), [0, 100, 50]);
  assert.deepEqual(barsOf([0, 0]), [0, 0]);
});

test("counts may be shared from as many as the server says, not all alike, and never of numbers from 0 to 10", () => {
  const most = LIMITS.fewest - 1;
  assert.deepEqual([[most - 1, 1], [LIMITS.fewest, 0], [most, 1]].map((counts) => whyNotShared(POLL, counts)), ["few", "alike", null]);
  assert.equal(whyNotShared({ form: "scale", options: ["low", "high"] }, [3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]), "scale");
});

test("a turn is passed, taken back, or tonight is for listening, also in the rounds to come", () => {
  const steps = [passed({}), passed({ on: false }), passed({ listening: true }), passed({ on: false })];
  const told = steps.map((_, index) => restOf(4, steps.slice(0, index + 1)));
  assert.deepEqual(told.map(({ passed: one, listening }) => [one, listening]), [[true, false], [false, false], [false, true], [false, false]]);
  assert.equal(restOf(9, steps.slice(0, 3)).listening, true);
  assert.equal(restOf(9, steps.slice(0, 1)).passed, false);
});

test("a round says to each seat how it stands for them", () => {
  const round = { order: [1, 2, 3], whose: 2, had: [1], over: false };
  const none = { passed: false, listening: false };
  assert.deepEqual([1, 2, 3, 4].map((seat) => turnOf(round, seat, none)), ["had", "mine", "coming", "coming"], "4 came later");
  assert.equal(turnOf(round, 1, { ...none, passed: true }), "resting", "passed while it was their turn");
  assert.equal(turnOf(round, 3, { ...none, listening: true }), "resting");
  const here = restOf(4, [passed({ listening: true })]);
  assert.equal(turnOf(round, 1, here), "resting", "would rather listen as their turn came, and may still have one");
  const later = restOf(4, [passed({ listening: true, prompt: 9 })]);
  assert.equal(turnOf(round, 1, later), "had", "had one here, and listens since");
  assert.equal(turnOf(round, 1, restOf(4, [passed({ listening: true }), passed({ on: false })])), "had");
  assert.equal(turnOf(null, 3, none), "soon");
  const over = { ...round, whose: null, over: true };
  assert.deepEqual([1, 3].map((seat) => turnOf(over, seat, none)), ["over", "missed"], "the line of 3 was away, and they had none");
  assert.equal(turnOf(over, 3, { ...none, listening: true }), "over");
});
