/**
 * What somebody writes for themselves: it stays in this memory, also when the group has moved on, and goes with the page or
 * with the evening, which the card says beforehand.
 * Nothing of it is kept as a draft, and it is sent only after two presses that say where to.
 */
import { find, put } from "./parts.js";
import { clockTime, words } from "./words.js";
import { last } from "./models/last.js";

export class Own {
  #live;
  #texts = new Map();
  #open = null;
  #ref = null;

  constructor(live) {
    this.#live = live;
    find("own").addEventListener("opened", () => this.#show(this.#open ?? last([...this.#texts.keys()])));
    find("own").addEventListener("closed", () => this.#ask(false));
    find("own-words").addEventListener("input", ({ target }) => {
      this.#texts.set(this.#open, target.value);
      this.#ask(false);
      put(find("own-said"), "");
    });
    find("own-which").addEventListener("change", ({ target }) => this.#show(Number(target.value)));
    find("own-copy").addEventListener("click", () => this.#copy());
    find("own-share").addEventListener("click", () => this.#ask(true));
    find("own-no").addEventListener("click", () => {
      this.#ask(false);
      find("own-words").focus();
    });
    find("own-yes").addEventListener("click", () => this.#share());
  }

  /** Whether anything is written that goes with the page. */
  get isWritten() {
    return [...this.#texts.values()].some((text) => text.trim());
  }

  /** A reflection that stands in the room gets a page of its own, which outlasts it. */
  draw({ session: { phase, closes_at }, room: { prompt, staffed } }) {
    const time = clockTime(closes_at);
    put(find("own-goes"), words(`ownGoes.${phase}`, { time }) || words("ownGoes", { time }));
    if (prompt?.form === "reflection") {
      if (!this.#texts.has(prompt.pos)) this.#texts.set(prompt.pos, "");
      if (find("own").hidden) this.#open = prompt.pos;
    }
    if (this.#open !== null) put(find("own-asked"), this.#asked(this.#open));
    find("own-more").hidden = this.#texts.size === 0;
    find("own-share").hidden = !staffed;
    find("own-nobody").hidden = Boolean(staffed);
    if (!staffed) this.#ask(false);
  }

  /** An `ok` or a `no` to any ask. */
  answer(item, frame) {
    if (item.verb !== "answer" || item.fields.body == null) return;
    if (frame.type !== "ok") this.#live.outbox.discard(item.ref);
    if (item.ref === this.#ref) this.#answered(frame.type === "ok" ? words(frame.nobody ? "ownNobody" : "ownShared") : [words("notsent"), frame.text].join(" "));
  }

  /** An entry came before its answer, which is as good as an `ok`. `said`: what it then says. */
  settled(refs, said) {
    if (refs.includes(this.#ref)) this.#answered(words(said(this.#ref)?.nobody ? "ownNobody" : "ownShared"));
  }

  #show(pos) {
    if (pos === undefined) return;
    this.#open = pos;
    put(find("own-asked"), this.#asked(pos));
    find("own-words").value = this.#texts.get(pos);
    put(find("own-said"), "");
    find("own-pick").hidden = this.#texts.size < 2;
    find("own-which").replaceChildren(...[...this.#texts.keys()].map((one) => new Option(this.#asked(one).trim().split("\n")[0], one, false, one === pos)));
  }

  // Read afresh each time, so that what staff took away stands nowhere else.
  #asked(pos) {
    return this.#live.transcript.get(`room/${pos}`)?.body ?? words("line.askedGone");
  }

  #ask(isSure) {
    const wasOpen = !find("own-sure").hidden;
    find("own-sure").hidden = !isSure || !find("own-words").value.trim();
    if (!find("own-sure").hidden && !wasOpen) find("own-sure").focus();
  }

  #share() {
    const body = find("own-words").value.trim();
    if (this.#ref || !body) return;
    this.#ref = this.#live.ask("answer", { prompt: this.#open, body });
    this.#ask(false);
    put(find("own-said"), words("sending"));
  }

  #answered(said) {
    this.#ref = null;
    put(find("own-said"), said);
  }

  #copy() {
    const said = (key) => put(find("own-said"), words(key));
    const { clipboard } = navigator;
    if (!clipboard) return said("ownNotCopied");
    return clipboard.writeText(find("own-words").value).then(() => said("ownCopied"), () => said("ownNotCopied"));
  }
}
