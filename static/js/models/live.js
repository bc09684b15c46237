/**
 * One person's live session: the line, what was said, what was asked, and how the room stands, in one hand.
 *
 * A page makes one, gives it the world (socket, clock, chance, storage) and listens with `on`. The order in
 * which a page is told: the transcript first, then the outbox, so that a bubble turns into its entry; then the room.
 */

import { CatchUp } from "./catchup.js";
import { Connection } from "./connection.js";
import { Drafts } from "./drafts.js";
import { Keep } from "./keep.js";
import { Outbox } from "./outbox.js";
import { Room } from "./room.js";
import { safely } from "./safely.js";
import { ServerTime } from "./servertime.js";
import { Transcript } from "./transcript.js";
import { whoOfPerson } from "./who.js";

/** Answers after which nothing of the session may stay in the browser. */
const NO_PLACE = new Set([4401, 4403, 4404, 4410]);
const EVENTS = ["connection", "welcome", "room", "transcript", "outbox", "answer", "forgotten"];

export class Live {
  #world;
  #on;
  #connection;
  #catchUp;
  #owner = null;
  #time;
  #tickedAt = -Infinity;
  #isIn = false;
  #isAway = false;
  #replayed = [];
  /** What this tab keeps over a reload, and marks that need no name. */
  keep;
  transcript;
  outbox;
  drafts;
  /** The room's fold, or null before the first welcome. */
  room = null;

