import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { waitFor } from "../../static/js/models/comeback.js";
import { Connection } from "../../static/js/models/connection.js";
import { Clock, Socket, chance } from "./world.mjs";

const NAMES = { 4403: "NO_LONGER", 4410: "OVER", 4429: "TOO_FAST" };

let clock, sockets, states, frames, cursors;

beforeEach(() => {
  [clock, sockets, states, frames, cursors] = [new Clock(), [], [], [], {}];
});

function connection(more = {}) {
  return new Connection({
    url: "ws://here/ws/sessions/s1/", as: null, clock, random: chance(1), closeNames: NAMES,
    openSocket: (url) => sockets[sockets.push(new Socket(url)) - 1],
    cursors: () => cursors, newPing: () => ({ type: "ping", ref: "p" }),
    onFrame: (frame) => frames.push(frame), onState: ({ state }) => states.push(state), ...more,
  });
}

const last = () => sockets.at(-1);

function comeLive(line) {
  line.start();
  last().say({ type: "welcome" });
  last().say({ type: "ready" });
  return line;
}

test("it connects, replays, and is live", () => {
  comeLive(connection());
  assert.deepEqual(states, ["connecting", "replaying", "live"]);
  assert.deepEqual(frames.map((frame) => frame.type), ["welcome", "ready"]);
});

test("the address says what was last seen of each stream, and nothing of streams not yet seen", () => {
  cursors = { room: 41, "seat:3": 7, staff: 0 };
  connection({ as: "x/y" }).start();
  assert.equal(last().query, "?room=41&seat:3=7&as=x%2Fy");
});

test("a first visit has no query at all", () => {
  connection().start();
  assert.equal(last().url, "ws://here/ws/sessions/s1/");
});

for (const code of [1006, 1011, 1012, 4408, 4429]) {
  test(`it comes back by itself after ${code}`, () => {
    const line = comeLive(connection());
    last().drop(code);
    assert.equal(line.state.state, "waiting");
    assert.equal(line.state.code, code);
    clock.pass(60_000);
    assert.equal(sockets.length > 1, true);
  });
}

for (const code of [1000, 1001, 4400, 4401, 4403, 4404, 4409, 4410]) {
  test(`it stays away after ${code}`, () => {
    const line = comeLive(connection());
    last().drop(code);
    clock.pass(600_000);
    line.hint();
    assert.equal(sockets.length, 1);
    assert.deepEqual([line.state.state, line.state.code, line.state.name], ["closed", code, NAMES[code] ?? null]);
  });
}

test("after too fast it waits at least five seconds, whoever is in a hurry", () => {
  const line = comeLive(connection());
  last().drop(4429);
  assert.equal(line.state.retryAt - clock.now() >= 5_000, true);
  clock.pass(4_900);
  line.retryNow();
  line.hint();
  assert.equal(sockets.length, 1);
  clock.pass(1_000);
  assert.equal(sockets.length, 2);
});

test("each failed try waits longer, never longer than half a minute, and never twice the same", () => {
  const waits = Array.from({ length: 12 }, (_, attempt) => waitFor(1006, attempt, chance(attempt)));
  assert.equal(waits[0] <= 500 && waits[4] > waits[0] && waits[6] > waits[2], true);
  assert.equal(waits.every((wait) => wait <= 30_000), true);
  assert.notEqual(waitFor(1006, 3, chance(1)), waitFor(1006, 3, chance(2)));
});

test("a line that was steady for a while starts again with short waits", () => {
  const line = connection();
  line.start();
  for (let fails = 0; fails < 6; fails += 1) {
    last().drop(1006);
    clock.pass(31_000);
  }
  last().say({ type: "welcome" });
  last().say({ type: "ready" });
  clock.pass(10_000);
  last().drop(1006);
  assert.equal(line.state.retryAt - clock.now() <= 500, true);
});

test("it pings every 25 seconds", () => {
  comeLive(connection());
  for (let minute = 0; minute < 4; minute += 1) {
    clock.pass(25_000);
    last().say({ type: "pong", ref: "p" });
  }
  assert.equal(last().sent.length, 4);
});

