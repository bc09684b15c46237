import assert from "node:assert/strict";
import { test } from "node:test";

import { Stretch } from "../../static/js/models/stretch.js";

function stretch(count) {
  const made = new Stretch({ last: 3, step: 2, most: 6 });
  for (let id = 1; id <= count; id += 1) made.add(id);
  return made;
}

const shown = ({ ids, hasEarlier, hasLater }) => `${hasEarlier ? "…" : ""}${ids.join("")}${hasLater ? "…" : ""}`;

test("a short list stands in the page whole, and at the end of a long one only what was said last", () => {
  const short = stretch(3);
  short.end();
  assert.equal(shown(short), "123");
  const long = stretch(9);
  assert.equal(shown(long), "123456…");
  long.end();
  assert.equal(shown(long), "…789");
  long.add("x");
  assert.equal(shown(long), "…789x");
  long.end();
  long.add("x");
  assert.equal(shown(long), "…89x");
  long.start();
  assert.equal(shown(long), "123…");
});

test("what was said before comes a few at a time, and what comes after leaves and returns", () => {
  const made = stretch(9);
  made.end();
  const seen = ["earlier", "earlier", "earlier", "earlier", "later", "later", "later"].map((way) => (made[way](), shown(made)));
  assert.deepEqual(seen, ["…56789", "…345678…", "123456…", "123456…", "…345678…", "…456789", "…456789"]);
});

test("while somebody looks further up, news fills the page only as far as there is room", () => {
  const made = stretch(5);
  made.end();
  made.earlier();
  for (const id of ["a", "b"]) made.add(id);
  assert.equal(shown(made), "12345a…");
  made.end();
  assert.equal(shown(made), "…5ab");
});

test("any message can be reached, with what stands around it, and one that is here already moves nothing", () => {
  const made = stretch(9);
  made.end();
  for (const [id, there] of [[8, "…789"], [4, "…345…"], [1, "12…"], [9, "…789"], ["nobody", "…789"]]) {
    made.reach(id);
    assert.equal(shown(made), there);
  }
});

test("what goes for good goes wherever it stood, and each knows what came before it", () => {
  const made = stretch(9);
  made.end();
  for (const id of [2, 8, "nobody"]) made.remove(id);
  assert.equal(shown(made), "…79");
  assert.deepEqual([made.before(9), made.before(3), made.before(1), made.before("nobody")], [7, 1, null, null]);
});
