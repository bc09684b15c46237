import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Keep } from "../../static/js/models/keep.js";
import { Outbox } from "../../static/js/models/outbox.js";
import { Clock, Storage, ask, chance, refs } from "./world.mjs";

let clock, storage, sent, changes, answers, come, up;

beforeEach(() => {
  [clock, storage, sent, changes, answers, come, up] = [new Clock(), new Storage(), [], [], [], new Set(), true];
});

function outbox({ owner = "seat:3", ...more } = {}) {
  const keep = new Keep(storage, "s1");
  keep.claim(owner);
  return new Outbox({
    build: ask, clock, random: chance(1), newRef: refs(), keep, now: clock.now,
    send: (frame) => up && Boolean(sent.push(frame)),
    applied: (stream, pos) => come.has(`${stream}/${pos}`),
    onChange: (change) => changes.push(change), onAnswer: (item, frame) => answers.push([item.state, frame]), ...more,
  });
}

const ok = (ref, more = {}) => ({ type: "ok", ref, stream: "room", pos: 1, ...more });
const no = (ref, code, more = {}) => ({ type: "no", ref, code, text: "Not now.", ...more });
const happened = () => changes.flatMap(({ added, changed, removed }) => [...added.map((ref) => `+${ref}`), ...changed.map((ref) => `~${ref}`), ...removed.map((ref) => `-${ref}`)]);

test("what is asked leaves at once and stays pending", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello" });
  assert.deepEqual(sent, [{ type: "say", ref, body: "hello" }]);
  assert.equal(box.get(ref).state, "pending");
});

test("ok first, then the entry: one bubble throughout", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello" });
  box.answer(ok(ref));
  assert.equal(box.get(ref).state, "sent");
  box.entry({ stream: "room", pos: 1, ref });
  assert.deepEqual(happened(), [`+${ref}`, `~${ref}`, `-${ref}`]);
});

test("the entry first, then ok: gone with the entry, and the ok changes nothing", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello" });
  box.entry({ stream: "room", pos: 1, ref });
  assert.equal(box.answer(ok(ref)), false);
  assert.deepEqual(happened(), [`+${ref}`, `-${ref}`]);
});

test("an entry that carries no ref is known by its place", () => {
  const box = outbox();
  const ref = box.add("release", { stream: "seat:3", pos: 4 });
  box.answer(ok(ref, { pos: 7 }));
  box.entry({ stream: "room", pos: 6 });
  assert.equal(box.items().length, 1);
  box.entry({ stream: "room", pos: 7 });
  assert.equal(box.items().length, 0);
});

test("two calls that were answered with one place both end when it comes", () => {
  const box = outbox();
  const [first, second] = [box.add("help", {}), box.add("help", {})];
  for (const ref of [first, second]) box.answer(ok(ref, { stream: "seat:3", pos: 4 }));
  box.entry({ stream: "seat:3", pos: 4, ref: first });
  assert.deepEqual(box.items(), []);
});

test("an ok for an entry that has come already ends it", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello" });
  come.add("room/1");
  box.answer(ok(ref));
  assert.deepEqual(box.items(), []);
});

test("held words say so until their entry comes", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello" });
  box.answer(ok(ref, { stream: "seat:3", held: true, help: true }));
  assert.equal(box.get(ref).state, "held");
  assert.deepEqual(answers.map(([state, frame]) => [state, frame.help]), [["held", true]]);
});

test("a bare ok, as for a worry, is the end of it", () => {
  const box = outbox();
  const ref = box.add("worry", { about: "facilitator", staff: "a1", body: "words" });
  box.answer({ type: "ok", ref });
  assert.deepEqual([box.items().length, answers.length], [0, 1]);
});

test("a refusal is kept with its reason, and can be asked anew with the same ref", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello" });
  box.answer(no(ref, "slow", { retry_after: 12 }));
  const { state, code, text, retryAt, retryable } = box.get(ref);
  assert.deepEqual([state, code, text, retryAt, retryable], ["notsent", "slow", "Not now.", clock.now() + 12_000, true]);
  box.retry(ref);
  assert.deepEqual(sent.map((frame) => frame.ref), [ref, ref]);
  assert.deepEqual([box.get(ref).state, box.get(ref).code], ["pending", null]);
});

