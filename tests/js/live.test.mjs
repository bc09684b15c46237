import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Live } from "../../static/js/models/live.js";
import { Clock, Socket, Storage, ask, chance, entry, evening, refs, welcome } from "./world.mjs";

let clock, sockets, storage, told;

beforeEach(() => {
  [clock, sockets, storage, told] = [new Clock(), [], new Storage(), []];
});

const EVENTS = ["connection", "welcome", "room", "transcript", "outbox", "answer", "forgotten"];

function live({ on = {}, ...more } = {}) {
  const heard = Object.fromEntries(EVENTS.map((name) => [name, (...what) => told.push([name, ...what])]));
  return new Live({
    url: "ws://here/", session: "s1", as: null, ask, closeNames: {}, clock, random: chance(1), newRef: refs(), storage,
    openSocket: (url) => sockets[sockets.push(new Socket(url)) - 1], on: { ...heard, ...on }, ...more,
  });
}

const last = () => sockets.at(-1);
const names = () => told.map(([name]) => name);
const sentNow = (type) => last().sent.filter((frame) => frame.type === type);

function come(session, how = {}) {
  if (session.connection.state === "stopped") session.start();
  last().say(welcome(how));
  last().say({ type: "ready" });
  told.length = 0;
  return session;
}

const said = (pos, more = {}) => entry("room", pos, "message", { body: `${pos}`, ...more });

test("the transcript is told before the outbox, so that a bubble turns into its entry", () => {
  const session = come(live());
  const ref = session.ask("say", { body: "hello" });
  told.length = 0;
  last().say(said(1, { from: { seat: 3 }, ref }));
  assert.deepEqual(names(), ["transcript", "outbox"]);
  assert.deepEqual([session.outbox.items(), session.transcript.get("room/1").ref], [[], ref]);
});

test("in history too: first everything that was said, then the bubbles that are done, then the rest again", () => {
  const session = come(live());
  const [done, open] = [session.ask("say", { body: "a" }), session.ask("say", { body: "b" })];
  last().drop(1006);
  clock.pass(1_000);
  last().say(welcome({ streams: { room: 1 } }));
  last().say(said(1, { from: { seat: 3 }, ref: done }));
  told.length = 0;
  last().say({ type: "ready" });
  assert.deepEqual(names().slice(1, 3), ["transcript", "outbox"]);
  assert.deepEqual(sentNow("say").map((frame) => frame.ref), [open]);
});

test("what was left unsent is told once it is known whose page it is and how the room stands", () => {
  come(live()).ask("say", { body: "hello" });
  const shown = [];
  const session = live({ on: { outbox: ({ added }) => shown.push([added.length, session.state?.you.seat]) } });
  come(session);
  assert.deepEqual(shown[0], [1, 3]);
});

test("a reconnection goes on from our last entry", () => {
  const session = come(live({ as: "x" }));
  for (const pos of [1, 2, 3]) last().say(said(pos));
  last().drop(1006);
  clock.pass(1_000);
  assert.equal(last().query, "?room=2&as=x");
  assert.equal(session.connection.state, "connecting");
});

test("a draft is there after the first welcome and not before", () => {
  const first = come(live());
  first.drafts.set("room", "half a th");
  const session = live({ on: { welcome: () => told.push(session.drafts.get("room")) } });
  assert.equal(session.drafts.get("room"), "");
  session.start();
  last().say(welcome());
  assert.equal(told.includes("half a th"), true);
});

test("words asked for before a reload are asked again after it, unless they had been said", () => {
  const first = come(live());
  const [done, open] = [first.ask("say", { body: "a" }), first.ask("whisper", { body: "b" })];
  first.stop();
  const session = live();
  session.start();
  last().say(welcome({ streams: { room: 1 } }));
  last().say(said(1, { from: { seat: 3 }, ref: done }));
  last().say({ type: "ready" });
  assert.deepEqual(last().sent.map(({ type, ref }) => [type, ref]), [["whisper", open]]);
});

