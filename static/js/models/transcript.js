/**
 * What was said, as far as this reader may hear it, stream by stream.
 *
 * Tells the page what to patch: `onChange({added, changed, removed, live, unseen})` with ids. History and
 * catching up come as one change at `ready` with `live: false`; afterwards each entry comes on its own.
 */

import { changes, idOf, isAboutAnother, isDiverted, kept, shown } from "./item.js";
import { Patch } from "./patch.js";
import { Reader } from "./reader.js";
import { Streams } from "./streams.js";

const SAID = new Set(["message", "held"]);

export class Transcript {
  #onChange;
  #onRestored;
  #streams;
  #reader = new Reader();
  #items = new Map();
  // The same items once more by stream, in order, as most questions are about the end of one.
  #byStream = new Map();
  #replaying = false;
  #patch = new Patch();

  /**
   * `askSince(stream, pos)` is called once for each gap. `onRestored()`: the server remembers another past
   * than ours (a restored backup), and everything starts anew.
   */
  constructor({ askSince, onChange, onRestored = () => {} }) {
    this.#streams = new Streams(askSince);
    this.#onChange = onChange;
    this.#onRestored = onRestored;
  }

  /** A welcome: history follows. Streams it does not name are no longer ours to hear. */
  welcome({ you, streams }) {
    this.#reader.is(you);
    this.#replaying = true;
    if (this.#streams.areAhead(streams)) this.#startAnew();
    for (const name of this.streams()) if (!(name in streams)) this.#dropStream(name);
    this.#streams.expect(streams);
  }

  /** History is through: show it, and ask for whatever should have come and did not. */
  ready() {
    this.#replaying = false;
    this.#tell(false);
    this.#streams.fill();
  }

  /** The line was cut: show what came so far. */
  interrupted() {
    this.#replaying = false;
    this.#tell(false);
    this.#streams.interrupted();
  }

  /** Take an entry in. Returns those that are new, in order. */
  receive(entry) {
    if (this.#streams.of(entry.stream).contradicts(entry)) this.#startAnew();
    const stream = this.#streams.of(entry.stream);
    const through = stream.receive(entry);
    for (const next of through) this.#apply(next, !this.#replaying && !stream.isCatchingUp);
    if (!this.#replaying) this.#streams.fill();
    return through;
  }

  /** Ask for what passed by without leaving a gap to see. */
  catchUp(name) {
    this.#streams.catchUp(name);
  }

  /** The answer to `since` came, after its entries. Asks again where something is still missing. */
  sinceAnswered(name) {
    this.#streams.of(name).answered();
    if (!this.#replaying) this.#streams.fill();
  }

  /** The stream is not ours to hear: wait for nothing. */
  notHeard(name) {
    this.#streams.of(name).settle();
  }

  cursor(name) {
    return this.#streams.cursor(name);
  }

  cursors() {
    return this.#streams.cursors();
  }

  /** Where a reconnection goes on from: our last entry once more. */
  overlap() {
    return this.#streams.overlap();
  }

  streams() {
    return this.#streams.names();
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
    const { who, from } = item;
    return { id, who, from, body: removed ? null : item.body, removed, hidden: this.#reader.hides(item) };
  }

  /** When the reader last said something to the room, held or not, in milliseconds, or null. */
  lastSaidAt() {
    const said = [...this.#items.values()].filter((item) => item.mine && item.ref && SAID.has(item.kind) && !isDiverted(item));
    return said.length ? Math.max(...said.map((item) => Date.parse(item.at))) : null;
  }

  /** The reader is at the end of this stream. */
  seen(name) {
    const isFurther = this.#reader.saw(name, this.cursor(name));
    if (isFurther && !this.#replaying) this.#tell(false, true);
  }

  /** Others' words since the reader was last at the end. */
  unseen(name) {
    const said = this.#in(name);
    let [count, first] = [0, null];
    for (let place = said.length - 1; place >= 0 && !this.#reader.hasSeen(said[place]); place -= 1) {
      if (this.#reader.isNews(said[place])) [count, first] = [count + 1, said[place].id];
    }
    return { count, first };
  }

  /** Hide somebody's words for this reader only. */
  hide(who) {
    this.#reader.hide(who);
    this.#touch(who);
  }

  show(who) {
    this.#reader.show(who);
    this.#touch(who);
  }

  hiddenPeople() {
    return this.#reader.hiddenPeople();
  }

  /** Forget a stream that is not ours to hear any more; should it be again, it comes from its beginning. */
  drop(name) {
    this.#dropStream(name);
    if (!this.#replaying) this.#tell(false);
  }

  /** Forget everything, also whom the reader had hidden. */
  clear() {
    for (const name of this.streams()) this.#dropStream(name);
    this.#streams.clear();
    this.#reader.forget();
    this.#tell(false);
  }

  #in(name) {
    return this.#byStream.get(name) ?? [];
  }

  #shown(item) {
    return shown(item, { hidden: this.#reader.hides(item), me: this.#reader.me });
  }

  #startAnew() {
    for (const name of this.streams()) this.#dropStream(name);
    this.#streams.startAnew();
    this.#reader.forgetPlaces();
    this.#onRestored();
  }

  #dropStream(name) {
    for (const { id } of this.#in(name)) this.#forget(id);
    this.#byStream.delete(name);
    this.#streams.forget(name);
  }

  #forget(id) {
    this.#items.delete(id);
    this.#patch.remove(id);
    this.#touchQuoting((quoted) => quoted === id);
  }

  #apply(entry, live) {
    if (!isAboutAnother(entry)) this.#add(entry, live);
    if (entry.of != null && changes[entry.kind]) this.#change(entry);
    if (!this.#replaying) this.#tell(live);
  }

  #add(entry, live) {
    const item = kept(entry, { mine: this.#reader.wrote(entry), live });
    this.#items.set(item.id, item);
    if (!this.#byStream.has(item.stream)) this.#byStream.set(item.stream, []);
    this.#byStream.get(item.stream).push(item);
    this.#patch.add(item.id);
    // Streams overtake one another: held words may be here before the message that they answer.
    this.#touchQuoting((quoted) => quoted === item.id);
  }

  #change(entry) {
    const item = this.#items.get(idOf(entry.stream, entry.of));
    if (!item) return;
    changes[entry.kind](item, entry, this.#reader.isStaff);
    this.#patch.change(item.id);
    if (entry.kind === "removed" || entry.kind === "restored") this.#touchQuoting((quoted) => quoted === item.id);
  }

  #touch(who) {
    const theirs = (id) => this.#items.get(id)?.who === who;
    for (const id of this.#items.keys()) if (theirs(id)) this.#patch.change(id);
    this.#touchQuoting(theirs);
    if (!this.#replaying) this.#tell(false);
  }

  #touchQuoting(chosen) {
    for (const { id, replyTo } of this.#items.values()) if (replyTo && chosen(replyTo)) this.#patch.change(id);
  }

  #tell(live, always = false) {
    if (this.#patch.isEmpty && !always) return;
    const unseen = Object.fromEntries(this.streams().map((name) => [name, this.unseen(name).count]));
    this.#onChange({ ...this.#patch.take(), live, unseen });
  }
}