test("silence for ten seconds after a ping means that nobody is there", () => {
  const line = comeLive(connection());
  clock.pass(34_999);
  assert.equal(line.state.state, "live");
  clock.pass(1);
  assert.equal(line.state.state, "waiting");
  assert.equal(sockets[0].readyState, 3);
});

test("any frame is an answer to a ping", () => {
  const line = comeLive(connection());
  clock.pass(30_000);
  last().say({ type: "people", people: [] });
  clock.pass(10_000);
  assert.equal(line.state.state, "live");
});

test("a server that accepts and then says nothing is left after fifteen seconds", () => {
  const line = connection();
  line.start();
  clock.pass(15_000);
  assert.equal(line.state.state, "waiting");
});

test("what an abandoned socket still says is not heard", () => {
  const line = comeLive(connection());
  const [old] = sockets;
  clock.pass(35_000);
  clock.pass(1_000);
  const before = frames.length;
  old.say({ type: "entry" });
  old.drop(4403);
  assert.equal(frames.length, before);
  assert.notEqual(line.state.state, "closed");
});

test("a hint while waiting tries at once, but not on every twitch", () => {
  const line = comeLive(connection());
  clock.pass(2_000);
  last().drop(1006);
  line.hint();
  assert.equal(sockets.length, 2);
  last().drop(1006);
  line.hint();
  assert.equal(sockets.length, 2);
});

test("a hint while live makes sure that the line still stands", () => {
  const line = comeLive(connection());
  line.hint();
  line.hint();
  assert.deepEqual(last().sent, [{ type: "ping", ref: "p" }]);
  clock.pass(10_000);
  assert.equal(line.state.state, "waiting");
});

test("a person can try again from closed", () => {
  const line = comeLive(connection());
  last().drop(4409);
  line.retryNow();
  assert.equal(sockets.length, 2);
});

test("stopped means no timer left and nobody coming back", () => {
  const line = comeLive(connection());
  line.stop();
  assert.equal(clock.waiting, 0);
  clock.pass(600_000);
  assert.deepEqual([sockets.length, line.state.state, sockets[0].closedWith], [1, "stopped", 1000]);
  line.start();
  assert.equal(sockets.length, 2);
});

test("a closed line keeps its reason when the page stops it", () => {
  const line = comeLive(connection());
  last().drop(4403);
  line.stop();
  assert.equal(line.state.name, "NO_LONGER");
});

test("a page that throws does not hurt the line", () => {
  const faults = [];
  const broken = () => {
    throw new Error("page");
  };
  const line = comeLive(connection({ onFrame: broken, onState: broken, onFault: (fault) => faults.push(fault.message) }));
  assert.equal(line.state.state, "live");
  assert.equal(faults.length, 5);
});

test("a page that stops on the welcome hears nothing more", () => {
  const line = connection({ onState: ({ state }) => state === "replaying" && line.stop() });
  line.start();
  last().say({ type: "welcome" });
  assert.deepEqual([line.state.state, frames.length], ["stopped", 0]);
});

test("what is no frame is passed over", () => {
  comeLive(connection());
  const before = frames.length;
  for (const text of ["", "{", "null", "7", '"ready"']) last().say(text);
  assert.equal(frames.length, before);
});

test("what comes before the welcome is not taken in", () => {
  const line = connection();
  line.start();
  last().say({ type: "entry" });
  last().say({ type: "ready" });
  assert.deepEqual([frames, line.state.state], [[], "connecting"]);
});

test("a socket that cannot even be made is tried again later", () => {
  const line = connection({ openSocket: () => { throw new Error("no"); } });
  line.start();
  assert.equal(line.state.state, "waiting");
});

test("sending says false when it certainly did not leave", () => {
  const line = connection();
  assert.equal(line.send({}), false);
  line.start();
  assert.equal(line.send({}), false);
  last().say({ type: "welcome" });
  assert.equal(line.send({ type: "since" }), true);
  last().send = () => { throw new Error("gone"); };
  assert.equal(line.send({}), false);
});