test("a swap offers other words, or the same as they are", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello", heads_up: "family" });
  box.answer(no(ref, "swap", { suggestion: "hi" }));
  assert.equal(box.get(ref).suggestion, "hi");
  box.retry(ref, { body: "hi" });
  assert.deepEqual(sent.at(-1), { type: "say", ref, body: "hi", heads_up: "family" });
});

test("what cannot be helped by trying again is not offered again", () => {
  const box = outbox();
  for (const [code, retryable] of [["too_long", false], ["over", false], ["muted", true], ["paused", true]]) {
    const ref = box.add("say", { body: "hello" });
    box.answer(no(ref, code));
    assert.equal(box.get(ref).retryable, retryable, code);
  }
});

test("a refused control is told and then gone", () => {
  const box = outbox();
  const ref = box.add("mute", { seat: 3, seconds: 60, reason: "x" });
  box.answer(no(ref, "not_allowed"));
  assert.deepEqual([answers.length, box.items().length], [1, 0]);
});

test("only what was refused can be discarded, because the rest may have been done", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello" });
  assert.equal(box.discard(ref), false);
  box.answer(no(ref, "too_long"));
  assert.equal(box.discard(ref), true);
  assert.deepEqual(box.items(), []);
});

test("what was refused and let go of, or forgotten with the page, is never told as written", () => {
  const box = outbox();
  const [refused, control, forgotten, written] = [
    box.add("answer", { prompt: 4, body: "words" }), box.add("mute", { seat: 3, seconds: 60, reason: "x" }), box.add("say", { body: "hello" }), box.add("whisper", { body: "words" }),
  ];
  for (const ref of [refused, control]) box.answer(no(ref, "paused"));
  box.discard(refused);
  box.answer(ok(written, { stream: "seat:3" }));
  box.entry({ stream: "seat:3", pos: 1, ref: written });
  box.clear();
  assert.deepEqual(changes.flatMap(({ removed }) => removed), [refused, control, written, forgotten]);
  assert.deepEqual(changes.flatMap(({ settled }) => settled), [written]);
});

test("what was written is told so whichever way that became known", () => {
  const box = outbox();
  const [bare, came, known, between] = ["a", "b", "c", "d"].map((body) => box.add("say", { body }));
  box.answer({ type: "ok", ref: bare });
  box.entry({ stream: "room", pos: 1, ref: came });
  come.add("room/2");
  box.answer(ok(known, { pos: 2 }));
  box.answer(ok(between, { pos: 3 }));
  come.add("room/3");
  box.resend();
  assert.deepEqual(changes.flatMap(({ settled }) => settled), [bare, came, known, between]);
});

test("busy is tried again by itself with the same ref, later each time, until it is done", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello" });
  for (const wait of [1_000, 2_000, 4_000, 6_000, 6_000, 6_000]) {
    box.answer(no(ref, "busy"));
    assert.deepEqual([box.get(ref).state, box.get(ref).slowly], ["pending", true]);
    const before = sent.length;
    clock.pass(wait / 2 - 1);
    assert.equal(sent.length, before);
    clock.pass(wait / 2 + 1);
    assert.equal(sent.length, before + 1);
  }
  assert.equal(new Set(sent.map((frame) => frame.ref)).size, 1);
  assert.deepEqual(answers, []);
});

test("silence is tried again after eight seconds", () => {
  const box = outbox();
  const ref = box.add("help", {});
  clock.pass(8_000);
  assert.deepEqual(sent.map((frame) => frame.ref), [ref, ref]);
});

test("what was asked without a line leaves when it is live again, in the order it was asked", () => {
  up = false;
  const box = outbox();
  const asked = ["one", "two", "three"].map((body) => box.add("say", { body }));
  clock.pass(60_000);
  assert.equal(sent.length, 0);
  up = true;
  box.resend();
  assert.deepEqual(sent.map((frame) => frame.ref), asked);
});

