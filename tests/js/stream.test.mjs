import assert from "node:assert/strict";
import { test } from "node:test";

import { Stream } from "../../static/js/models/stream.js";

const received = (stream, ...positions) => positions.flatMap((pos) => stream.receive({ pos }).map((entry) => entry.pos));

test("what is next goes through", () => {
  assert.deepEqual(received(new Stream(), 1, 2, 3), [1, 2, 3]);
});

test("what came before is dropped", () => {
  assert.deepEqual(received(new Stream(), 1, 2, 1, 2, 3, 3), [1, 2, 3]);
});

test("what came early waits until the gap is filled", () => {
  const stream = new Stream();
  assert.deepEqual(received(stream, 1, 4, 3), [1]);
  assert.equal(stream.hasGap, true);
  assert.deepEqual(received(stream, 2), [2, 3, 4]);
  assert.equal(stream.hasGap, false);
});

test("one asks once for a gap, and again only after an answer that did not fill it", () => {
  const stream = new Stream();
  received(stream, 2);
  assert.deepEqual([stream.shouldAsk(), stream.shouldAsk()], [true, false]);
  received(stream, 4);
  assert.equal(stream.shouldAsk(), false);
  stream.answered();
  assert.equal(stream.shouldAsk(), true);
});

test("a head the server tells of is a gap until it has come", () => {
  const stream = new Stream();
  stream.expect(2);
  assert.equal(stream.shouldAsk(), true);
  assert.deepEqual(received(stream, 1, 2), [1, 2]);
  stream.answered();
  assert.equal(stream.shouldAsk(), false);
});

test("of a stream one may not hear any more nothing is awaited", () => {
  const stream = new Stream();
  received(stream, 3);
  stream.settle();
  assert.deepEqual([stream.hasGap, stream.shouldAsk()], [false, false]);
});