  /** `ask`: the builders of protocol.js; `url`: the socket's, without query; `as`: which identity, demo only. */
  constructor({ on = {}, session, storage, ...world }) {
    [this.#world, this.#time] = [world, new ServerTime(world.clock)];
    this.#on = Object.fromEntries(EVENTS.map((name) => [name, safely(on[name], on.fault)]));
    this.keep = new Keep(storage, [session, world.as].filter(Boolean).join(":"));
    this.drafts = new Drafts(this.keep);
    this.transcript = new Transcript({
      askSince: (stream, pos) => this.#catchUp.ask(stream, pos),
      onChange: this.#on.transcript,
      onRestored: () => this.room?.forgetFlags(),
    });
    this.outbox = this.#makeOutbox(on.fault);
    this.#catchUp = this.#makeCatchUp();
    this.#connection = this.#makeConnection(on.fault);
  }

  start() {
    this.#isIn = true;
    this.#connection.start();
  }

  /** The page goes away, perhaps to come back. */
  stop() {
    this.#connection.stop();
    this.#cutOff();
  }

  /** The page or the network seems to be back: come in again after `stop`, or look after the line. */
  hint() {
    if (this.#isIn && this.connection.state === "stopped") this.#connection.start();
    else this.#connection.hint();
  }

  retryNow() {
    this.#connection.retryNow();
  }

  /** Ask for something that is to be done exactly once. Returns its ref. */
  ask(verb, fields = {}) {
    return this.outbox.add(verb, fields);
  }

  /** "I need a minute", and back. Presence may be lost, so it is told again after each reconnection. */
  away(isAway) {
    this.#isAway = isAway;
    this.#tellAway();
  }

  /** Once a second: what the clock alone has changed. */
  tick() {
    if (this.#time.isToBeAsked()) this.#connection.renew();
    const now = this.serverNow();
    const changed = this.room?.changedBetween(this.#tickedAt, now);
    this.#tickedAt = now;
    if (changed) this.#tellRoom();
  }

  /** Leave nothing behind: words, drafts, whom one had hidden, the line itself. */
  forget() {
    this.#isIn = this.#isAway = false;
    this.stop();
    this.keep.clear();
    this.outbox.clear();
    this.transcript.clear();
    this.room = null;
    this.#owner = null;
    this.#replayed = [];
    this.#on.forgotten();
  }

  /** The server's clock, in milliseconds, as far as the last welcome told it. */
  serverNow = () => this.#time.now();

  get state() {
    return this.room?.state(this.serverNow()) ?? null;
  }

  get connection() {
    return this.#connection.state;
  }

  /** When this person last said something to the room, by the server's clock, or null. */
  get lastSaidAt() {
    return this.transcript.lastSaidAt();
  }

  #makeOutbox(onFault) {
    const { ask, clock, random, newRef } = this.#world;
    return new Outbox({
      build: ask, clock, random, newRef, keep: this.keep, now: () => this.serverNow(), onFault,
      send: (frame) => this.#connection.isLive && this.#connection.send(frame),
      applied: (stream, pos) => this.transcript.cursor(stream) >= pos,
      onChange: this.#on.outbox, onAnswer: this.#on.answer,
    });
  }

  #makeCatchUp() {
    const { ask, clock, newRef } = this.#world;
    const send = (frame) => this.#connection.send(frame);
    return new CatchUp({ build: ask, clock, newRef, send, transcript: this.transcript });
  }

  #makeConnection(onFault) {
    const { ask, newRef, ...world } = this.#world;
    return new Connection({
      ...world, onFault,
      newPing: () => ask.ping({ ref: newRef() }),
      cursors: () => this.transcript.overlap(),
      onFrame: (frame) => this.#heard.get(frame.type)?.(frame),
      onState: (state) => this.#stands(state),
    });
  }

  /** What each frame from the server means here. */
  #heard = new Map([
    ["welcome", (frame) => this.#welcomed(frame)],
    ["entry", (entry) => this.#received(entry)],
    ["ready", () => this.#readied()],
    ["people", (frame) => this.#listed(frame)],
    ["ok", (frame) => this.#answered(frame)],
    ["no", (frame) => this.#answered(frame)],
  ]);

  #stands(state) {
    if (state.state === "waiting" || state.state === "closed") this.#cutOff();
    this.#on.connection(state);
    if (state.state === "closed" && NO_PLACE.has(state.code)) this.forget();
  }

  #cutOff() {
    this.#catchUp.reset();
    this.outbox.rest();
    this.transcript.interrupted();
    this.#settle(this.#replayed.splice(0));
  }

  #welcomed(welcome) {
    this.#time.told(Date.parse(welcome.now));
    const isNew = this.#belongTo(whoOfPerson(welcome.you));
    this.transcript.welcome(welcome);
    this.room = Room.fromWelcome(welcome, this.room);
    // What was left unsent is drawn at once, by a page that must know whose it is.
    if (isNew) this.outbox.restore();
    this.#on.welcome(this.state);
    this.#tellRoom();
  }

  // Somebody else signed in here since: nothing of the one before may be shown to them. Returns whether it was not theirs.
  #belongTo(owner) {
    if (this.#owner === owner) return false;
    if (this.#owner !== null) {
      this.outbox.clear();
      this.transcript.clear();
      this.room = null;
    }
    this.#owner = owner;
    this.keep.claim(owner);
    return true;
  }

  #received(entry) {
    const through = this.transcript.receive(entry);
    const changed = through.filter((next) => this.room?.applyEntry(next)).length > 0;
    if (this.#connection.isLive) this.#settle(through);
    else this.#replayed.push(...through);
    if (changed) this.#tellRoom();
    if (this.#connection.isLive) for (const next of through) this.#standApart(next);
  }

  #listed(frame) {
    this.room?.applyPeople(frame);
    this.#tellRoom();
  }

  #answered(frame) {
    if (!this.#catchUp.answer(frame)) this.outbox.answer(frame);
  }

  #settle(entries) {
    for (const entry of entries) this.outbox.entry(entry);
  }

  #readied() {
    this.transcript.ready();
    this.#settle(this.#replayed.splice(0));
    this.outbox.resend();
    if (this.#isAway) this.#tellAway();
  }

  // Out of the room nothing of it stays here, where its removals would not reach; back in it, it comes anew.
  #standApart({ kind, aside }) {
    if (!this.#owner.startsWith("seat:")) return;
    if (kind === "aside") this.transcript.drop("room");
    if (kind === "readmit" && !aside) this.transcript.catchUp("room");
  }

  #tellAway() {
    const { ask, newRef } = this.#world;
    this.#connection.send(ask[this.#isAway ? "away" : "back"]({ ref: newRef() }));
  }

  #tellRoom() {
    const { state } = this;
    if (state === null) return;
    if (state.you.role === "seat" && state.session.phase === "over") this.transcript.drop("room");
    this.#on.room(state);
  }
}
