import assert from "node:assert/strict";
import test from "node:test";

import { isUrgent, newlyWaiting } from "../../static/js/models/elsewhere.js";

const room = (id, calls, looks, newest = 0, words = 0) => ({ id, calls, looks, words, newest });
const fresh = (known, ...rooms) => newlyWaiting(known, rooms).map(({ id }) => id);

test("a call or a look-now is new once: as a room is first seen, as more wait, or as another comes for one that was seen to", () => {
  const quiet = [room("a", 0, 0), room("b", 1, 0, 7)];
  assert.deepEqual(fresh([], ...quiet), ["b"]);
  assert.deepEqual(fresh(quiet, ...quiet), []);
  assert.deepEqual(fresh(quiet, room("a", 0, 1, 3), room("b", 1, 0, 7)), ["a"]);
  assert.deepEqual(fresh(quiet, room("b", 1, 0, 9)), ["b"]);
  assert.deepEqual(fresh(quiet, room("b", 0, 0)), []);
});

test("a private word alone is shown and never heard", () => {
  assert.deepEqual([fresh([], room("a", 0, 0, 0, 4)), isUrgent(room("a", 0, 0, 0, 4)), isUrgent(room("a", 0, 1))], [[], false, true]);
});
