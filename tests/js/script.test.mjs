import assert from "node:assert/strict";
import { test } from "node:test";

import { Room } from "../../static/js/models/room.js";
import { entry, evening, welcome } from "./world.mjs";

const NOW = Date.parse(evening(0));
const POLL = { body: "What helps?", form: "poll", options: ["a walk", "music"] };

/** A room in which these entries of its stream have been said; each is [kind, fields], at positions from `first` up. */
function roomWith({ staff = false, first = 1 }, ...entries) {
  const room = Room.fromWelcome(welcome({ staff }));
  const head = room.heads.room ?? 0;
  entries.forEach(([kind, fields], place) => room.applyEntry(entry("room", head + first + place, kind, fields)));
  return { head, now: room.state(NOW).room };
}

const asked = (options, ...after) => {
  const { head } = roomWith({});
  const about = after.map(([kind, fields]) => [kind, { of: head + 1, ...fields }]);
  return { pos: head + 1, now: roomWith(options, ["prompt", { ...POLL, step: "check-in" }], ...about).now };
};

test("what is asked stands in the room, and only staff are told of which step", () => {
  const { pos, now } = asked({});
  assert.deepEqual(now.prompt, { ...POLL, pos, breathing: false, counts: null, round: null });
  assert.equal(asked({ staff: true }).now.prompt.step, "check-in");
});

test("it stands until it is put away, taken away, or the next is asked", () => {
  assert.equal(asked({}, ["put_away", {}]).now.prompt, null);
  assert.equal(asked({}, ["removed", {}]).now.prompt, null);
  assert.equal(asked({}, ["prompt", { body: "And now?" }]).now.prompt.body, "And now?");
});

test("counts and turns belong to the prompt they are of, and to no other", () => {
  assert.deepEqual(asked({}, ["results", { counts: [3, 1] }]).now.prompt.counts, [3, 1]);
  assert.equal(asked({}, ["results", { of: 99, counts: [3, 1] }]).now.prompt.counts, null);
  const { round } = asked({}, ["round", { order: [2, 1], whose: 2 }]).now.prompt;
  assert.deepEqual(round, { order: [2, 1], whose: 2, had: [], seconds: 60, over: false });
  const due_at = evening(1);
  assert.equal(asked({ staff: true }, ["round", { order: [2], whose: 2, due_at }]).now.prompt.round.due_at, due_at);
});

test("the agreement is what was last agreed", () => {
  const { now } = asked({}, ["agreement", { version: 2, lines: ["We are kind."] }]);
  assert.deepEqual(now.agreement, { version: 2, lines: ["We are kind."] });
});

test("the plan is what staff last made of it", () => {
  const room = Room.fromWelcome(welcome({ staff: true }));
  const pos = (room.heads.staff ?? 0) + 1;
  room.applyEntry(entry("staff", pos, "plan", { order: ["a", "b"], skipped: ["a"] }));
  assert.deepEqual(room.state(NOW).room.plan, { pos, order: ["a", "b"], skipped: ["a"] });
});
