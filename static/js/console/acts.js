/** What staff do to a room: asked for once, said back when it is done, and undone by one press where that can be. */
import { button, find } from "../parts.js";
import { closeSheet } from "../sheets.js";
import { lastWhere } from "../models/last.js";
import { placeOfLetGo, stands } from "../models/stands.js";
import { words } from "../words.js";
import { followedBy } from "./hand.js";

const SHOWN_MS = 6_000;
const UNDOABLE_MS = 30_000;
/** What says for itself that it was done or not. */
const SILENT = new Set(["say", "whisper", "react", "note", "concern"]);
const SECOND = 1000;

/** What undoes each act, told by how things stood before it, and where the answer stands; and what is said then, and of whom, if not the usual. */
const UNDO = {
  mute: ({ seat }) => ["unmute", { seat }],
  unmute: ({ seat }, before) => {
    const left = Math.ceil((Date.parse(before.person(seat)?.muted_until) - before.now) / SECOND);
    const most = Number(document.body.dataset.longestBreather);
    return left > 0 ? ["mute", { seat, seconds: Math.min(left, most), reason: words("undo") }] : null;
  },
  aside: ({ seat }, before, pos) => ["readmit", { seat, of: pos }],
  // Whoever was out of the room before is so still; the server sees to that.
  eject: ({ seat }, before, pos) => ["readmit", { seat, of: pos }, before.person(seat)?.aside ? "letIn" : "readmit"],
  readmit: ({ seat }, before) => [before.person(seat)?.ejected ? "eject" : "aside", { seat, reason: words("undo") }],
  mode: ({ seat }, before) => ["mode", { seat, mode: (seat ? before.person(seat) : before.room).mode ?? "open" }],
  slow: (fields, before) => ["slow", { seconds: before.room.slow }],
  pause: (fields, before) => (before.room.paused === null ? ["resume", {}] : ["pause", { text: before.room.paused }]),
  resume: (fields, before) => ["pause", { text: before.room.paused }],
  plan: (fields, { room: { plan } }, pos) => (pos ? ["plan", { order: plan?.order ?? [], skipped: plan?.skipped ?? [], after: pos }] : null),
  // A prompt does not come back: its answers and its turns have ended. It is sent anew.
  remove: ({ pos }, before) => (before.isPrompt(pos) ? null : ["restore", { pos }]),
  prompt: (fields, before, pos) => (pos ? ["remove", { pos, reason: words("undo") }] : null),
  restore: ({ pos }) => ["remove", { pos, reason: words("undo") }],
  release: (fields, before, pos) => (pos ? ["remove", { pos, reason: words("undo") }] : null),
  flag_done: ({ pos, also }) => ["reopen", { pos, also }],
  settle: ({ seat }) => ["stay", { seat }],
  stay: ({ seat }, { heard }) => ["settle", { seat, outcome: words("undo"), after: heard[`seat:${seat}`] ?? 0, after_staff: heard.staff ?? 0 }],
  // What the partner had taken before, or took since, is theirs all the same; the server sees to that.
  lead: (fields, { room: { lead }, you, nameOf }, pos) => (lead ? ["lead", { staff: lead, of: pos }, lead === you ? "leadMine" : "lead", nameOf(lead)] : null),
  // In the lobby there was no open room to go back from, and a close would end the evening.
  open: (fields, before) => (before.phase === "closing" ? ["close", {}] : null),
  close: () => ["open", {}],
};

/** Whether this page may do more than write: who looks into a welcome may not. */
export const holdsTheRoom = () => document.body.dataset.role !== "watcher";

export class Acts {
  #live;
  #asked = new Map();

  constructor(live) {
    this.#live = live;
  }

