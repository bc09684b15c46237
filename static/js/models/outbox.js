/**
 * What this person asked for and has no final answer to, by `ref`.
 *
 * An ask stays `pending` until the server says `ok` or `no`, over lost sockets and reloads, and is asked
 * again with the same ref, so that it is done at most once. `ok` makes it `sent` or `held` until its entry
 * has come too (in either order), then it is gone from here and stands in the transcript.
 * `no` makes it `notsent`, with the reason; asks without words are then gone at once, the page has been told.
 */

import { safely } from "./safely.js";

const ANSWER_WITHIN = 8_000;
const FIRST_RETRY = 1_000;
/** Words must not still be waiting ten seconds after the trouble is over. */
const LONGEST_RETRY = 6_000;
/** The pace of a seat is bursts of five, then one a second; a queue that goes faster would be refused. */
const BURST = 4;
const PACE = 1_100;

/** Kept over a reload, with their words if they have any; a concern also without, as somebody waits for it. */
const WITH_WORDS = new Set(["say", "whisper", "help", "worry", "checkin", "note", "concern"]);
/** Asked again however late: words, and what is one's own. They are as right as when they were written. */
const NEVER_LATE = new Set([...WITH_WORDS, "answer", "pass", "react", "agree", "return"]);
/** A control that waited for the line for longer is not pressed any more: meanwhile the partner may have gone on otherwise. */
const LATE = 30_000;
const NEVER_AGAIN = new Set([
  "bad_frame", "unknown_type", "too_long", "over", "not_allowed", "not_found", "already", "blocked",
]);
const SECOND = 1000;
const KEPT_AS = "unsent";
const UNANSWERED = { state: "pending", code: null, text: null, until: null, retryAt: null, suggestion: null };

export class Outbox {
  #how;
  #asks = new Map();
  #timers = new Map();

  /**
   * `build[verb](fields)` makes a frame, `send(frame)` says whether it left, `applied(stream, pos)` whether
   * that entry has come, `now()` is the server's time. `onChange({added, changed, removed, settled})` with refs;
   * `settled`: those of the removed that stand written, not what was refused and let go of. `onAnswer(ask, frame)` for
   * each final answer.
   */
  constructor({ onChange, onAnswer, onFault, ...how }) {
    this.#how = { ...how, onChange: safely(onChange, onFault), onAnswer: safely(onAnswer, onFault) };
  }

