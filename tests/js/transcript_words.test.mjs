// What becomes of what was said: answered, reacted to, removed, held, flagged, hidden, read.
import assert from "node:assert/strict";
import { test } from "node:test";

import { changes, last, live, said } from "./transcripts.mjs";
import { entry, evening, welcome } from "./world.mjs";

test("a message knows whose it is, what it answers and what it warns of", () => {
  const made = live();
  made.receive(said(1, "one", 3, { ref: "r1", heads_up: "family" }));
  made.receive(said(2, "two", 1, { reply_to: 1 }));
  const [one, two] = made.items("room");
  assert.deepEqual([one.mine, one.who, one.ref, one.headsUp], [true, "seat:3", "r1", "family"]);
  assert.deepEqual([two.mine, two.replyTo, made.quote(two.replyTo).body], [false, "room/1", "one"]);
  assert.equal(made.quote("room/9"), null);
});

test("reactions are counted once a person, and can be taken back", () => {
  const made = live();
  made.receive(said(1, "one"));
  const react = (pos, seat, on) => made.receive(entry("room", pos, "reaction", { of: 1, emoji: "🌱", on, from: { seat } }));
  react(2, 1, true);
  react(3, 3, true);
  react(4, 3, true);
  assert.deepEqual(made.get("room/1").reactions, [{ emoji: "🌱", count: 2, mine: true, who: ["seat:1", "seat:3"] }]);
  react(5, 3, false);
  react(6, 1, false);
  assert.deepEqual([made.get("room/1").reactions, last().changed, last().added], [[], ["room/1"], []]);
});

test("removed words are gone at once, from the message and from every quote of it", () => {
  const made = live();
  made.receive(said(1, "unkind", 1, { heads_up: "x" }));
  made.receive(said(2, "why?", 3, { reply_to: 1 }));
  made.receive(entry("room", 3, "removed", { of: 1, text: "Taken away.", from: { system: true } }));
  assert.deepEqual(last().changed, ["room/1", "room/2"]);
  assert.deepEqual([made.get("room/1").body, made.get("room/1").headsUp, made.get("room/1").removed.text], [null, null, "Taken away."]);
  assert.deepEqual([made.quote("room/1").body, made.quote("room/1").removed], [null, true]);
  assert.equal(JSON.stringify(made.items("room")).includes("unkind"), false);
});

test("what is brought back stands where it stood, quotes and all, until it is taken away once more", () => {
  const made = live();
  made.receive(said(1, "kind after all", 1));
  made.receive(said(2, "yes", 3, { reply_to: 1 }));
  made.receive(entry("room", 3, "removed", { of: 1, from: { system: true } }));
  made.receive(entry("room", 4, "restored", { of: 1, body: "kind after all", from: { system: true } }));
  assert.deepEqual([made.get("room/1").body, made.get("room/1").removed, last().changed], ["kind after all", null, ["room/1", "room/2"]]);
  assert.deepEqual([made.quote("room/1").body, made.items("room").length], ["kind after all", 2]);
  made.receive(entry("room", 5, "removed", { of: 1, from: { system: true } }));
  assert.equal(JSON.stringify(made.items("room")).includes("after all"), false);
});

test("what could be picked goes with a question that was taken away", () => {
  const made = live();
  made.receive(entry("room", 1, "prompt", { body: "Which?", form: "poll", options: ["a", "b"], from: { staff: "a1" } }));
  assert.deepEqual([made.get("room/1").fields.options, made.unseen("room").count], [["a", "b"], 1]);
  made.receive(entry("room", 2, "removed", { of: 1, from: { system: true } }));
  assert.deepEqual([made.get("room/1").body, made.get("room/1").fields], [null, { form: "poll" }]);
});

test("staff keep the words of what was removed, marked", () => {
  const made = live({ staff: true });
  made.receive(said(1, "unkind"));
  made.receive(entry("room", 2, "removed", { of: 1, reason: "bullying", from: { staff: "a1" } }));
  const { body, removed } = made.get("room/1");
  assert.deepEqual([body, removed.reason], ["unkind", "bullying"]);
  assert.equal(made.quote("room/1").body, null);
});

test("a message that comes already removed is a tombstone from the start, and takes no reaction", () => {
  const made = live();
  made.receive(entry("room", 1, "message", { removed: true }));
  made.receive(entry("room", 2, "reaction", { of: 1, emoji: "🌱", on: true }));
  const { body, removed, reactions } = made.get("room/1");
  assert.deepEqual([body, removed !== null, reactions], [null, true, []]);
});

test("held words are waiting, then in the room and nowhere else", () => {
  const made = live();
  made.receive(entry("seat:3", 1, "held", { body: "long week", from: { seat: 3 }, ref: "r1" }));
  assert.equal(made.get("seat:3/1").status, "waiting");
  made.receive(said(1, "long week", 3));
  made.receive(entry("seat:3", 2, "released", { of: 1 }));
  assert.deepEqual([made.get("seat:3/1").status, made.get("seat:3/1").body, made.items("seat:3").length], ["released", null, 1]);
  made.receive(entry("room", 2, "removed", { of: 1 }));
  assert.equal(JSON.stringify([...made.items("room"), ...made.items("seat:3")]).includes("long week"), false);
});

test("returned words stay their author's, with the note beside them", () => {
  const made = live();
  made.receive(entry("seat:3", 1, "held", { body: "long week", from: { seat: 3 } }));
  made.receive(entry("seat:3", 2, "returned", { of: 1, body: "Shall we talk here?", from: { system: true } }));
  const [held, note] = made.items("seat:3");
  assert.deepEqual([held.status, held.body, note.kind, note.body], ["returned", "long week", "returned", "Shall we talk here?"]);
});