  /**
   * Ask for `verb`. `name`: whom it concerns, for the words said back, which are those of `did`. `then` is called once it is
   * done, and `next`, `[text, act]`, is gone on with if the hand is still here by then; otherwise it is offered. `orElse` is
   * called if it was refused; the `{text, next}` it returns are said and offered with that.
   */
  do(verb, fields = {}, { name = "", did = verb, then = null, next = null, orElse = null } = {}) {
    const before = this.#before();
    const undo = (pos) => UNDO[verb]?.(fields, before, pos) ?? null;
    this.#asked.set(this.#live.ask(verb, fields), { verb, fields, did, name, undo, then, orElse, goOn: followedBy(next) });
  }

  /** An `ok` or a `no` came. */
  answer(item, frame) {
    const asked = this.#asked.get(item.ref);
    this.#asked.delete(item.ref);
    if (frame.type === "ok") asked?.then?.();
    if (SILENT.has(item.verb)) return;
    if (frame.type === "ok" && asked) this.#done(asked, item.ref, frame);
    else if (frame.code === "late") this.say(words("tooLate"), { isLong: true });
    else if (frame.type !== "ok") this.#notDone(asked, frame);
  }

  // An entry came before its answer, which is as good as an `ok`.
  outbox({ settled }) {
    for (const ref of settled) if (this.#asked.has(ref)) this.answer({ ref, verb: this.#asked.get(ref).verb }, { type: "ok" });
  }

  #notDone(asked, frame) {
    const { text = "", next = null } = asked?.orElse?.() ?? {};
    this.say([words("notDone"), frame.text, text].filter(Boolean).join(" "), { next });
  }

  // Taken back is only what stands as it was left: nothing that the partner, or one did oneself, has done since.
  #done({ verb, fields, did, name, undo, goOn }, ref, frame) {
    const how = undo(this.#placeOf(ref, frame, fields));
    const takeBack = () => (stands(this.#live.transcript, verb, fields, ref) ? this.#undo(how, name) : this.say(words("changedSince")));
    this.say(words(`did.${did}`, { name }), { undo: how && takeBack, next: goOn() });
  }

  // Where that stands which answered this: in the room, or among what staff alone hear, or with the young person it is about.
  #placeOf(ref, { stream, pos }, fields) {
    const { transcript, state } = this.#live;
    const own = `seat:${fields.seat}`;
    const at = (name) => lastWhere(transcript.items(name), (item) => item.ref === ref)?.pos;
    const isThere = stream === "room" || stream === "staff" || stream === own;
    return at("room") ?? at("staff") ?? at(own) ?? (isThere ? pos : placeOfLetGo(transcript, fields, state.you.staff));
  }

  #before() {
    const { people, room, session: { phase }, you: { staff: you } } = this.#live.state;
    const isPrompt = (pos) => this.#live.transcript.get(`room/${pos}`)?.kind === "prompt";
    const nameOf = (staff) => people.find((one) => one.staff === staff)?.name ?? words("someone");
    return { room, phase, you, nameOf, isPrompt, heard: this.#live.transcript.cursors(), now: this.#live.serverNow(), person: (seat) => people.find((one) => one.seat === seat) };
  }

  /**
   * Say back, for a while, what was done. `undo`: takes it back, `next`: what is gone on with, by one press each. `isLong`: also
   * without either it stays as long, for whoever is only just back at the page.
   */
  say(text, { undo = null, next = null, isLong = false } = {}) {
    const line = document.createElement("p");
    line.textContent = text;
    const offer = (label, act, key) => {
      const made = button(label, () => {
        line.remove();
        act();
      });
      made.dataset.key = key;
      line.append(" ", made);
    };
    if (undo) offer(words("undo"), undo, "undo");
    if (next) offer(...next, "next");
    find("done").replaceChildren(line);
    window.setTimeout(() => line.remove(), undo || next || isLong ? UNDOABLE_MS : SHOWN_MS);
  }

  #undo([verb, fields, did, whose], name) {
    // A message that is back needs no reason any more.
    if (verb === "restore") closeSheet();
    this.do(verb, fields, { name: whose ?? name, did });
  }
}