test("a gap is asked for and filled, and busy only makes it a little later", () => {
  const session = come(live());
  last().say(said(2));
  const [first] = sentNow("since");
  assert.deepEqual([first.stream, first.pos], ["room", 0]);
  last().say({ type: "no", ref: first.ref, code: "busy", text: "" });
  clock.pass(2_000);
  const [, second] = sentNow("since");
  last().say({ type: "ok", ref: second.ref });
  last().say(said(1));
  clock.pass(20_000);
  assert.deepEqual([session.transcript.cursor("room"), sentNow("since").length], [2, 2]);
});

test("a since that nobody answers is asked again", () => {
  come(live());
  last().say(said(2));
  clock.pass(8_000);
  assert.equal(sentNow("since").length, 2);
});

test("a stream we may not hear is not asked for again", () => {
  come(live());
  last().say(said(2));
  last().say({ type: "no", ref: sentNow("since")[0].ref, code: "not_found", text: "" });
  clock.pass(20_000);
  assert.equal(sentNow("since").length, 1);
});

test("set aside, nothing of the room stays; back in it, one is given it anew and it is not read aloud", () => {
  const session = come(live());
  last().say(said(1));
  last().say(entry("seat:3", 1, "aside", {}));
  assert.deepEqual([session.state.you.aside, session.transcript.items("room")], [true, []]);
  last().say(entry("seat:3", 2, "readmit", {}));
  assert.deepEqual(sentNow("since").map(({ stream, pos }) => [stream, pos]), [["room", 0]]);
  last().say(said(1));
  const [, change] = told.findLast(([name]) => name === "transcript");
  assert.deepEqual([change.added, change.live], [["room/1"], false]);
});

test("staff hear that somebody was set aside and keep the room", () => {
  const session = come(live(), { staff: true });
  last().say(said(1));
  last().say(entry("seat:3", 1, "aside", {}));
  assert.deepEqual([session.transcript.items("room").length, sentNow("since")], [1, []]);
});

test("the server's clock counts, whatever ours says", () => {
  clock = new Clock(0);
  const session = come(live(), { now: evening(10) });
  assert.equal(session.serverNow(), Date.parse(evening(10)));
  assert.equal(session.state.session.phase, "open");
});

test("a device's clock that is set ends no evening: the server is asked what time it is", () => {
  const session = come(live());
  last().say(said(1));
  clock.set(3 * 60 * 60_000);
  session.tick();
  assert.deepEqual([session.state.session.phase, session.transcript.items("room").length], ["open", 1]);
  assert.deepEqual([sockets[0].closedWith, session.connection.state], [1000, "waiting"]);
  clock.pass(1_000);
  last().say(welcome({ streams: { room: 1 }, now: evening(1) }));
  last().say({ type: "ready" });
  clock.pass(1_000);
  session.tick();
  assert.deepEqual([session.serverNow(), session.state.session.phase, sockets.length], [Date.parse(evening(1)) + 1_000, "open", 2]);
});

test("a device that slept into the night hears from the server that it is over, or finds it itself where nobody answers", () => {
  const session = come(live());
  last().say(said(1));
  last().drop(1006);
  clock.set(3 * 60 * 60_000);
  session.tick();
  assert.equal(session.state.session.phase, "open");
  clock.pass(30_000);
  session.tick();
  assert.deepEqual([session.state.session.phase, session.transcript.items("room")], ["over", []]);
});

test("a clock that is put back, or runs a little fast, troubles nobody", () => {
  const session = come(live());
  for (const by of [-3 * 60 * 60_000, 4_000]) {
    clock.set(by);
    session.tick();
    assert.deepEqual([sockets.length, session.serverNow()], [1, Date.parse(evening(0))]);
  }
});

test("the page is told when the clock alone changed something, and only then", () => {
  const session = come(live());
  session.tick();
  told.length = 0;
  last().say(entry("seat:3", 1, "muted", { until: evening(1) }));
  told.length = 0;
  clock.pass(30_000);
  session.tick();
  assert.deepEqual(names().filter((name) => name === "room"), []);
  clock.pass(30_000);
  session.tick();
  const [, state] = told.findLast(([name]) => name === "room");
  assert.equal(state.you.muted_until, null);
});

test("when the session is over nothing of the room stays with a young person, and their own stream does", () => {
  const session = come(live());
  last().say(said(1));
  last().say(entry("seat:3", 1, "whisper", { body: "psst", from: { staff: "a1" } }));
  last().drop(1006);
  clock.pass(66 * 60_000);
  session.tick();
  assert.deepEqual([session.transcript.items("room"), session.transcript.items("seat:3").length], [[], 1]);
});

