import assert from "node:assert/strict";
import { test } from "node:test";

import { becameOf, callSays } from "../../static/js/models/call.js";
import { Drafts } from "../../static/js/models/drafts.js";
import { Keep } from "../../static/js/models/keep.js";
import { lastMood } from "../../static/js/models/mood.js";
import { clockText, countdown, lastsToTheEnd, mayWrite } from "../../static/js/models/pace.js";
import { Patch } from "../../static/js/models/patch.js";
import { markOf, phase } from "../../static/js/models/phase.js";
import { stepTo, withReply } from "../../static/js/models/quick.js";
import { ELSE, reasonOf } from "../../static/js/models/reason.js";
import { refFrom } from "../../static/js/models/refs.js";
import { takenOut } from "../../static/js/models/takenout.js";
import { isUnheard } from "../../static/js/models/unheard.js";
import { inOrder, whoOf } from "../../static/js/models/who.js";
import { SESSION, Storage, evening } from "./world.mjs";

const at = (minutes) => Date.parse(evening(minutes));

test("the phase follows the clock, and the last mark where the clock leaves it open", () => {
  const cases = [
    [-30, null, "waiting"], [-20, null, "lobby"], [0, null, "lobby"], [0, "open", "open"], [-21, "open", "waiting"],
    [0, "closing", "closing"], [49.99, "open", "open"], [50, "open", "closing"], [64.99, null, "closing"], [65, "open", "over"],
  ];
  for (const [minutes, mark, expected] of cases) assert.equal(phase(SESSION, mark, at(minutes)), expected, `${minutes} ${mark}`);
});

test("a welcome tells the mark only where the clock does not tell the phase", () => {
  assert.deepEqual(["waiting", "lobby", "open", "closing", "over"].map(markOf), [null, null, "open", "closing", null]);
});

test("a countdown never says nought too early", () => {
  assert.deepEqual([countdown(1_001, 0), countdown(1_000, 0), countdown(1, 0), countdown(0, 0), countdown(null, 5)], [2, 1, 1, 0, 0]);
  assert.equal(countdown(evening(2), at(1)), 60);
  assert.deepEqual([clockText(65), clockText(0), clockText(600)], ["1:05", "0:00", "10:00"]);
});

function state({ phase: seen = "open", role = "seat", aside = false, muted_until = null, paused = null, slow = 0 } = {}) {
  return { session: { phase: seen }, you: { role, aside, muted_until }, room: { paused, slow } };
}

test("a young person may write in an open room", () => {
  assert.deepEqual(mayWrite(state(), { now: at(0) }), { ok: true });
});

test("otherwise the page can say why not, and until when", () => {
  const why = (how, more = {}) => mayWrite(state(how), { now: at(0), ...more });
  assert.equal(why({ phase: "lobby" }).why, "lobby");
  assert.equal(why({ phase: "closing", paused: "calm" }).why, "closing");
  assert.equal(why({ aside: true, paused: "calm" }).why, "aside");
  assert.deepEqual(why({ paused: "calm" }), { ok: false, why: "paused", until: null, text: "calm" });
  assert.deepEqual(why({ muted_until: evening(2) }), { ok: false, why: "muted", until: at(2), text: null });
});

test("what lasts past the end of the talk is not until a time at which somebody could write again", () => {
  const cases = [[evening(49), false], [evening(50), true], [evening(65), true], [at(50), true], [at(20), false]];
  for (const [until, expected] of cases) assert.equal(lastsToTheEnd(SESSION, until), expected, String(until));
});

test("slow mode counts from one's own last words, and a refusal's wait counts too", () => {
  const now = at(0);
  assert.equal(mayWrite(state({ slow: 30 }), { lastSaidAt: now - 10_000, now }).until, now + 20_000);
  assert.equal(mayWrite(state({ slow: 30 }), { lastSaidAt: now - 30_000, now }).ok, true);
  assert.equal(mayWrite(state({ slow: 30 }), { now }).ok, true);
  assert.equal(mayWrite(state(), { waitUntil: now + 1, now }).why, "slow");
});

test("staff write from the lobby until it is over, through pause and slow", () => {
  const staff = (seen) => mayWrite(state({ role: "facilitator", phase: seen, paused: "calm", slow: 30 }), { now: at(0) });
  assert.deepEqual(["waiting", "lobby", "open", "closing", "over"].map((seen) => staff(seen).ok), [false, true, true, true, false]);
});

test("nothing is kept before it is known whose it is", () => {
  const storage = new Storage();
  const drafts = new Drafts(new Keep(storage, "s1"));
  drafts.set("room", "words");
  assert.equal(storage.length, 0);
});

test("a draft outlives a reload of the same person", () => {
  const storage = new Storage();
  for (const expected of ["", "words"]) {
    const keep = new Keep(storage, "s1");
    assert.equal(new Drafts(keep).get("room"), "");
    keep.claim("seat:3");
    assert.equal(new Drafts(keep).get("room"), expected);
    new Drafts(keep).set("room", "words");
  }
});

