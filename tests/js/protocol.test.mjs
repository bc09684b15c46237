/** The browser's builders make exactly the frames that the server's vocabulary knows. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { KINDS, ask } from "../../static/js/protocol.js";

const frames = JSON.parse(readFileSync(new URL("../frames.json", import.meta.url), "utf8"));

test("every request has a builder and every builder a request", () => {
  assert.deepEqual(Object.keys(ask), frames.asks.map((frame) => frame.type));
});

test("a builder given all fields makes the shared frame", () => {
  for (const frame of frames.asks) {
    const { type, ...fields } = frame;
    assert.deepEqual(ask[type](fields), frame);
  }
});

test("a builder leaves out what was not given", () => {
  assert.deepEqual(ask.say({ ref: "r", body: "hello", reply_to: null }), { type: "say", ref: "r", body: "hello" });
});

test("every kind of entry is known by name", () => {
  assert.deepEqual(KINDS, frames.entries.map((entry) => entry.kind));
});