test("staff may look back when it is over", () => {
  const session = come(live(), { staff: true });
  last().say(said(1));
  clock.pass(66 * 60_000);
  session.tick();
  assert.equal(session.transcript.items("room").length, 1);
});

for (const code of [4401, 4403, 4404, 4410]) {
  test(`after ${code} nothing stays in the browser`, () => {
    const session = come(live());
    last().say(said(1, { body: "very private" }));
    session.ask("say", { body: "very private" });
    session.drafts.set("room", "very private");
    assert.equal(storage.everything.includes("very private"), true);
    last().drop(code);
    assert.equal(storage.length, 0);
    assert.deepEqual([session.transcript.streams(), session.outbox.items(), session.state], [[], [], null]);
    assert.deepEqual([names().at(-1), session.connection.code], ["forgotten", code]);
  });
}

test("another tab taking over takes nothing away", () => {
  const session = come(live());
  session.drafts.set("room", "half a th");
  last().drop(4409);
  assert.equal(session.drafts.get("room"), "half a th");
});

test("leaving wipes everything at once and keeps nothing that is typed after it", () => {
  const session = come(live());
  last().say(said(1));
  session.ask("say", { body: "x" });
  session.forget();
  session.drafts.set("room", "late");
  assert.deepEqual([storage.length, clock.waiting, last().closedWith, session.transcript.streams()], [0, 0, 1000, []]);
});

test("a page that comes back from where browsers keep pages comes back into the room", () => {
  const session = live();
  session.hint();
  assert.equal(sockets.length, 0);
  come(session);
  session.stop();
  session.hint();
  assert.deepEqual([sockets.length, session.connection.state], [2, "connecting"]);
});

test("nothing brings back somebody who has left", () => {
  const session = come(live());
  session.forget();
  session.hint();
  assert.deepEqual([sockets.length, session.connection.state], [1, "stopped"]);
});

test("somebody else signed in here since: nothing of the one before is shown or sent", () => {
  const session = come(live());
  last().say(said(1));
  last().say(entry("seat:3", 1, "whisper", { body: "psst", from: { seat: 3 } }));
  session.ask("say", { body: "mine" });
  session.drafts.set("room", "mine");
  last().drop(1006);
  clock.pass(1_000);
  come(session, { seat: 5, streams: { room: 0 } });
  assert.deepEqual([session.transcript.items("seat:3"), session.outbox.items(), session.drafts.get("room"), last().sent], [[], [], "", []]);
});

test("needing a minute is told again after a reconnection, until one is back", () => {
  const session = come(live());
  session.away(true);
  last().drop(1006);
  clock.pass(1_000);
  come(session);
  assert.deepEqual(last().sent.map(({ type }) => type), ["away"]);
  session.away(false);
  last().drop(1006);
  clock.pass(1_000);
  come(session);
  assert.deepEqual(last().sent, []);
});

test("a restored backup starts the state anew too", () => {
  const session = come(live(), { staff: true });
  last().say(entry("staff", 1, "flag", { seat: 3 }));
  last().drop(1006);
  clock.pass(1_000);
  last().say(welcome({ staff: true }));
  last().say({ type: "ready" });
  last().say(entry("staff", 1, "note", { body: "other past" }));
  last().say(entry("staff", 2, "flag_done", { of: 1 }));
  assert.deepEqual(session.transcript.items("staff").map((item) => item.kind), ["note"]);
});

test("a frame of a kind we do not know is passed over", () => {
  const session = come(live());
  for (const type of ["constructor", "later", undefined]) last().say({ type });
  assert.equal(session.connection.state, "live");
});

test("a page that throws everywhere loses nothing", () => {
  const broken = () => { throw new Error("page"); };
  const session = live({ on: { ...Object.fromEntries(EVENTS.map((name) => [name, broken])), fault: broken } });
  come(session);
  const ref = session.ask("say", { body: "hello" });
  last().say(said(1, { from: { seat: 3 }, ref }));
  last().say({ type: "people", people: [] });
  assert.deepEqual([session.transcript.cursor("room"), session.outbox.items(), session.connection.state], [1, [], "live"]);
});
