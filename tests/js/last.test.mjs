import assert from "node:assert/strict";
import { test } from "node:test";

import { last, lastPlace, lastWhere } from "../../static/js/models/last.js";

const isEven = (n) => n % 2 === 0;

test("the last of a list is found as newer browsers find it, and of none there is none", () => {
  for (const list of [[], [1], [2], [2, 4, 5], [3, 5, 7]]) {
    assert.equal(last(list), list.at(-1));
    assert.equal(lastPlace(list, isEven), list.findLastIndex(isEven));
    assert.equal(lastWhere(list, isEven), list.findLast(isEven));
  }
});
