/** The models and the protocol's own page of words agree. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { comesBack } from "../../static/js/models/comeback.js";
import { changes, isAboutAnother } from "../../static/js/models/item.js";
import { refFrom } from "../../static/js/models/refs.js";
import { CLOSE, KINDS, LIMITS, RETRY_CODES, ask } from "../../static/js/protocol.js";

test("one comes back after exactly the codes the protocol names", () => {
  const codes = new Set([...Object.keys(CLOSE).map(Number), ...RETRY_CODES, 1000, 1001, 1005, 1009]);
  assert.deepEqual([...codes].filter(comesBack).sort(), [...RETRY_CODES].sort());
});

test("every change of one thing by another is of a kind the protocol knows", () => {
  for (const kind of Object.keys(changes)) assert.equal(KINDS.includes(kind), true, kind);
  for (const kind of KINDS) if (isAboutAnother({ kind, stream: "staff" })) assert.equal(kind in changes, true, kind);
});

test("what the models ask by themselves can be built", () => {
  assert.deepEqual(ask.since({ ref: "r", stream: "room", pos: 0 }), { type: "since", ref: "r", stream: "room", pos: 0 });
  for (const type of ["ping", "away", "back"]) assert.deepEqual(ask[type]({ ref: "r" }), { type, ref: "r" });
});

test("a ref is short enough", () => {
  assert.equal(refFrom(new Uint8Array(16)).length <= LIMITS.ref, true);
});
