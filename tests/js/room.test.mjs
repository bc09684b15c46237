import assert from "node:assert/strict";
import { test } from "node:test";

import { Room } from "../../static/js/models/room.js";
import { entry, evening, welcome } from "./world.mjs";

const at = (minutes) => Date.parse(evening(minutes));

const SEAT = { seat: 3, staff: null, name: "Teal Otter", role: "seat", present: true };
const SEEN_BY_STAFF = { ...SEAT, away: false, gone_since: null, muted_until: null, aside: false, ejected: false, mode: "open", mood: null, goal: null, checked: null, flags: 0, held: 0 };

function staffRoom(seat = {}, more = {}) {
  return Room.fromWelcome(welcome({ staff: true, people: [{ ...SEEN_BY_STAFF, ...seat }], ...more }));
}

/** Fold entries in, one after the other in their stream. */
function fold(room, ...entries) {
  const heads = room.heads;
  for (const [stream, kind, fields] of entries) {
    heads[stream] = (heads[stream] ?? 0) + 1;
    room.applyEntry(entry(stream, heads[stream], kind, fields));
  }
  return room;
}

const seat3 = (room, minutes = 0) => room.person("seat:3", at(minutes));

test("a welcome alone says what it says", () => {
  const frame = welcome({ staff: true, people: [SEEN_BY_STAFF] });
  const { session, you, people, room } = Room.fromWelcome(frame).state(at(0));
  assert.deepEqual({ session, you, people, room }, { session: frame.session, you: frame.you, people: frame.people, room: frame.room });
});

test("pause, slow and phase are what was last said of them", () => {
  const room = Room.fromWelcome(welcome());
  const now = () => room.state(at(0));
  fold(room, ["room", "paused", { text: "A calm minute." }], ["room", "slow", { seconds: 30 }], ["room", "phase", { phase: "closing" }]);
  assert.deepEqual([now().room.paused, now().room.slow, now().session.phase], ["A calm minute.", 30, "closing"]);
  fold(room, ["room", "resumed", {}], ["room", "slow", { seconds: 0 }], ["room", "phase", { phase: "open" }]);
  assert.deepEqual([now().room.paused, now().room.slow, now().session.phase], [null, 0, "open"]);
});

test("the clock moves the phase on without any entry", () => {
  const room = Room.fromWelcome(welcome());
  assert.deepEqual([49, 50, 65].map((minutes) => room.state(at(minutes)).session.phase), ["open", "closing", "over"]);
  assert.equal(room.changedBetween(at(0), at(49)), false);
  assert.equal(room.changedBetween(at(0), at(50)), true);
});

test("a lobby that was not opened in time changes as its time comes", () => {
  const room = Room.fromWelcome(welcome({ session: { phase: "lobby" } }));
  assert.equal(room.changedBetween(at(-12), at(-11)), false);
  assert.equal(room.changedBetween(at(-11), at(-10)), true);
  assert.equal(room.state(at(-10)).session.phase, "lobby");
  assert.equal(room.changedBetween(at(-10), at(-9)), false);
});

test("an entry says whether it changed anything", () => {
  const room = Room.fromWelcome(welcome());
  assert.equal(room.applyEntry(entry("room", 1, "message", { body: "one" })), false);
  assert.equal(room.applyEntry(entry("room", 2, "slow", { seconds: 3 })), true);
});

test("history and repetitions change no state", () => {
  const room = staffRoom({ held: 1 }, { streams: { "seat:3": 4, room: 2 } });
  room.applyEntry(entry("room", 2, "paused", { text: "old" }));
  room.applyEntry(entry("seat:3", 4, "held", { body: "words" }));
  room.applyEntry(entry("seat:3", 5, "held", { body: "words" }));
  room.applyEntry(entry("seat:3", 5, "held", { body: "words" }));
  assert.deepEqual([room.state(at(0)).room.paused, seat3(room).held], [null, 2]);
});