  items() {
    return [...this.#asks.values()].map(shown);
  }

  get(ref) {
    return this.#asks.has(ref) ? shown(this.#asks.get(ref)) : null;
  }

  /** Ask for something. Returns its ref; `TypeError` if there is no such verb. */
  add(verb, fields) {
    if (!this.#how.build[verb]) throw new TypeError(`no verb ${verb}`);
    const ref = this.#how.newRef();
    this.#asks.set(ref, { ref, verb, fields, at: this.#time(), tries: 0, ...UNANSWERED });
    this.#tell({ added: [ref] });
    this.#put(ref);
    return ref;
  }

  /** After a `no`: ask anew with the same ref, perhaps in other words (`{body}`, `{as_is: true}`). */
  retry(ref, changes = {}) {
    const ask = this.#asks.get(ref);
    if (ask?.state !== "notsent") return false;
    this.#change(ask, { ...UNANSWERED, tries: 0, fields: { ...ask.fields, ...changes } });
    this.#put(ref);
    return true;
  }

  /** Let go of what was refused. What is pending may have been done already, so it cannot be taken back. */
  discard(ref) {
    if (this.#asks.get(ref)?.state !== "notsent") return false;
    this.#remove(ref);
    return true;
  }

  /**
   * History is through and the line is live: ask again for everything that is still open, no faster than one may. A control that
   * is late is refused as `late`; had it been done, its entry would have come by now.
   */
  resend() {
    const open = [...this.#asks.values()].filter(({ state }) => state !== "notsent");
    for (const ask of open) {
      if (this.#hasCome(ask)) this.#settle(ask.ref);
      else if (this.#isLate(ask)) this.#refused(ask, { type: "no", ref: ask.ref, code: "late" });
    }
    open.filter(({ ref }) => this.#asks.has(ref)).forEach(({ ref }, place) => {
      if (place < BURST) this.#put(ref);
      else this.#after(ref, (place - BURST + 1) * PACE, () => this.#put(ref));
    });
  }

  /** The line is gone: nothing is tried until it is live again. */
  rest() {
    for (const ref of [...this.#timers.keys()]) this.#cancel(ref);
  }

  /** An `ok` or a `no`. Returns whether it was for one of ours. */
  answer(frame) {
    const ask = this.#asks.get(frame.ref);
    if (!ask || ask.state === "notsent") return false;
    this.#cancel(ask.ref);
    if (frame.type === "ok") this.#done(ask, frame);
    else if (frame.code === "busy") this.#later(ask);
    else this.#refused(ask, frame);
    return true;
  }

  /** An entry came: whatever of these asked for it, or was answered with its place, ends here. */
  entry(entry) {
    const { ref, stream, pos } = entry;
    const asked = [...this.#asks.values()].filter((ask) => ask.ref === ref || (ask.stream === stream && ask.pos === pos) || isLetGo(ask, entry));
    for (const ask of asked) this.#settle(ask.ref);
  }

  /** Take up what was left unsent before a reload. Call once it is known whose it is. */
  restore() {
    const left = parsed(this.#how.keep.read(KEPT_AS)).filter((ask) => this.#isOurs(ask));
    for (const ask of left) this.#asks.set(ask.ref, { at: this.#time(), ...UNANSWERED, ...ask, tries: 0 });
    if (left.length) this.#tell({ added: left.map(({ ref }) => ref) });
  }

  /** Forget everything here. */
  clear() {
    const removed = [...this.#asks.keys()];
    this.rest();
    this.#asks.clear();
    if (removed.length) this.#tell({ removed });
  }

  #time() {
    return new Date(this.#how.now()).toISOString();
  }

  #put(ref) {
    const ask = this.#asks.get(ref);
    if (!ask) return;
    const left = this.#how.send(this.#how.build[ask.verb]({ ref, ...ask.fields }));
    this.#cancel(ref);
    if (left) this.#after(ref, ANSWER_WITHIN, () => this.#silence(ask));
  }

  #silence(ask) {
    if (ask.state === "pending") this.#later(ask, 0);
  }

  #later(ask, wait = this.#retryWait(ask)) {
    this.#change(ask, { tries: ask.tries + 1 });
    this.#after(ask.ref, wait, () => this.#put(ask.ref));
  }

  #retryWait({ tries }) {
    return Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** tries) * (0.5 + this.#how.random() / 2);
  }

  #done(ask, frame) {
    const { stream = null, pos = null, held = false } = frame;
    this.#change(ask, { state: held ? "held" : "sent", stream, pos });
    this.#how.onAnswer(shown(ask), frame);
    if (stream === null || this.#hasCome(ask)) this.#settle(ask.ref);
  }

  #refused(ask, { code, text = null, until = null, retry_after = null, suggestion = null, ...frame }) {
    const retryAt = retry_after === null ? null : this.#how.now() + retry_after * SECOND;
    this.#change(ask, { state: "notsent", code, text, until, retryAt, suggestion });
    this.#how.onAnswer(shown(ask), { ...frame, code, text, until, retry_after, suggestion });
    if (!WITH_WORDS.has(ask.verb)) this.discard(ask.ref);
  }

  #isLate({ verb, state, at }) {
    return state === "pending" && !NEVER_LATE.has(verb) && this.#how.now() - Date.parse(at) > LATE;
  }

  #isOurs(ask) {
    return Boolean(ask?.ref) && WITH_WORDS.has(ask.verb) && !this.#asks.has(ask.ref);
  }

  #hasCome({ stream, pos }) {
    return stream != null && this.#how.applied(stream, pos);
  }

  #change(ask, changes) {
    Object.assign(ask, changes);
    this.#tell({ changed: [ask.ref] });
  }

  #settle(ref) {
    this.#remove(ref, { settled: [ref] });
  }

  #remove(ref, more = {}) {
    this.#cancel(ref);
    if (this.#asks.delete(ref)) this.#tell({ removed: [ref], ...more });
  }

  #tell({ added = [], changed = [], removed = [], settled = [] }) {
    this.#persist();
    this.#how.onChange({ added, changed, removed, settled });
  }

  #persist() {
    const wordy = [...this.#asks.values()].filter(({ verb }) => WITH_WORDS.has(verb));
    this.#how.keep.write(KEPT_AS, wordy.length ? JSON.stringify(wordy) : "");
  }

  #after(ref, wait, act) {
    this.#cancel(ref);
    this.#timers.set(ref, this.#how.clock.setTimeout(act, wait));
  }

  #cancel(ref) {
    this.#how.clock.clearTimeout(this.#timers.get(ref));
    this.#timers.delete(ref);
  }
}

function shown({ stream, pos, tries, ...ask }) {
  const retryable = ask.state === "notsent" && !NEVER_AGAIN.has(ask.code);
  return { ...ask, fields: { ...ask.fields }, retryable, slowly: ask.state === "pending" && tries > 0 };
}

// Words that were let go to the room are their author's there, so that no ref comes back with them to whoever did it.
function isLetGo({ verb, fields }, { kind, stream, of }) {
  return verb === "release" && kind === "released" && fields.stream === stream && fields.pos === of;
}

function parsed(text) {
  try {
    const asks = JSON.parse(text ?? "[]");
    return Array.isArray(asks) ? asks : [];
  } catch {
    return [];
  }
}