test("what was written before a draft could be read stands after it, and once if it is the same", () => {
  const keep = new Keep(new Storage(), "s1");
  keep.claim("seat:3");
  const drafts = new Drafts(keep);
  const cases = [["", "", ""], ["kept", "", "kept"], ["", "new", "new"], ["kept", "new", "kept\nnew"], ["kept", "kept", "kept"]];
  for (const [kept, written, expected] of cases) {
    drafts.set("room", kept);
    assert.equal(drafts.before("room", written), expected, `${kept} ${written}`);
  }
});

test("a draft keeps the heads-up its words are to have and where what they answer stands, and nothing of what that says", () => {
  const storage = new Storage();
  const drafts = new Drafts(new Keep(storage, "s1"));
  drafts.keep("room", { body: "early", heads_up: null, reply_to: null });
  assert.equal(storage.length, 0, "it is not known yet whose it is");
  const keep = new Keep(storage, "s1");
  keep.claim("seat:3");
  const whole = { body: "It was a hard week.", heads_up: "a hard week", reply_to: 4 };
  const kept = new Drafts(keep);
  kept.keep("room", whole);
  assert.deepEqual(new Drafts(keep).kept("room"), whole);
  assert.equal(kept.before("room", "And today too."), "It was a hard week.\nAnd today too.");
  kept.keep("room", { body: "", heads_up: "a hard week", reply_to: null });
  assert.equal(kept.kept("room").heads_up, "a hard week", "picked before the words are there");
  kept.keep("room", { body: "", heads_up: null, reply_to: null });
  assert.equal(kept.get("room"), "");
});

test("words that come back lie before whatever is kept there, and leave what belongs to that", () => {
  const keep = new Keep(new Storage(), "s1");
  keep.claim("staff:a1");
  const drafts = new Drafts(keep);
  drafts.giveBack("seat:3", "early");
  assert.deepEqual(drafts.kept("seat:3"), { body: "early", heads_up: null, reply_to: null });
  drafts.keep("room", { body: "late", heads_up: "family", reply_to: 4 });
  drafts.giveBack("room", "early");
  assert.deepEqual(drafts.kept("room"), { body: "early\nlate", heads_up: "family", reply_to: 4 });
});

test("a draft that an earlier page kept is its words, also where they look like something else", () => {
  const keep = new Keep(new Storage(), "s1");
  keep.claim("seat:3");
  const drafts = new Drafts(keep);
  for (const words of ["", "I wanted to tell you", "7", "null", "[1]", '{"a": 1}', '{"body": 1}']) {
    drafts.set("room", words);
    assert.deepEqual(drafts.kept("room"), { body: words, heads_up: null, reply_to: null }, words);
  }
});

test("the next person at the same screen is never shown the last one's words", () => {
  const storage = new Storage();
  const first = new Keep(storage, "s1");
  first.claim("seat:3");
  new Drafts(first).set("room", "private");
  const second = new Keep(storage, "s1");
  second.claim("seat:5");
  assert.equal(new Drafts(second).get("room"), "");
  assert.equal(storage.everything.includes("private"), false);
});

test("clearing wipes everything of ours, nothing of others', and keeps nothing afterwards", () => {
  const storage = new Storage();
  storage.setItem("theme", "dark");
  const keep = new Keep(storage, "s1");
  keep.claim("seat:3");
  keep.write("draft:room", "words");
  keep.clear();
  keep.write("draft:room", "late words");
  assert.deepEqual([storage.length, storage.getItem("theme")], [1, "dark"]);
});

test("a mark stands before anybody has said who they are, stays for who comes next, and goes with all the rest", () => {
  const storage = new Storage();
  const covered = () => new Keep(storage, "s1").isMarked("covered");
  const keep = new Keep(storage, "s1");
  keep.mark("covered", true);
  keep.claim("seat:3");
  assert.equal(covered(), true);
  assert.equal(new Keep(storage, "s2").isMarked("covered"), false);
  keep.mark("covered", false);
  assert.equal(covered(), false);
  keep.mark("covered", true);
  keep.clear();
  assert.deepEqual([covered(), storage.length], [false, 0]);
});

test("a storage that is full or forbidden costs only the draft", () => {
  const refuse = () => { throw new Error("quota"); };
  const keep = new Keep({ getItem: refuse, setItem: refuse, removeItem: refuse, key: refuse, length: 1 }, "s1");
  keep.claim("seat:3");
  keep.write("a", "b");
  assert.equal(keep.read("a"), null);
  keep.clear();
  const none = new Keep(null, "s1");
  none.claim("seat:3");
  assert.equal(none.read("a"), null);
});

test("a patch draws nothing twice and takes away only what was shown", () => {
  const patch = new Patch();
  patch.add("a");
  patch.change("a");
  patch.change("b");
  patch.remove("b");
  patch.add("c");
  patch.remove("c");
  patch.add("b");
  assert.deepEqual(patch.take(), { added: ["a", "b"], changed: [], removed: ["b"] });
  assert.equal(patch.isEmpty, true);
});

