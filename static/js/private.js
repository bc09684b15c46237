/** The private word: between this young person and the facilitators, closed until tapped. */
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { find, put } from "./parts.js";
import { Pending } from "./pending.js";
import { counted, named, words } from "./words.js";
import { LIMITS } from "./protocol.js";

const WORDS = new Set(["whisper", "help", "returned"]);

export class PrivateWord {
  #live;
  #log = null;
  #pending;
  #page;
  #stream = null;
  composer;

  constructor(live, page) {
    this.#live = live;
    this.#page = page;
    this.composer = new Composer({
      form: find("whisper"), limit: LIMITS.body,
      send: ({ body }) => live.ask("whisper", { body }),
    });
    this.#pending = new Pending({ list: find("private-pending"), live, page, verbs: ["whisper", "help"], composer: () => this.composer });
    find("private-open").addEventListener("click", () => this.open());
    find("private-close").addEventListener("click", () => this.close());
  }

  /** Whose stream it is, known after the first welcome. */
  belongTo(state) {
    const stream = `seat:${state.you.seat}`;
    this.composer.keepIn(this.#live.drafts, stream);
    put(find("private-who"), this.#who(state));
    if (this.#stream) return;
    this.#stream = stream;
    this.#log = new Log({
      box: find("private-talk"), stream, transcript: this.#live.transcript,
      page: { ...this.#page, menu: null, line: (item) => this.#line(item), note: (item) => this.#note(item) },
    });
  }

  apply(change) {
    this.#log?.apply(change);
    this.tellUnseen();
  }

  drawPending() {
    this.#pending.draw();
    if (!this.isOpen) return;
    this.#log?.toEnd();
  }

  silent() {
    this.#log?.silent();
  }

  speak() {
    this.#log?.speak();
  }

  clear() {
    this.#log?.clear();
    this.composer.clear();
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
  }

  #toggle(isOpen) {
    find("private-opened").hidden = !isOpen;
    find("private-close").hidden = !isOpen;
    find("private-closed").hidden = isOpen;
  }

  // Only what is true: who has come in tonight, never that somebody is reading right now.
  #who({ people }) {
    const names = people.filter((person) => person.staff && person.present).map((person) => person.name);
    return names.length ? words("privateWho", { names: named(names) }) : words("privateNobody");
  }

  #line(item) {
    if (WORDS.has(item.kind)) return item.kind === "help" && !item.body ? words("called") : "";
    return words(`line.${item.kind}`, { name: item.fields.name, until: this.#page.timeOf(item.fields.until), text: item.fields.text ?? "" }) || null;
  }

  #note(item) {
    if (item.kind === "help") return words("called");
    if (item.kind !== "returned") return "";
    const mine = this.#live.transcript.get(`${item.stream}/${item.fields.of}`)?.body;
    return mine ? words("returned", { words: mine }) : "";
  }
}
