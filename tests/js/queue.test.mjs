import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { alarmsOf, byUrgency, isRinging, repeats } from "../../static/js/models/alarms.js";
import { queueOf } from "../../static/js/models/queue.js";
import { Transcript } from "../../static/js/models/transcript.js";
import { entry, evening, welcome } from "./world.mjs";

const at = (minutes) => Date.parse(evening(minutes));
const SAM = { staff: "a1" };
let made, heads;

beforeEach(() => {
  made = new Transcript({ askSince: () => {}, onChange: () => {} });
  made.welcome(welcome({ staff: true, people: [], streams: Object.fromEntries([1, 2, 3, 6].map((seat) => [`seat:${seat}`, 0])) }));
  made.ready();
  heads = {};
});

/** Something happens at this minute. Returns where it stands. */
function comes(minute, stream, kind, fields = {}) {
  heads[stream] = (heads[stream] ?? 0) + 1;
  made.receive(entry(stream, heads[stream], kind, { at: evening(minute), ...fields }));
  return heads[stream];
}

const calls = (minute, seat, more = {}) => comes(minute, "staff", "flag", { from: { seat }, level: "now", source: "help", repeats: true, by: seat, seat, ...more });
const worries = (minute, by, seat) => comes(minute, "staff", "flag", { from: { seat: by }, level: "now", source: "worry", by, seat });
const soon = (minute, seat) => comes(minute, "staff", "flag", { from: { system: true }, level: "soon", source: "guard", by: seat, seat });
const takes = (minute, of) => comes(minute, "staff", "taken", { from: SAM, of, name: "Sam", staff: "a1" });
const writes = (minute, seat, from = SAM) => comes(minute, `seat:${seat}`, "whisper", { from, body: "I am here" });
const alarms = (minute) => alarmsOf(made, at(minute)).map(({ seat, state }) => [seat, state]);
const queue = (minute) => queueOf(made, at(minute)).tasks.map(({ what, seat }) => `${what} ${seat}`);

test("a call rings until somebody takes it, for everybody, and comes back if no word is sent in two minutes", () => {
  const flag = calls(0, 6);
  assert.deepEqual([alarms(1), repeats(alarmsOf(made, at(1)))], [[[6, "open"]], true]);
  takes(1, flag);
  assert.deepEqual([alarms(1), alarms(2.9), alarms(3)], [[[6, "taken"]], [[6, "taken"]], [[6, "back"]]]);
  assert.equal(repeats(alarmsOf(made, at(2))), false);
  takes(3.5, flag);
  writes(4, 6);
  assert.deepEqual(alarms(60), [[6, "answered"]]);
});

test("there is one alarm to a young person, whatever they press and whoever worries", () => {
  const flag = calls(0, 6);
  calls(0.5, 6);
  worries(1, 1, 6);
  assert.deepEqual(alarms(1), [[6, "open"]]);
  takes(1.5, flag);
  assert.deepEqual(alarms(1.6), [[6, "taken"]]);
  calls(2, 6);
  assert.deepEqual(alarms(2), [[6, "taken"]]);
  writes(2.5, 6);
  assert.deepEqual(alarms(3.4), [[6, "answered"]]);
  calls(8, 6);
  assert.deepEqual(alarms(8), [[6, "open"]]);
});

test("two at once are two, the oldest first, and nobody is moved up for calling more often", () => {
  calls(0, 3);
  calls(1, 1);
  calls(1.1, 1);
  calls(1.2, 1);
  assert.deepEqual(alarms(2), [[3, "open"], [1, "open"]]);
  assert.equal(alarmsOf(made, at(2)).every(isRinging), true);
});

test("what repeats its sound comes before what does not, however old, until somebody has taken it", () => {
  worries(0, 1, 3);
  const flag = calls(1, 6);
  calls(2, 2);
  assert.deepEqual(alarms(2), [[6, "open"], [2, "open"], [3, "open"]]);
  takes(2, flag);
  assert.deepEqual(alarms(2), [[2, "open"], [3, "open"], [6, "taken"]]);
});

test("what comes back though somebody had written says since when nobody has", () => {
  const back = (minute) => alarmsOf(made, at(minute)).map(({ state, since }) => [state, since]);
  takes(0.5, calls(0, 6));
  assert.deepEqual(back(3), [["back", null]]);
  takes(3, 1);
  writes(3.5, 6);
  calls(4, 6);
  assert.deepEqual(back(5).map(([state]) => state), ["taken"]);
  assert.deepEqual(back(6), [["back", at(4)]]);
});