test("many at once leave no faster than one may speak, still in order", () => {
  up = false;
  const box = outbox();
  const asked = Array.from({ length: 7 }, (_, place) => box.add("say", { body: `${place}` }));
  up = true;
  box.resend();
  assert.equal(sent.length, 4);
  clock.pass(2_200);
  assert.equal(sent.length, 6);
  clock.pass(2_000);
  assert.deepEqual(sent.map((frame) => frame.ref), asked);
});

test("after a reconnection everything unanswered is asked again, refused things are not", () => {
  const box = outbox();
  const [open, refused, acknowledged] = ["a", "b", "c"].map((body) => box.add("say", { body }));
  box.answer(no(refused, "too_long"));
  box.answer(ok(acknowledged, { pos: 9 }));
  sent.length = 0;
  box.resend();
  assert.deepEqual(sent.map((frame) => frame.ref), [open, acknowledged]);
});

test("a control that waited half a minute for the line is not pressed any more, and is said so", () => {
  up = false;
  const box = outbox();
  const [resume, release] = [box.add("resume", {}), box.add("release", { stream: "seat:3", pos: 4 })];
  clock.pass(20_000);
  const soon = box.add("pause", {});
  clock.pass(11_000);
  up = true;
  box.resend();
  assert.deepEqual(sent.map((frame) => frame.ref), [soon]);
  assert.deepEqual(answers.map(([state, { type, ref, code }]) => [state, type, ref, code]), [["notsent", "no", resume, "late"], ["notsent", "no", release, "late"]]);
  assert.deepEqual(box.items().map(({ ref }) => ref), [soon]);
  clock.pass(60_000);
  assert.equal(sent.some(({ ref }) => ref === resume), false);
});

test("a control that was done before the line went is told as done, however late that comes", () => {
  const box = outbox();
  const [resume, release, known] = [box.add("resume", {}), box.add("release", { stream: "seat:3", pos: 4 }), box.add("slow", { seconds: 30 })];
  box.answer(ok(known, { pos: 9 }));
  clock.pass(60_000);
  sent.length = 0;
  box.entry({ stream: "room", pos: 7, kind: "resumed", ref: resume });
  box.entry({ stream: "seat:3", pos: 6, kind: "released", of: 4 });
  box.resend();
  assert.deepEqual(changes.flatMap(({ settled }) => settled), [resume, release]);
  assert.deepEqual([answers.map(([state]) => state), sent.map((frame) => frame.ref)], [["sent"], [known]]);
});

test("words, a call, a concern and what is one's own are never too late", () => {
  up = false;
  const box = outbox();
  const asked = [
    ["help", {}], ["whisper", { body: "words" }], ["say", { body: "words" }], ["worry", { about: "person", seat: 3 }], ["checkin", { when: "out", mood: 2 }],
    ["note", { body: "words" }], ["concern", { seat: 3, level: "now" }], ["answer", { prompt: 4, body: "words" }], ["pass", { prompt: 4 }],
    ["react", { pos: 4, emoji: "💜", on: true }], ["return", { stream: "seat:3", pos: 4, body: "words" }], ["agree", { version: 2, lines: ["We are kind."] }],
  ].map(([verb, fields]) => box.add(verb, fields));
  clock.pass(600_000);
  up = true;
  box.resend();
  clock.pass(11_000);
  assert.deepEqual([...new Set(sent.map((frame) => frame.ref))], asked);
  assert.deepEqual(answers, []);
});

test("unsent words outlive a reload, with their refs", () => {
  const ref = outbox().add("say", { body: "hello", reply_to: 4 });
  const box = outbox();
  box.restore();
  assert.deepEqual([box.get(ref).state, box.get(ref).fields], ["pending", { body: "hello", reply_to: 4 }]);
  box.restore();
  assert.equal(box.items().length, 1);
});