test("one's own breather and standing apart are told in you", () => {
  const room = Room.fromWelcome(welcome());
  fold(room, ["seat:3", "muted", { until: evening(2) }], ["seat:3", "aside", {}]);
  assert.deepEqual([room.state(at(0)).you.muted_until, room.state(at(0)).you.aside], [evening(2), true]);
  assert.equal(room.state(at(2)).you.muted_until, null);
  assert.equal(room.changedBetween(at(1), at(2)), true);
  fold(room, ["seat:3", "readmit", {}], ["seat:3", "unmuted", {}]);
  assert.deepEqual([room.state(at(0)).you.muted_until, room.state(at(0)).you.aside], [null, false]);
});

test("a young person's list of people never shows how anybody stands", () => {
  const room = fold(Room.fromWelcome(welcome({ people: [SEAT] })), ["seat:3", "muted", { until: evening(2) }]);
  assert.deepEqual(room.state(at(0)).people, [SEAT]);
});

test("staff see how each seat stands", () => {
  const room = fold(
    staffRoom(), ["seat:3", "muted", { until: evening(2) }], ["seat:3", "held", {}], ["seat:3", "held", {}],
    ["seat:3", "released", { of: 2 }], ["staff", "mode", { mode: "hold_all", seat: 3 }], ["staff", "mode", { mode: "hold_flagged" }],
  );
  const { muted_until, held, mode } = seat3(room);
  assert.deepEqual([muted_until, held, mode, room.state(at(0)).room.mode], [evening(2), 1, "hold_all", "hold_flagged"]);
  assert.equal(seat3(room, 3).muted_until, null);
});

test("staff see how a seat said it is, the last time it said so; a part left out is not said", () => {
  const room = fold(staffRoom(), ["seat:3", "checkin", { when: "in", mood: 2, goal: 7 }]);
  const said = () => (({ checked, mood, goal }) => ({ checked, mood, goal }))(seat3(room));
  assert.deepEqual(said(), { checked: "in", mood: 2, goal: 7 });
  fold(room, ["seat:3", "checkin", { when: "out", mood: 4 }]);
  assert.deepEqual(said(), { checked: "out", mood: 4, goal: null });
});

test("whether a facilitator is there is what was last told of it", () => {
  const room = Room.fromWelcome(welcome());
  const staffed = () => room.state(at(0)).room.staffed;
  room.applyPeople({ people: [], staffed: true });
  room.applyPeople({ people: [] });
  assert.equal(staffed(), true);
  room.applyPeople({ people: [], staffed: false });
  assert.equal(staffed(), false);
});

test("put out is not the same as standing apart, and coming back undoes both", () => {
  const room = fold(staffRoom(), ["seat:3", "eject", {}]);
  assert.deepEqual([seat3(room).aside, seat3(room).ejected], [false, true]);
  fold(room, ["seat:3", "aside", {}], ["seat:3", "readmit", {}]);
  assert.deepEqual([seat3(room).aside, seat3(room).ejected], [false, false]);
  fold(room, ["seat:3", "aside", {}], ["seat:3", "eject", {}], ["seat:3", "readmit", { aside: true }]);
  assert.deepEqual([seat3(room).aside, seat3(room).ejected], [true, false], "unless they stay out of the room");
});

test("flags about a seat are counted while they are open, each once", () => {
  const room = fold(staffRoom(), ["staff", "flag", { seat: 3 }], ["staff", "flag", { seat: 3 }], ["staff", "flag", { level: "note" }]);
  assert.equal(seat3(room).flags, 2);
  fold(room, ["staff", "flag_done", { of: 1 }], ["staff", "flag_done", { of: 1 }], ["staff", "flag_done", { of: 3 }]);
  assert.equal(seat3(room).flags, 1);
});

