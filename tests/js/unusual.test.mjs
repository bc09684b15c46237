import assert from "node:assert/strict";
import test from "node:test";

import { unusualOf } from "../../static/js/models/unusual.js";

const said = (what, seat) => ({ kind: "unusual", fields: { what, ...(seat && { seat }) } });
const seat = (number, more = {}) => ({ seat: number, staff: null, present: false, gone_since: null, ...more });
const SAM = { seat: null, staff: "a1", present: true };
const at = (phase, ...people) => ({ session: { phase }, people: [SAM, ...people] });

test("one who came alone is shown until a second comes, also if that one went again", () => {
  const one = at("open", seat(1, { present: true }), seat(2));
  assert.deepEqual(unusualOf([said("one_came", 1)], one), { what: "one_came", seat: 1 });
  assert.equal(unusualOf([], one), null);
  assert.equal(unusualOf([said("one_came", 1)], at("open", seat(1, { present: true }), seat(2, { gone_since: "20:14" }))), null);
});

test("that nobody came is shown until somebody does, and what was said last counts", () => {
  const nobody = [{ kind: "note", fields: {} }, said("nobody_came")];
  assert.deepEqual(unusualOf(nobody, at("open", seat(1), seat(2))), { what: "nobody_came", seat: null });
  const late = at("open", seat(1), seat(2, { present: true }));
  assert.equal(unusualOf(nobody, late), null);
  assert.deepEqual(unusualOf([...nobody, said("one_came", 2)], late), { what: "one_came", seat: 2 });
});

test("a room that is not open asks nothing of anybody", () => {
  for (const phase of ["lobby", "closing", "over"]) assert.equal(unusualOf([said("nobody_came")], at(phase, seat(1))), null);
});
