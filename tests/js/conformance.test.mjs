import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { difference } from "./conformance.mjs";
import { firstDifference } from "./difference.mjs";
import { Server } from "./server.mjs";
import { Clock, chance, entry, evening, oneOf, welcome } from "./world.mjs";

const PROGRAM = fileURLToPath(new URL("conformance.mjs", import.meta.url));

const run = (...lines) => spawnSync(process.execPath, [PROGRAM], { input: lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"), encoding: "utf8" });

const paused = { welcome: welcome(), frames: [entry("room", 1, "paused", { text: "calm" })], now: evening(0) };

test("a fold that equals a fresh welcome passes", () => {
  const good = { ...paused, fresh: welcome({ room: { paused: "calm" } }) };
  const { status, stdout } = run(good, "", good);
  assert.deepEqual([status, stdout], [0, "3 lines, no difference\n"]);
});

test("a fold that does not is named by its line and field", () => {
  const good = { ...paused, fresh: welcome({ room: { paused: "calm" } }) };
  const { status, stdout } = run(good, { ...paused, fresh: welcome() });
  assert.deepEqual([status, stdout], [1, 'line 2: folded.room.paused: "calm" ≠ null\n']);
});

test("a line that is none is said to be none, without what was in it", () => {
  const { status, stdout, stderr } = run("{private");
  assert.deepEqual([status, stdout, stderr], [2, "", "SyntaxError: cannot read that line\n"]);
});

test("missing and nothing are the same, and everything else counts", () => {
  assert.equal(firstDifference({ a: null, b: [1] }, { b: [1] }), null);
  assert.equal(firstDifference({ a: { b: [1, 2] } }, { a: { b: [1, 3] } }), ".a.b.1: 2 ≠ 3");
  assert.equal(firstDifference({ a: [1] }, { a: [1, 2] }), ".a.1: nothing ≠ 2");
  assert.equal(firstDifference([], {}), ".: a list of 0 ≠ an object");
  assert.equal(firstDifference(false, null), ".: false ≠ null");
});

const WRITE = [
  ["seat:1", "muted", (later) => ({ until: later })], ["seat:1", "unmuted"], ["seat:2", "aside"], ["seat:2", "readmit"],
  ["seat:2", "held", () => ({ body: "x" })], ["room", "slow", () => ({ seconds: 9 })], ["room", "slow", () => ({ seconds: 0 })],
  ["room", "paused", () => ({ text: "calm" })], ["room", "resumed"], ["room", "phase", () => ({ phase: "open" })],
  ["room", "phase", () => ({ phase: "closing" })], ["staff", "mode", () => ({ mode: "hold_all", seat: 1 })], ["staff", "mode", () => ({ mode: "open" })],
  ["staff", "flag", () => ({ level: "now", seat: 2 })], ["staff", "flag", () => ({ level: "note" })], ["staff", "note", () => ({ body: "n" })],
];

/** A line for the program above, made by chance: history, a welcome somewhere in it, what came after, a fresh welcome. */
function line(seed) {
  const random = chance(seed);
  const server = new Server(new Clock());
  const who = oneOf(random, ["seat:1", "seat:2", "staff:a1"]);
  const write = () => {
    const [stream, kind, fields = () => ({})] = oneOf(random, WRITE);
    server.write(stream, kind, "staff:a1", fields(new Date(server.clock.now() + 30_000 * random()).toISOString()));
    for (const { pos } of server.open.slice(0, random() < 0.2 ? 1 : 0)) server.write("staff", "flag_done", "staff:a1", { of: pos });
    for (const { pos } of server.waiting("seat:2").slice(0, random() < 0.2 ? 1 : 0)) server.write("seat:2", oneOf(random, ["released", "returned"]), "staff:a1", { of: pos });
    server.clock.pass(1_000);
  };
  for (let times = random() * 30; times > 0; times -= 1) write();
  const first = server.welcome(who);
  for (let times = random() * 30; times > 0; times -= 1) write();
  const heard = new Set(who === "staff:a1" ? server.hears(who) : ["room", who]);
  const frames = server.log.filter(({ stream }) => heard.has(stream)).map((written) => server.frame(written, who));
  return { welcome: first, frames, fresh: server.welcome(who), now: new Date(server.clock.now()).toISOString() };
}

test("over thousands of random evenings snapshot and entries equal a fresh snapshot", () => {
  for (let seed = 1; seed <= 3_000; seed += 1) assert.equal(difference(line(seed)), null, `seed ${seed}`);
});

test("and an entry left out is noticed often enough to trust that", () => {
  let noticed = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const made = line(seed);
    if (difference({ ...made, frames: [] })) noticed += 1;
  }
  assert.equal(noticed > 150, true, `${noticed}`);
});
