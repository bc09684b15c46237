/** A box to write in: keeps its draft with all that belongs to it, grows with the words, and says why it cannot send just now. */
import { partsOf, put } from "./parts.js";
import { words } from "./words.js";

const COUNT_FROM = 0.9;
const TALLEST_PX = 168;

export class Composer {
  #part;
  #limit;
  #send;
  #messageAt;
  #drafts = null;
  #name = "";
  #reply = null;
  // Where in the room stands what kept words answer, until that has come.
  #awaited = null;

  /**
   * `send({body, heads_up, reply_to})`; `limit` in characters, as the server counts. `messageAt(pos)`: what stands at this
   * place of the room, as `replyTo` takes it, or null where nothing can be answered.
   */
  constructor({ form, limit, send, messageAt = () => null }) {
    this.#part = partsOf(form);
    this.#limit = limit;
    this.#send = send;
    this.#messageAt = messageAt;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#part.words.addEventListener("input", () => this.#typed());
    this.#part.words.addEventListener("keydown", (event) => this.#key(event));
    this.#part.headsUp?.addEventListener("change", () => this.#keep());
    this.#part.noReply?.addEventListener("click", () => {
      this.replyTo(null);
      this.focus();
    });
    this.#part.send.disabled = false;
    this.#part.keys.hidden = !window.matchMedia("(hover: hover) and (pointer: fine)").matches;
  }

  /**
   * Keep what is written here under this name, and take up what was kept before what was written meanwhile: with its
   * heads-up, without which it would go to everybody uncovered, and with what it answers.
   */
  keepIn(drafts, name) {
    if (this.#name === name) return;
    this.#drafts = drafts;
    this.#name = name;
    const { heads_up: headsUp, reply_to: answered } = drafts.kept(name);
    if (headsUp && this.#part.headsUp && !this.#part.headsUp.value) this.#part.headsUp.value = headsUp;
    if (!this.#reply) this.#awaited = answered;
    this.#takeUp(drafts.before(name, this.#part.words.value));
    this.#typed();
    this.cameIn();
  }

  /** More has come of the room: what the words kept here answer may be among it. The hand stays where it is. */
  cameIn() {
    const message = this.#awaited === null ? null : this.#messageAt(this.#awaited);
    if (message) this.#answer(message);
  }

  /** `null`: may send. Otherwise why not; the words stay and can be changed. */
  allow(whyNot) {
    put(this.#part.whyNot, whyNot ?? "");
    this.#part.send.setAttribute("aria-disabled", String(whyNot !== null));
  }

  /** `{pos, name, body}` of the message this answers, or null. */
  replyTo(message) {
    this.#answer(message);
    // What is answered may be taken away while one writes elsewhere; those words must not land in this box.
    if (message) this.focus();
  }

  /** The message answered here may be gone meanwhile. */
  get answering() {
    return this.#reply;
  }

  /** Give words back to be changed, before whatever is there, with the heads-up they had and what they answered. */
  giveBack(text, { heads_up: headsUp = null, reply_to: answered = null } = {}) {
    if (headsUp && this.#part.headsUp) this.#part.headsUp.value = headsUp;
    const message = answered === null || this.#reply ? null : this.#messageAt(answered);
    if (message) this.#answer(message);
    this.rewrite((written) => [text, written].filter(Boolean).join("\n"));
  }

  /** Words come back, before whatever is there, and the hand stays where it is. */
  takeBack(text) {
    this.#takeUp([text, this.#part.words.value].filter(Boolean).join("\n"));
    this.#typed();
  }

  /** Put `change(written)` in place of what is written here, to be gone on with; nothing is sent. */
  rewrite(change) {
    const box = this.#part.words;
    box.value = change(box.value);
    this.#typed();
    this.focus();
  }

  focus() {
    this.#part.words.focus();
  }

  // Whoever is writing goes on where they were, at the end.
  #takeUp(text) {
    const box = this.#part.words;
    if (box.value === text) return;
    box.value = text;
    if (box === document.activeElement) box.setSelectionRange(text.length, text.length);
  }

  #answer(message) {
    this.#reply = message;
    this.#awaited = null;
    this.#part.replying.hidden = !message;
    this.#part.replyTo.textContent = message ? words("replyingTo", message) : "";
    this.#part.replyBody.textContent = message?.body ?? "";
    this.#keep();
  }

  #submit() {
    const body = this.#part.words.value.trim();
    const blocked = this.#part.send.getAttribute("aria-disabled") === "true";
    if (!body || blocked || [...body].length > this.#limit) return this.focus();
    this.#send({ body, heads_up: this.#part.headsUp?.value || null, reply_to: this.#reply?.pos ?? null });
    if (this.#part.headsUp) this.#part.headsUp.value = "";
    this.#answer(null);
    this.#part.words.value = "";
    this.#typed();
    return this.focus();
  }

  #typed() {
    const box = this.#part.words;
    const length = [...box.value.trim()].length;
    this.#keep();
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, TALLEST_PX)}px`;
    const left = this.#limit - length;
    const near = length > this.#limit * COUNT_FROM;
    put(this.#part.count, near ? words(left < 0 ? "tooLong" : "lettersLeft", { n: Math.abs(left) }) : "");
    this.#part.count.classList.toggle("too-long", left < 0);
  }

  #keep() {
    const { words: box, headsUp } = this.#part;
    this.#drafts?.keep(this.#name, { body: box.value, heads_up: headsUp?.value || null, reply_to: this.#reply?.pos ?? this.#awaited });
  }

  // On a keyboard Enter sends; on a phone it makes a new line, as everywhere else there.
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || this.#part.keys.hidden) return;
    event.preventDefault();
    this.#submit();
  }
}