test("unsent words keep the time they were written at, over a refusal and a reload", () => {
  const first = outbox();
  const ref = first.add("say", { body: "hello" });
  const { at } = first.get(ref);
  clock.pass(60_000);
  first.answer(no(ref, "swap"));
  const box = outbox();
  box.restore();
  assert.deepEqual([at, box.get(ref).at], ["2026-11-20T19:00:00.000Z", at]);
});

test("a concern outlives a reload with its words, and once refused stays to be given back until it is let go of", () => {
  const fields = { seat: 3, level: "now", body: "She wrote that she is on the bridge", stream: "seat:3", entries: [4] };
  up = false;
  const ref = outbox().add("concern", fields);
  up = true;
  const box = outbox();
  box.restore();
  box.resend();
  assert.deepEqual(sent, [{ type: "concern", ref, ...fields }]);
  box.answer(no(ref, "too_fast"));
  assert.deepEqual([box.get(ref).state, box.get(ref).fields], ["notsent", fields]);
  box.discard(ref);
  assert.deepEqual([box.items(), storage.everything.includes("bridge")], [[], false]);
});

test("a control pressed before a reload is not pressed again", () => {
  outbox().add("mute", { seat: 3, seconds: 60, reason: "x" });
  const box = outbox();
  box.restore();
  assert.deepEqual(box.items(), []);
});

test("what is done leaves nothing in the storage", () => {
  const box = outbox();
  const ref = box.add("say", { body: "very private" });
  assert.equal(storage.everything.includes("very private"), true);
  box.answer(ok(ref));
  box.entry({ stream: "room", pos: 1, ref });
  assert.equal(storage.everything.includes("very private"), false);
});

test("somebody else at the same screen gets none of it", () => {
  outbox().add("say", { body: "very private" });
  const box = outbox({ owner: "seat:5" });
  box.restore();
  assert.deepEqual([box.items(), storage.everything.includes("very private")], [[], false]);
});

test("a spoiled storage is passed over", () => {
  const keep = new Keep(storage, "s1");
  keep.claim("seat:3");
  for (const spoiled of ["{", "7", "null", '[{"ref":1,"verb":"constructor"}]', "[null]"]) {
    keep.write("unsent", spoiled);
    const box = outbox();
    box.restore();
    assert.deepEqual(box.items(), [], spoiled);
  }
});

test("clearing leaves no ask, no timer and no bubble", () => {
  const box = outbox();
  const ref = box.add("say", { body: "hello" });
  box.clear();
  assert.deepEqual([box.items(), clock.waiting, happened()], [[], 0, [`+${ref}`, `-${ref}`]]);
});

test("a page that throws does not lose an ask", () => {
  const broken = () => { throw new Error("page"); };
  const box = outbox({ onChange: broken, onAnswer: broken });
  const ref = box.add("say", { body: "hello" });
  box.answer(no(ref, "paused"));
  assert.equal(box.get(ref).state, "notsent");
});

test("a verb that does not exist is a mistake of ours, said at once", () => {
  const box = outbox();
  assert.throws(() => box.add("shout", {}), TypeError);
  assert.deepEqual(box.items(), []);
});

test("another way to say it outlives a reload, and is asked with the same ref, changed or kept", () => {
  const box = outbox();
  const refs_ = ["one", "two"].map((body) => box.add("say", { body, heads_up: "family" }));
  for (const ref of refs_) box.answer(no(ref, "swap", { suggestion: "said so" }));
  const again = outbox();
  again.restore();
  assert.deepEqual(again.items().map(({ state, suggestion }) => [state, suggestion]), [["notsent", "said so"], ["notsent", "said so"]]);
  again.retry(refs_[0], { body: "said so" });
  again.retry(refs_[1], { as_is: true });
  assert.deepEqual(sent.slice(-2), [
    { type: "say", ref: refs_[0], body: "said so", heads_up: "family" },
    { type: "say", ref: refs_[1], body: "two", heads_up: "family", as_is: true },
  ]);
  assert.equal(again.get(refs_[0]).suggestion, null);
});
