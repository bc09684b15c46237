/**
 * What was said, as far as this reader may hear it, stream by stream.
 *
 * Tells the page what to patch: `onChange({added, changed, removed, live, unseen})` with ids. History and
 * catching up come as one change at `ready` with `live: false`; afterwards each entry comes on its own.
 * `askSince(stream, pos)` is called once for each gap. Hiding somebody stays in this memory and is never sent.
 */

import { changes, idOf, isAboutAnother, isWords, kept, shown } from "./item.js";
import { Patch } from "./patch.js";
import { Stream } from "./stream.js";
import { SYSTEM, whoOf, whoOfPerson } from "./who.js";

const SAID = new Set(["message", "held"]);

export class Transcript {
  #askSince;
  #onChange;
  #streams = new Map();
  #items = new Map();
  #seen = new Map();
  #hidden = new Set();
  #me = SYSTEM;
  #forStaff = false;
  #replaying = false;
  #patch = new Patch();

  constructor({ askSince, onChange }) {
    this.#askSince = askSince;
    this.#onChange = onChange;
  }

  /** A welcome: history follows. A head behind us means another past (a restored backup): start anew. Returns whether. */
  welcome({ you, streams }) {
    this.#me = whoOfPerson(you);
    this.#forStaff = you.role !== "seat";
    this.#replaying = true;
    const heads = Object.entries(streams);
    const restored = heads.some(([name, head]) => head < this.cursor(name));
    if (restored) this.#dropAll();
    for (const stream of this.#streams.values()) stream.answered();
    for (const [name, head] of heads) this.#stream(name).expect(head);
    return restored;
  }

  /** History is through: show it, and ask for whatever should have come and did not. */
  ready() {
    this.#replaying = false;
    this.#tell(false);
    for (const name of this.#streams.keys()) this.#fill(name);
  }

  /** The line was cut: show what came so far. What was asked will not be answered any more. */
  interrupted() {
    this.#replaying = false;
    this.#tell(false);
    for (const stream of this.#streams.values()) stream.answered();
  }

  /** Take an entry in. Returns those that are new, in order. */
  receive(entry) {
    const stream = this.#stream(entry.stream);
    const through = stream.receive(entry);
    for (const next of through) this.#apply(next, !this.#replaying && !stream.isCatchingUp);
    if (!this.#replaying) this.#fill(entry.stream);
    return through;
  }

  /** Ask for what passed by without leaving a gap to see. */
  catchUp(name) {
    const stream = this.#stream(name);
    stream.asking();
    this.#askSince(name, stream.cursor);
  }

  /** The answer to `since` came, after its entries. Asks again where something is still missing. */
  sinceAnswered(name) {
    this.#stream(name).answered();
    if (!this.#replaying) this.#fill(name);
  }

  /** The stream is not ours to hear any more: wait for nothing. */
  notHeard(name) {
    this.#stream(name).settle();
  }

  cursor(name) {
    return this.#streams.get(name)?.cursor ?? 0;
  }

  cursors() {
    return Object.fromEntries([...this.#streams].map(([name, stream]) => [name, stream.cursor]));
  }

  streams() {
    return [...this.#streams.keys()];
  }

  items(name) {
    return this.#in(name).map((item) => this.#shown(item));
  }

  get(id) {
    const item = this.#items.get(id);
    return item ? this.#shown(item) : null;
  }

  /** What a reply points at, read afresh each time so that no copy of the words is left anywhere. */
  quote(id) {
    const item = this.#items.get(id);
    if (!item) return null;
    const removed = item.removed !== null;
    return { id, who: item.who, from: item.from, body: removed ? null : item.body, removed, hidden: this.#isHidden(item) };
  }

  /** When the reader last said something to the room, held or not, in milliseconds, or null. */
  lastSaidAt() {
    const said = [...this.#items.values()].filter((item) => item.mine && item.ref && SAID.has(item.kind));
    return said.length ? Math.max(...said.map((item) => Date.parse(item.at))) : null;
  }

  /** The reader is at the end of this stream. */
  seen(name) {
    if (this.#seen.get(name) === this.cursor(name)) return;
    this.#seen.set(name, this.cursor(name));
    if (!this.#replaying) this.#tell(false, true);
  }

  /** Others' words since the reader was last at the end. */
  unseen(name) {
    const since = this.#seen.get(name) ?? 0;
    const fresh = this.#in(name).filter((item) => item.pos > since && this.#isNews(item));
    return { count: fresh.length, first: fresh[0]?.id ?? null };
  }

  hide(who) {
    this.#hidden.add(who);
    this.#touch(who);
  }

  show(who) {
    this.#hidden.delete(who);
    this.#touch(who);
  }

  hiddenPeople() {
    return [...this.#hidden];
  }

  /** Forget one stream, words and place. */
  drop(name) {
    for (const { id } of this.#in(name)) this.#forget(id);
    this.#streams.delete(name);
    this.#seen.delete(name);
    this.#tell(false);
  }

  /** Forget everything, also whom the reader had hidden. */
  clear() {
    this.#dropAll();
    this.#hidden.clear();
    this.#tell(false);
  }

  #stream(name) {
    if (!this.#streams.has(name)) this.#streams.set(name, new Stream());
    return this.#streams.get(name);
  }

  #in(name) {
    return [...this.#items.values()].filter((item) => item.stream === name);
  }

  #shown(item) {
    return shown(item, { hidden: this.#isHidden(item), me: this.#me });
  }

  #isHidden(item) {
    return !item.mine && this.#hidden.has(item.who);
  }

  #isNews(item) {
    return isWords(item) && !item.mine && !item.removed && !this.#isHidden(item);
  }

  #fill(name) {
    const stream = this.#stream(name);
    if (stream.shouldAsk()) this.#askSince(name, stream.cursor);
  }

  #apply(entry, live) {
    if (!isAboutAnother(entry)) this.#add(entry, live);
    if (entry.of != null && changes[entry.kind]) this.#change(entry);
    if (!this.#replaying) this.#tell(live);
  }

  #add(entry, live) {
    const item = kept(entry, { mine: whoOf(entry.from) === this.#me, live });
    this.#items.set(item.id, item);
    this.#patch.add(item.id);
  }

  #change(entry) {
    const item = this.#items.get(idOf(entry.stream, entry.of));
    if (!item) return;
    changes[entry.kind](item, entry, this.#forStaff);
    this.#patch.change(item.id);
    if (entry.kind === "removed") this.#noteQuoting((quoted) => quoted === item.id);
  }

  #noteQuoting(chosen) {
    for (const { id, replyTo } of this.#items.values()) if (replyTo && chosen(replyTo)) this.#patch.change(id);
  }

  #touch(who) {
    const theirs = (id) => this.#items.get(id)?.who === who;
    for (const id of this.#items.keys()) if (theirs(id)) this.#patch.change(id);
    this.#noteQuoting(theirs);
    if (!this.#replaying) this.#tell(false);
  }

  #forget(id) {
    this.#items.delete(id);
    this.#patch.remove(id);
  }

  #dropAll() {
    for (const id of [...this.#items.keys()]) this.#forget(id);
    this.#streams.clear();
    this.#seen.clear();
  }

  #tell(live, always = false) {
    if (this.#patch.isEmpty && !always) return;
    const unseen = Object.fromEntries(this.streams().map((name) => [name, this.unseen(name).count]));
    this.#onChange({ ...this.#patch.take(), live, unseen });
  }
}