test("a ref is short text, different for different bytes", () => {
  assert.equal(refFrom(new Uint8Array([0, 1, 255])), "0001ff");
  assert.equal(refFrom(new Uint8Array(16)).length <= 40, true);
});

test("everybody has one key, and people are listed seats first", () => {
  assert.deepEqual([{ seat: 3 }, { seat: null, staff: "a1" }, { system: true }, undefined].map(whoOf), ["seat:3", "staff:a1", "system", "system"]);
  const people = [{ staff: "b" }, { seat: 8 }, { staff: "a" }, { seat: 1 }].sort(inOrder);
  assert.deepEqual(people.map(whoOf), ["seat:1", "seat:8", "staff:a", "staff:b"]);
});

test("a reason is one of the list or a few words of one's own, in one line and never empty", () => {
  assert.deepEqual([reasonOf("contact details", "left over"), reasonOf(ELSE, "  too\n loud  "), reasonOf(ELSE, " \n "), reasonOf("", "x")], ["contact details", "too loud", undefined, undefined]);
  assert.equal(reasonOf(ELSE, "x".repeat(300)).length, 200);
});

test("a mood is set against the one somebody came in with last time, never one they went with", () => {
  const told = [{ seat: 3, checked: "in" }, { seat: 3, checked: "out" }, { seat: 2, checked: "in" }, { seat: 3, checked: null }];
  assert.deepEqual(told.map((one) => lastMood({ 3: 2 }, one)), [2, null, null, null]);
});

test("a quick reply goes after what is written, and takes the place of another that nobody changed", () => {
  const replies = ["Take your time.", "I’m here."];
  const cases = [
    ["", "I’m here."], ["  \n", "I’m here."], ["Take your time. ", "I’m here."], ["I’m here.", "I’m here."],
    ["Hello Otter.", "Hello Otter. I’m here."], ["Take your time. Really.", "Take your time. Really. I’m here."],
  ];
  for (const [written, expected] of cases) assert.equal(withReply(written, "I’m here.", replies), expected, written);
});

test("arrows go round the row of quick replies, and other keys stay what they are", () => {
  const cases = [["ArrowRight", 0, 1], ["ArrowRight", 2, 0], ["ArrowLeft", 0, 2], ["Home", 2, 0], ["End", 0, 2], ["Enter", 1, null], ["Tab", 1, null]];
  for (const [key, at, expected] of cases) assert.equal(stepTo(key, at, 3), expected, `${key} ${at}`);
});

test("what is for the facilitators is unheard until it has surely arrived, and what is for the room is not", () => {
  const heard = [["help", "sent"], ["whisper", "sent"], ["worry", "held"], ["say", "pending"], ["react", "pending"]];
  const asks = (all) => all.map(([verb, state]) => ({ verb, state }));
  assert.equal(isUnheard(asks(heard)), false);
  for (const verb of ["help", "whisper", "worry", "checkin"]) {
    for (const state of ["pending", "notsent"]) assert.equal(isUnheard(asks([...heard, [verb, state]])), true, `${verb} ${state}`);
  }
});

test("whoever was taken out, and not let back in since, has what staff wrote to them with it", () => {
  const told = (...said) => takenOut({
    state: { you: { seat: 3 } },
    transcript: { items: (stream) => (stream === "seat:3" ? said.map(([kind, text]) => ({ kind, fields: { text } })) : []) },
  });
  assert.deepEqual(told(["aside", "A moment"], ["eject", "We write to you tomorrow."], ["whisper"]), { text: "We write to you tomorrow." });
  assert.deepEqual(told(["readmit"], ["eject"]), { text: "" });
  assert.equal(told(["eject", "We write to you tomorrow."], ["readmit"]), null);
  assert.equal(told(["aside", "A moment"]), null);
  assert.equal(takenOut({ state: null }), null);
});

test("a call that waits goes by itself while the line comes back, and never once the evening is over", () => {
  const said = (phase) => ["live", "replaying", "connecting", "waiting", "closed"].map((line) => callSays(line, phase));
  assert.deepEqual(said("open"), ["calling", "callWaits", "callWaits", "callWaits", "callStopped"]);
  assert.deepEqual(said("closing"), said("open"));
  assert.deepEqual(said("over"), ["calling", "callWaits", "callOver", "callOver", "callOver"], "whom the room let in is heard");
  assert.equal(callSays("connecting", undefined), "callWaits");
});

test("what became of a call is what came after it: that nobody was there, and who came", () => {
  const line = (kind, ref, fields = {}) => ({ kind, ref, fields });
  const before = [line("taken", "s1", { name: "Nadia" }), line("help", "a", { nobody: true })];
  assert.equal(becameOf("b", before), null, "it has not come");
  assert.deepEqual(becameOf("a", before), { isAlone: true, by: null }, "who came before came for something else");
  assert.deepEqual(becameOf("a", [...before, line("taken", "s2", { name: "Sam" })]), { isAlone: true, by: "Sam" });
  assert.deepEqual(becameOf("b", [...before, line("help", "b")]), { isAlone: false, by: null });
});