test("of what one card says the newest call or danger is looked at first, and then the newest of the rest", () => {
  worries(0, 1, 3);
  calls(1, 3);
  comes(2, "staff", "flag", { from: { system: true }, level: "now", source: "guard", by: 3, seat: 3, diverted: true });
  worries(3, 2, 3);
  const [{ flags }] = alarmsOf(made, at(3));
  assert.deepEqual(byUrgency(flags).map(({ pos }) => pos), [3, 2, 4, 1]);
});

test("a worry is said with one soft tone; only a call and danger right now repeat", () => {
  worries(0, 1, 3);
  assert.deepEqual([alarms(0), repeats(alarmsOf(made, at(0)))], [[[3, "open"]], false]);
  comes(0, "staff", "flag", { from: { system: true }, level: "now", source: "guard", repeats: true, by: 2, seat: 2 });
  assert.equal(repeats(alarmsOf(made, at(0))), true);
});

test("what is done is no alarm any more, until it is looked at again", () => {
  const flag = calls(0, 6);
  comes(1, "staff", "flag_done", { from: SAM, of: flag, outcome: "talked" });
  assert.deepEqual([alarms(1), queue(1)], [[], []]);
  comes(1, "staff", "reopened", { from: SAM, of: flag });
  assert.deepEqual([alarms(1), queue(1)], [[[6, "open"]], ["alarm 6"]]);
});

test("look-soon is a quiet mark until one young person has three of them in ten minutes", () => {
  soon(0, 2);
  soon(5, 2);
  soon(6, 1);
  soon(10.5, 2);
  const before = queueOf(made, at(11));
  assert.deepEqual([before.tasks, before.marks.length], [[], 4]);
  soon(11, 2);
  const after = queueOf(made, at(11));
  assert.deepEqual(after.tasks.map(({ what, seat, items }) => [what, seat, items.length]), [["soon", 2, 4]]);
  assert.deepEqual(after.marks.map(({ fields }) => fields.seat), [1]);
});

test("the queue goes by urgency and then by age, and what was held too long comes up", () => {
  comes(0, "seat:2", "held", { from: { seat: 2 }, body: "may I?" });
  writes(0.1, 1, { seat: 1 });
  comes(0.5, "seat:3", "aside", { from: SAM });
  worries(1, 1, 3);
  const flag = calls(1.5, 6);
  assert.deepEqual(queue(1.9), ["alarm 6", "alarm 3", "held 2", "whisper 1", "apart 3"]);
  comes(2, "seat:3", "held", { from: { seat: 3 }, body: "and I?" });
  takes(2, flag);
  assert.deepEqual(queue(2).slice(0, 2), ["alarm 3", "held 2"]);
  writes(2, 6);
  assert.deepEqual(queue(2.1), ["alarm 3", "held 2", "whisper 1", "apart 3", "held 3", "alarm 6"]);
  assert.deepEqual(queue(3.5).slice(0, 2), ["alarm 3", "held 2"]);
  assert.equal(queue(4)[2], "held 3");
});

test("a private word waits until staff answer or finish it, and whoever stands apart until they are written to", () => {
  writes(0, 1, { seat: 1 });
  comes(0, "seat:3", "aside", { from: SAM });
  comes(0, "seat:2", "checkin", { from: { seat: 2 }, when: "in", mood: 2 });
  comes(0, "seat:2", "checkin", { from: { seat: 2 }, when: "in", mood: 2, body: "a hard week" });
  assert.deepEqual(queue(1), ["whisper 1", "whisper 2", "apart 3"]);
  comes(0, "seat:3", "eject", { from: SAM });
  assert.deepEqual(queue(1), ["whisper 1", "whisper 2"]);
  comes(0, "seat:3", "readmit", { from: SAM, aside: true });
  assert.deepEqual(queue(1), ["whisper 1", "whisper 2", "apart 3"]);
  writes(1, 1);
  writes(1, 3);
  comes(1, "seat:2", "settled", { from: SAM, outcome: "talked" });
  assert.deepEqual(queue(1), []);
});

