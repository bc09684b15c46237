import assert from "node:assert/strict";
import { test } from "node:test";

import { marked, piecesOf, whyOf } from "../../static/js/models/why.js";

const span = (start, end, form = "", rule = "tool: blades") => ({ rule, start, end, form });
const shown = (body, spans) => piecesOf(body, spans).map(({ text, hit }) => (hit ? `[${text}]` : text)).join("");

test("the places are marked in the words as written, and nothing is lost or moved", () => {
  assert.equal(shown("I used a bl4de today", [span(9, 14)]), "I used a [bl4de] today");
  assert.equal(shown("all", [span(0, 3)]), "[all]");
  assert.equal(shown("none", []), "none");
  assert.equal(shown("", [span(0, 0)]), "");
});

test("places that overlap or touch are one, in any order, and one beyond the end is as long as the words", () => {
  assert.equal(shown("abcdefgh", [span(4, 6), span(1, 3), span(2, 5)]), "a[bcdef]gh");
  assert.equal(shown("abc", [span(2, 9)]), "ab[c]");
});

test("a place counts characters, not halves of them", () => {
  assert.equal(shown("💜💜 I did", [span(3, 4)]), "💜💜 [I] did");
  assert.equal(shown("👩🏽 x", [span(3, 4)]), "👩🏽 [x]");
});

test("in several messages shown as one, each place is marked in its own", () => {
  const why = (body, ...spans) => whyOf({ sort: "imminent", spans }, body);
  const both = (words, ...reasons) => marked(words, reasons).map(({ text, hit }) => (hit ? `[${text}]` : text)).join("");
  assert.equal(both("💜 it is all\nI go now", why("💜 it is all", span(8, 11)), why("I go now", span(2, 4))), "💜 it is [all]\nI [go] now");
  assert.equal(both("as it was", why("other words", span(0, 5))), "as it was");
  assert.equal(both("as it was"), "as it was");
});

test("the place to be seen first is that of the first reason, wherever its message stands", () => {
  const why = (body, start, end) => whyOf({ sort: "imminent", spans: [span(start, end)] }, body);
  const first = (...reasons) => marked("add me 💜\nI have pills", reasons).filter(({ isFirst }) => isFirst).map(({ text }) => text);
  const [adding, danger] = [why("add me 💜", 0, 6), why("I have pills", 7, 12)];
  assert.deepEqual(first(danger, adding), ["pills"]);
  assert.deepEqual(first(adding, danger), ["add me"]);
  assert.deepEqual(first(why("words of old", 0, 5), danger), ["pills"]);
  assert.deepEqual(first(), []);
});

test("how it reads is said only where that differs from how it was written", () => {
  const forms = (body, ...spans) => whyOf({ sort: "tool", why: "x", spans }, body).forms;
  assert.deepEqual(forms("a bl4de and a Blade", span(2, 7, "blade"), span(14, 19, "blade")), ["blade"]);
  assert.deepEqual(forms("a  Blade", span(3, 8, "blade")), []);
});

test("what nothing was seen in has no why, and a mode that holds is none", () => {
  assert.equal(whyOf({ why: "holding everything" }, "words"), null);
  assert.equal(whyOf({}, "words"), null);
  assert.deepEqual(whyOf({ why: "holding everything", sort: "low", spans: [span(0, 1, "", "low: sad")] }, "so").rule, "low: sad");
  assert.equal(whyOf({ why: "could not be read", spans: [span(0, 0, "", "could not be read")] }, "so").sort, null);
});