test("a flag that was done too early counts again, once, also when it was done before the welcome", () => {
  const room = fold(staffRoom(), ["staff", "flag", { seat: 3 }], ["staff", "flag_done", { of: 1 }]);
  assert.equal(seat3(room).flags, 0);
  fold(room, ["staff", "reopened", { of: 1 }], ["staff", "reopened", { of: 1 }]);
  assert.equal(seat3(room).flags, 1);
  const later = staffRoom({ flags: 0 }, { streams: { staff: 2 } });
  later.applyEntry(entry("staff", 1, "flag", { seat: 3 }));
  later.applyEntry(entry("staff", 2, "flag_done", { of: 1 }));
  later.applyEntry(entry("staff", 3, "reopened", { of: 1 }));
  assert.equal(seat3(later).flags, 1);
});

test("whoever the lead is handed to leads, on both pages at once", () => {
  const room = fold(staffRoom(), ["staff", "lead", { staff: "a1", name: "Sam" }]);
  assert.deepEqual([room.state(at(0)).room.lead, room.state(at(0)).you.leading], ["a1", true]);
  fold(room, ["staff", "lead", { staff: "b2", name: "Ali" }]);
  assert.deepEqual([room.state(at(0)).room.lead, room.state(at(0)).you.leading], ["b2", false]);
});

test("a flag from before the welcome is remembered from history, so that it can be done", () => {
  const room = staffRoom({ flags: 1 }, { streams: { staff: 2 } });
  room.applyEntry(entry("staff", 1, "flag", { seat: 3 }));
  room.applyEntry(entry("staff", 2, "note", { body: "x" }));
  assert.equal(seat3(room).flags, 1);
  room.applyEntry(entry("staff", 3, "flag_done", { of: 1 }));
  assert.equal(seat3(room).flags, 0);
});

test("a flag from before a reconnection is remembered from the room before", () => {
  const before = fold(staffRoom(), ["staff", "flag", { seat: 3 }]);
  const after = Room.fromWelcome(welcome({ staff: true, streams: { staff: 1 }, people: [{ ...SEEN_BY_STAFF, flags: 1 }] }), before);
  fold(after, ["staff", "flag_done", { of: 1 }]);
  assert.equal(seat3(after).flags, 0);
});

test("a people frame tells presence; how a seat stands is told by entries alone", () => {
  const room = fold(staffRoom(), ["seat:3", "held", {}]);
  room.applyPeople({ people: [{ ...SEEN_BY_STAFF, present: false, gone_since: evening(1), held: 0 }] });
  const { present, gone_since, held } = seat3(room);
  assert.deepEqual([present, gone_since, held], [false, evening(1), 1]);
});

test("somebody new is taken in as they are, in their place", () => {
  const room = staffRoom();
  room.applyPeople({ people: [{ seat: null, staff: "b2", name: "Kim", role: "facilitator", present: true }, { ...SEEN_BY_STAFF, seat: 1, flags: 2 }] });
  assert.deepEqual(room.state(at(0)).people.map((person) => person.seat ?? person.staff), [1, 3, "b2"]);
  assert.equal(room.person("seat:1", at(0)).flags, 2);
  assert.equal(room.person("seat:7", at(0)), null);
});

test("whoever has no place any more is in no list, and whoever gets their number next stands as they are told", () => {
  const room = fold(staffRoom(), ["seat:3", "held", {}]);
  room.applyPeople({ people: [], off: ["seat:3"] });
  assert.deepEqual([room.state(at(0)).people, seat3(room)], [[], null]);
  room.applyPeople({ people: [{ ...SEEN_BY_STAFF, name: "Quiet Newt" }] });
  assert.deepEqual([seat3(room).name, seat3(room).held], ["Quiet Newt", 0]);
  room.applyPeople({ people: [{ ...SEEN_BY_STAFF, name: "Amber Heron" }], off: [] });
  assert.equal(seat3(room).name, "Amber Heron");
});

test("a state once handed out does not change under the page", () => {
  const room = Room.fromWelcome(welcome());
  const before = room.state(at(0));
  fold(room, ["room", "paused", { text: "calm" }], ["seat:3", "aside", {}]);
  assert.deepEqual([before.room.paused, before.you.aside], [null, false]);
});