test("held words that somebody should look at now are shown once, and to decide on them is to have looked", () => {
  const pos = comes(0, "seat:2", "held", { from: { seat: 2 }, body: "may I?" });
  comes(0, "staff", "flag", { from: { system: true }, level: "now", source: "guard", by: 2, seat: 2, of_stream: "seat:2", of_pos: pos });
  assert.deepEqual(queue(1), ["alarm 2"]);
  assert.equal(queueOf(made, at(1)).tasks[0].alarm.held.body, "may I?");
  comes(1.5, "seat:2", "returned", { from: SAM, of: pos, body: "Say it to us." });
  assert.deepEqual([queue(1.6), alarms(1.6)], [[], []]);
});

test("held words that went back by themselves as the room closed were looked at by nobody", () => {
  const pos = comes(0, "seat:2", "held", { from: { seat: 2 }, body: "he hurts me" });
  comes(0, "staff", "flag", { from: { system: true }, source: "guard", level: "now", by: 2, seat: 2, of_stream: "seat:2", of_pos: pos });
  comes(1, "seat:2", "returned", { from: { system: true }, of: pos, body: "It stayed with us." });
  const [task] = queueOf(made, at(1)).tasks;
  assert.equal(task.what, "alarm");
  assert.equal(task.alarm.held, null, "there is nothing left to decide, but somebody to look after");
});

test("to settle with somebody is to have seen to what they had called or written by then, and to nothing later", () => {
  const settles = (minute) => comes(minute, "seat:6", "settled", { from: SAM, outcome: "talked" });
  const flag = calls(0, 6);
  worries(0, 1, 6);
  settles(1);
  assert.deepEqual(alarms(1), [[6, "open"]], "a worry of somebody else is not theirs to settle");
  comes(1, "staff", "flag_done", { from: SAM, of: heads.staff, outcome: "talked" });
  assert.deepEqual(alarms(1), []);
  comes(2, "staff", "reopened", { from: SAM, of: flag });
  assert.deepEqual(alarms(2), [[6, "open"]]);
  settles(3);
  calls(3, 6);
  assert.deepEqual(alarms(3), [[6, "open"]], "of two in one moment a call is not lost");
});

test("held words beside words of danger are decided on for themselves, not on the card of the danger", () => {
  const about = (pos, more) => comes(0, "staff", "flag", { from: { system: true }, level: "now", source: "guard", by: 2, seat: 2, of_stream: "seat:2", of_pos: pos, ...more });
  about(comes(0, "seat:2", "held", { from: { seat: 2 }, body: "my knife" }));
  about(comes(0, "seat:2", "held", { from: { seat: 2 }, body: "tonight", help: true }), { repeats: true, diverted: true });
  const { tasks } = queueOf(made, at(0));
  assert.deepEqual(tasks.map(({ what, items }) => [what, items.at(-1).pos]), [["alarm", 2], ["held", 1]]);
  assert.equal(tasks[0].alarm.held, null);
});

test("what was held too long comes up though somebody took the alarm about it, and two held words stay two", () => {
  const first = comes(0, "seat:2", "held", { from: { seat: 2 }, body: "may I?" });
  const about = (of) => ({ from: { system: true }, level: "now", source: "guard", by: 2, seat: 2, of_stream: "seat:2", of_pos: of });
  takes(0.5, comes(0, "staff", "flag", about(first)));
  writes(0.6, 2);
  const calm = comes(0.7, "seat:1", "whisper", { from: { seat: 1 }, body: "hello" });
  assert.deepEqual([calm, queue(1), queue(2)], [1, ["whisper 1", "alarm 2"], ["alarm 2", "whisper 1"]]);
  const second = comes(2, "seat:2", "held", { from: { seat: 2 }, body: "and this?" });
  comes(2, "staff", "flag", about(second));
  assert.deepEqual(queue(2.1).filter((task) => task.startsWith("held")), ["held 2", "held 2"]);
});

test("what went to the facilitators instead is shown with the alarm, and to be decided on once that is done", () => {
  const pos = comes(0, "seat:2", "held", { from: { seat: 2 }, body: "tonight", help: true });
  const flag = comes(0, "staff", "flag", { from: { system: true }, level: "now", source: "guard", repeats: true, by: 2, seat: 2, of_stream: "seat:2", of_pos: pos, diverted: true });
  assert.deepEqual(queue(1), ["alarm 2"]);
  comes(1.5, "staff", "flag_done", { from: SAM, of: flag, outcome: "talked" });
  assert.deepEqual(queue(1.6), ["held 2"]);
});