test("a flag is open, taken, done; taken in a seat's stream is a line of its own", () => {
  const made = live({ staff: true });
  made.receive(entry("staff", 1, "flag", { level: "now", source: "help", seat: 3, body: "please" }));
  assert.deepEqual([made.get("staff/1").status, made.get("staff/1").fields.level], ["open", "now"]);
  made.receive(entry("staff", 2, "taken", { of: 1, staff: "a1", name: "Sam" }));
  assert.deepEqual([made.get("staff/1").status, made.get("staff/1").taken.staff], ["taken", "a1"]);
  made.receive(entry("staff", 3, "flag_done", { of: 1, outcome: "talked" }));
  made.receive(entry("staff", 4, "taken", { of: 1, staff: "a2", name: "Kim" }));
  assert.deepEqual([made.get("staff/1").status, made.get("staff/1").outcome], ["done", "talked"]);
  made.receive(entry("seat:3", 1, "taken", { name: "Sam" }));
  assert.equal(made.items("seat:3")[0].fields.name, "Sam");
});

test("system lines keep their fields but never a second copy of anyone's words", () => {
  const made = live();
  made.receive(entry("room", 1, "slow", { seconds: 30, from: { system: true } }));
  made.receive(said(2, "secret"));
  assert.deepEqual([made.get("room/1").fields, made.get("room/1").who], [{ seconds: 30 }, "system"]);
  assert.deepEqual(made.get("room/2").fields, {});
});

test("new is what others said since one was last at the end", () => {
  const made = live();
  made.receive(said(1, "one"));
  made.seen("room");
  assert.deepEqual(last().unseen, { room: 0, "seat:3": 0 });
  made.receive(said(2, "mine", 3));
  made.receive(entry("room", 3, "slow", { seconds: 3, from: { system: true } }));
  made.receive(said(4, "two"));
  made.receive(said(5, "three", 2));
  assert.deepEqual(made.unseen("room"), { count: 2, first: "room/4" });
  const before = changes.length;
  made.seen("room");
  made.seen("room");
  assert.deepEqual([changes.length, made.unseen("room")], [before + 1, { count: 0, first: null }]);
});

test("somebody can be hidden for me only, also where they are quoted, and shown again", () => {
  const made = live();
  made.receive(said(1, "loud", 2));
  made.receive(said(2, "mine", 3, { reply_to: 1 }));
  made.hide("seat:2");
  assert.deepEqual([last().changed, last().live], [["room/1", "room/2"], false]);
  assert.deepEqual([made.get("room/1").hidden, made.quote("room/1").hidden, made.hiddenPeople()], [true, true, ["seat:2"]]);
  made.receive(said(3, "louder", 2));
  assert.deepEqual([made.get("room/3").hidden, made.unseen("room").count], [true, 0]);
  made.show("seat:2");
  assert.deepEqual([made.get("room/3").hidden, made.unseen("room").count, made.hiddenPeople()], [false, 2, []]);
});

test("hiding outlives a reconnection and a restored backup", () => {
  const made = live();
  made.hide("seat:2");
  made.receive(said(1, "loud", 2));
  made.interrupted();
  made.welcome(welcome());
  made.receive(said(1, "loud", 2));
  made.ready();
  assert.equal(made.get("room/1").hidden, true);
});

test("hiding while the line is down shows at once", () => {
  const made = live();
  made.receive(said(1, "loud", 2));
  made.interrupted();
  made.hide("seat:2");
  assert.deepEqual(last().changed, ["room/1"]);
});

test("words that answer what has not come yet are drawn again when it comes", () => {
  const made = live();
  made.receive(entry("seat:3", 1, "held", { body: "yes", reply_to: 1, from: { seat: 3 } }));
  assert.equal(made.quote("room/1"), null);
  made.receive(said(1, "one"));
  assert.deepEqual([last().added, last().changed], [["room/1"], ["seat:3/1"]]);
});

test("one's last words count from when they were said, not from when they were released", () => {
  const made = live();
  assert.equal(made.lastSaidAt(), null);
  made.receive(said(1, "one", 3, { ref: "r1", at: evening(1) }));
  made.receive(entry("seat:3", 1, "held", { body: "two", from: { seat: 3 }, ref: "r2", at: evening(2) }));
  made.receive(said(2, "two", 3, { at: evening(9) }));
  assert.equal(made.lastSaidAt(), Date.parse(evening(2)));
});

test("words that went to the facilitators instead use up nobody's turn", () => {
  const made = live();
  made.receive(entry("seat:3", 1, "held", { body: "one", help: true, from: { seat: 3 }, ref: "r1", at: evening(1) }));
  assert.equal(made.lastSaidAt(), null);
});

test("what became of one's own call is new to whoever called, and not to staff", () => {
  const news = (you) => {
    const made = live(you);
    made.receive(entry("seat:3", 1, "waiting", { from: { system: true }, of: 9, what: "help" }));
    made.receive(entry("seat:3", 2, "waiting", { from: { system: true }, of: 9, what: "held" }));
    made.receive(entry("seat:3", 3, "taken", { from: { staff: "a1" }, of: 9, name: "Noor" }));
    return made.unseen("seat:3");
  };
  assert.deepEqual(news(), { count: 2, first: "seat:3/1" });
  assert.deepEqual(news({ staff: true }), { count: 0, first: null });
});
