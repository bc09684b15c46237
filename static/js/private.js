/** The private word: between this young person and the facilitators, closed until tapped. */
import { isDiverted, isOfCall } from "./models/item.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { find, put } from "./parts.js";
import { Pending } from "./pending.js";
import { isSheetOpen } from "./sheets.js";
import { counted, named, words } from "./words.js";
import { lastsToTheEnd } from "./models/pace.js";
import { LIMITS } from "./protocol.js";

const WORDS = new Set(["whisper", "help", "returned", "automatic"]);

export class PrivateWord {
  #live;
  #log = null;
  #pending;
  #page;
  #stream = null;
  #asked = new Set();
  #names = [];
  #staffed = false;
  #hasSpoken = false;
  #isBack = false;
  composer;

  constructor(live, page) {
    this.#live = live;
    this.#page = page;
    this.composer = new Composer({
      form: find("whisper"), limit: LIMITS.body,
      send: ({ body }) => {
        this.#asked.add(live.ask("whisper", { body }));
        put(find("private-said"), "");
      },
    });
    this.#pending = new Pending({ list: find("private-pending"), live, page, verbs: ["whisper", "help"], composer: () => this.composer });
    find("private-open").addEventListener("click", () => this.open());
    find("private-close").addEventListener("click", () => this.close());
    find("private-help-close").addEventListener("click", () => {
      find("private-help").hidden = true;
      this.composer.focus();
    });
  }

  /** Whether what comes is seen as it comes. */
  get isSeen() {
    return Boolean(this.#log?.isSeen());
  }

  /** What became of their call, to be said where it is not seen. */
  lineOf(item) {
    return this.#line(item);
  }

  /** Whose stream it is, known after the first welcome. */
  belongTo(state) {
    const stream = `seat:${state.you.seat}`;
    this.composer.keepIn(this.#live.drafts, stream);
    this.#names = state.people.filter((person) => person.staff && person.present).map((person) => person.name);
    this.#staffed = Boolean(state.room.staffed);
    put(find("private-who"), this.#who());
    if (this.#stream) return;
    this.#stream = stream;
    this.#log = new Log({
      box: find("private-talk"), stream, transcript: this.#live.transcript,
      page: { ...this.#page, menu: null, line: (item) => this.#line(item), note: (item) => this.#note(item) },
    });
  }

  /**
   * Returns how much is new where nothing of this pane can say so: another view or a card is in front, or it came while
   * the line was lost, and goes in as silently as any history.
   */
  apply(change) {
    this.#log?.apply(change);
    const fresh = change.live || this.#isBack ? change.added.filter((id) => this.#isTheirs(id, change.live)).length : 0;
    if (fresh) put(find("private-said"), "");
    this.#drawEmpty();
    const waiting = this.tellUnseen();
    const isRead = change.live && !isSheetOpen() && find("private").offsetParent !== null;
    return fresh && !isRead ? Math.max(waiting, fresh) : 0;
  }

  /** An `ok` or a `no` came. */
  answer({ ref }, frame) {
    if (frame.type === "ok") this.settled([ref]);
  }

  /** These are written: now, and only now, it is true to say so. What was refused says for itself that it was not sent. */
  settled(refs) {
    const { outbox } = this.#live;
    if (!refs.filter((ref) => this.#asked.delete(ref)).length) return;
    if ([...this.#asked].some((ref) => outbox.get(ref)?.state === "pending")) return;
    put(find("private-said"), words(this.#staffed ? "theyHaveIt" : "keptForThem"));
  }

  drawPending() {
    this.#pending.draw();
    this.#drawEmpty();
    if (!this.isOpen) return;
    this.#log?.toEnd();
  }

  silent() {
    this.#isBack = this.#hasSpoken;
    this.#log?.silent();
  }

  speak() {
    this.#hasSpoken = true;
    this.#log?.speak();
  }

  get isOpen() {
    return !find("private-opened").hidden;
  }

  open() {
    this.#toggle(true);
    this.#log?.toEnd();
    this.tellUnseen();
    this.composer.focus();
  }

  /**
   * Their words went to the facilitators: what the machine says, and whom to call, is seen at once. The hand comes
   * here too, so that whoever goes on writing does so where it is read.
   */
  openWithHelp() {
    find("private-help").hidden = false;
    this.open();
  }

  close() {
    this.#toggle(false);
    find("private-open").focus();
  }

  /** How much is waiting, on the tab and on the closed card. Never what it says. */
  tellUnseen() {
    const count = this.#stream ? this.#live.transcript.unseen(this.#stream).count : 0;
    const badge = document.querySelector("[data-badge=private]");
    badge.hidden = count === 0;
    put(badge, count ? String(count) : "");
    badge.setAttribute("aria-label", count ? counted("newPrivate", count) : "");
    const waiting = find("private-waiting");
    const text = count ? counted("newPrivate", count) : "";
    if (waiting.textContent !== text) waiting.textContent = text;
    find("private-closed").classList.toggle("has-news", count > 0);
    return count;
  }

  #toggle(isOpen) {
    find("private-opened").hidden = !isOpen;
    find("private-close").hidden = !isOpen;
    find("private-closed").hidden = isOpen;
  }

  // What became of a call is told by itself as it comes, and counts with what was missed.
  #isTheirs(id, live) {
    const item = this.#live.transcript.get(id);
    return item?.stream === this.#stream && !item.mine && (WORDS.has(item.kind) || (!live && isOfCall(item)));
  }

  #drawEmpty() {
    const talk = find("private-talk");
    talk.querySelector("[data-empty]").hidden = talk.querySelector("li") !== null;
  }

  // Only what is true: who has come in tonight, and that none of them is here, never that somebody is reading right now.
  #who() {
    if (!this.#names.length) return words("privateNobody");
    return [words("privateWho", { names: named(this.#names) }), this.#staffed ? "" : words("privateNoneNow")].filter(Boolean).join(" ");
  }

  #line(item) {
    if (item.kind === "answer") return item.body === null ? null : "";
    if (isDiverted(item)) return "";
    if (WORDS.has(item.kind)) return item.kind === "help" && !item.body ? this.#note(item) : "";
    const what = this.#kindOf(item);
    return words(`line.${what}`, { name: item.fields.name, until: this.#page.timeOf(item.fields.until), text: item.fields.text ?? "" }) || null;
  }

  #kindOf({ kind, fields }) {
    const { session } = this.#live.state ?? {};
    if (kind === "muted" && session && lastsToTheEnd(session, fields.until)) return "muted.toTheEnd";
    return [kind, fields.what ?? (fields.aside && "aside")].filter(Boolean).join(" ");
  }

  #note(item) {
    if (item.kind === "help") return words(item.fields.nobody ? "calledAlone" : "called");
    if (item.kind === "answer") return words("shared");
    if (isDiverted(item)) return words(item.status === "released" ? "divertedReleased" : "diverted");
    if (item.kind !== "returned") return "";
    const mine = this.#live.transcript.get(`${item.stream}/${item.fields.of}`)?.body;
    return mine ? words("returned", { words: mine }) : "";
  }
}
