import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Together } from "../../static/js/models/together.js";
import { Clock } from "./world.mjs";

let clock, drawn, together;

beforeEach(() => {
  clock = new Clock();
  drawn = [];
  together = new Together({ act: (change) => drawn.push(change), clock, wait: 60 });
});

const news = (id, more = {}) => ({ added: [id], changed: [], removed: [], live: true, unseen: { room: Number(id) }, ...more });
const added = () => drawn.map((change) => change.added.join(""));

test("the first is drawn at once, and what follows quickly is drawn together", () => {
  for (const id of ["1", "2", "3"]) together.take(news(id));
  assert.deepEqual(added(), ["1"]);
  clock.pass(60);
  assert.deepEqual([added(), drawn.at(-1).unseen], [["1", "23"], { room: 3 }]);
  together.take(news("4"));
  clock.pass(60);
  assert.deepEqual(added(), ["1", "23", "4"]);
  clock.pass(1000);
  together.take(news("5"));
  assert.deepEqual(added(), ["1", "23", "4", "5"]);
});

test("nothing overtakes what was gathered: neither history nor whatever asks for it", () => {
  for (const id of ["1", "2"]) together.take(news(id));
  together.take(news("3", { live: false }));
  assert.deepEqual(added(), ["1", "2", "3"]);
  together.take(news("4"));
  together.flush();
  assert.deepEqual(added(), ["1", "2", "3", "4"]);
  clock.pass(1000);
  assert.deepEqual(added(), ["1", "2", "3", "4"]);
  assert.equal(clock.waiting, 0);
});

test("what is said of one thing twice is drawn once", () => {
  together.take(news("1"));
  together.take({ added: [], changed: ["1"], removed: ["0"], live: true, unseen: {} });
  together.take({ added: ["2"], changed: ["1"], removed: [], live: true, unseen: {} });
  clock.pass(60);
  assert.deepEqual(drawn.at(-1), { added: ["2"], changed: ["1"], removed: ["0"], live: true, unseen: {} });
});
