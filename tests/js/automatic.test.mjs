// What a machine answers to words of danger comes up once, whether it came as it happened or as history.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Automatic } from "../../static/js/models/automatic.js";

const OWN = "seat:3";
const words = (pos, kind, ref, fields = {}) => ({ id: `${OWN}/${pos}`, kind, ref, fields });
const answer = (pos) => words(pos, "automatic", null);

function page(...items) {
  const automatic = new Automatic(() => items);
  const due = () => automatic.due().map(({ id }) => id);
  return { items, automatic, due };
}

test("history comes up where the words it answers were still waited for here, and once", () => {
  const { automatic, due } = page(words(1, "held", "old"), answer(2), words(3, "held", "new", { help: true }), answer(4));
  assert.deepEqual(due(), []);
  automatic.settled(["new"]);
  assert.deepEqual([due(), due()], [[`${OWN}/4`], []]);
});

test("words that became a private one as the room closed are answered alike", () => {
  const { automatic, due } = page(words(1, "whisper", "late"), answer(2));
  automatic.settled(["late"]);
  assert.deepEqual(due(), [`${OWN}/2`]);
});

test("an answer that the line held back longer than the words comes up as it comes, unless it did by itself", () => {
  for (const [isTold, expected] of [[false, [`${OWN}/2`]], [true, []]]) {
    const { items, automatic, due } = page(words(1, "held", "a", { help: true }));
    automatic.settled(["a"]);
    assert.deepEqual(due(), []);
    items.push(answer(2));
    if (isTold) automatic.tell(items[1]);
    assert.deepEqual([due(), due()], [expected, []]);
  }
});

test("words that nothing answers are waited for no longer than until the next, and words for the room not at all", () => {
  const { items, automatic, due } = page(words(1, "whisper", "a"));
  automatic.settled(["a", "in the room"]);
  items.push(words(2, "whisper", "b"), words(3, "held", "c", { help: true }), answer(4));
  assert.deepEqual(due(), []);
});
