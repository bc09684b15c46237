// What comes, in which order, once, and anew: the streams of a transcript.
import assert from "node:assert/strict";
import { test } from "node:test";

import { asked, changes, last, live, said, transcript } from "./transcripts.mjs";
import { entry, evening, welcome } from "./world.mjs";

test("history comes as one change, and as history", () => {
  const made = transcript({ streams: { room: 2 } });
  made.receive(said(1, "one"));
  made.receive(said(2, "two"));
  assert.deepEqual(changes, []);
  made.ready();
  assert.deepEqual(changes, [{ added: ["room/1", "room/2"], changed: [], removed: [], live: false, unseen: { room: 2, "seat:3": 0 } }]);
  assert.equal(made.get("room/1").live, false);
});

test("afterwards each entry comes on its own, as news", () => {
  const made = live();
  made.receive(said(1, "one"));
  assert.deepEqual([last().added, last().live, made.get("room/1").live], [["room/1"], true, true]);
});

test("what was missed while away comes as history too", () => {
  const made = live();
  made.receive(said(1, "one"));
  made.interrupted();
  made.welcome(welcome({ streams: { room: 3 } }));
  made.receive(said(2, "two"));
  made.receive(said(3, "three"));
  made.ready();
  assert.deepEqual([changes.length, last().added, last().live], [2, ["room/2", "room/3"], false]);
});

test("a second time is no time", () => {
  const made = live();
  assert.equal(made.receive(said(1, "one")).length, 1);
  assert.equal(made.receive(said(1, "one")).length, 0);
  assert.deepEqual([changes.length, made.items("room").length], [1, 1]);
});

test("a gap is asked for once, and what follows it is not shown before it is filled", () => {
  const made = live();
  for (const pos of [1, 3, 4]) made.receive(said(pos, `${pos}`));
  assert.deepEqual([asked, made.items("room").length], [[["room", 1]], 1]);
  made.receive(said(2, "2"));
  assert.deepEqual(made.items("room").map((item) => item.body), ["1", "2", "3", "4"]);
});

test("what fills a gap is no news, what follows the answer is", () => {
  const made = live();
  made.receive(said(2, "2"));
  made.receive(said(1, "1"));
  assert.equal(last().live, false);
  made.sinceAnswered("room");
  made.receive(said(3, "3"));
  assert.equal(last().live, true);
});

test("history that did not come whole is asked for when it should have been through", () => {
  const made = transcript({ streams: { room: 3 } });
  made.receive(said(1, "one"));
  assert.deepEqual(asked, []);
  made.ready();
  assert.deepEqual(asked, [["room", 1]]);
  made.sinceAnswered("room");
  assert.deepEqual(asked, [["room", 1], ["room", 1]]);
  made.notHeard("room");
  made.sinceAnswered("room");
  assert.equal(asked.length, 2);
});

test("an answer lost with the line does not keep the gap open for ever", () => {
  const made = live();
  made.receive(said(2, "two"));
  made.interrupted();
  made.welcome(welcome({ streams: { room: 2 } }));
  made.ready();
  assert.deepEqual(asked, [["room", 0], ["room", 0]]);
});

test("a head behind ours means another past: everything is dropped and taken anew", () => {
  const made = live();
  for (const pos of [1, 2, 3]) made.receive(said(pos, "old"));
  changes.length = 0;
  made.welcome(welcome({ streams: { room: 2 } }));
  assert.deepEqual(made.cursors(), { room: 0, "seat:3": 0 });
  for (const pos of [1, 2]) made.receive(said(pos, "new"));
  made.ready();
  assert.deepEqual([last().removed, last().added], [["room/1", "room/2", "room/3"], ["room/1", "room/2"]]);
  assert.deepEqual(made.items("room").map((item) => item.body), ["new", "new"]);
});

test("a restored backup that has grown past us again is known by our last entry not being the same", () => {
  const made = live();
  for (const pos of [1, 2, 3]) made.receive(said(pos, "old"));
  made.interrupted();
  assert.deepEqual(made.overlap(), { room: 2, "seat:3": 0 });
  made.welcome(welcome({ streams: { room: 4 } }));
  for (const pos of [3, 4]) made.receive(said(pos, "new", 1, { at: evening(5) }));
  made.ready();
  assert.deepEqual([asked, last().removed], [[["room", 0]], ["room/1", "room/2", "room/3"]]);
  for (const pos of [1, 2]) made.receive(said(pos, "new"));
  assert.deepEqual(made.items("room").map((item) => item.body), ["new", "new", "new", "new"]);
});

test("our last entry once more, however its time is written, changes nothing", () => {
  const made = live();
  made.receive(said(1, "one", 1, { at: "2026-11-20T19:00:00.123456Z" }));
  changes.length = 0;
  made.receive(said(1, "one", 1, { at: "2026-11-20T19:00:00.123+00:00" }));
  assert.deepEqual([changes, made.cursor("room")], [[], 1]);
});

test("a cut in the middle of history shows what had come", () => {
  const made = transcript({ streams: { room: 2 } });
  made.receive(said(1, "one"));
  made.interrupted();
  assert.deepEqual([last().added, last().live], [["room/1"], false]);
});

test("one stream can be dropped, and all of it cleared", () => {
  const made = live();
  made.receive(said(1, "one"));
  made.receive(entry("seat:3", 1, "whisper", { body: "psst", from: { staff: "a1" } }));
  made.drop("room");
  assert.deepEqual([last().removed, made.cursors(), made.items("seat:3").length], [["room/1"], { "seat:3": 1 }, 1]);
  made.hide("seat:1");
  made.clear();
  assert.deepEqual([last().removed, made.streams(), made.hiddenPeople()], [["seat:3/1"], [], []]);
});

test("a stream that a welcome does not name is no longer ours", () => {
  const made = live();
  made.receive(said(1, "one"));
  const { room, ...streams } = welcome().streams;
  made.welcome({ ...welcome(), streams });
  made.ready();
  assert.deepEqual([room, last().removed, made.streams()], [0, ["room/1"], ["seat:3"]]);
});

test("what one is shown cannot change what is kept", () => {
  const made = live();
  made.receive(said(1, "one"));
  made.get("room/1").body = "other";
  assert.equal(made.get("room/1").body, "one");
});
