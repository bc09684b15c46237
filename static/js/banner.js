/** The line between this page and the room: says calmly that it was lost, and what happens meanwhile. */
import { button, find } from "./parts.js";
import { words } from "./words.js";

const PATIENCE_MS = 2000;
/** Closed for good, but nothing of the session is to be wiped: a press brings it back. */
const CAN_COME_BACK = new Set(["closed"]);

export class Banner {
  #box = find("banner");
  #retry;
  #waiting = null;

  constructor(retry) {
    this.#retry = retry;
  }

  /** As connection.js says how it stands. */
  show({ state, code }) {
    if (state === "live" || state === "replaying") return this.#hide();
    if (CAN_COME_BACK.has(state)) return this.#say(words(`closed ${code}`) || words("closed"), words("retry"));
    // Waiting and connecting take turns; only the first of them starts the clock.
    if (this.#box.hidden) this.#waiting ??= window.setTimeout(() => this.#say(words("reconnecting")), PATIENCE_MS);
    return undefined;
  }

  #rest() {
    window.clearTimeout(this.#waiting);
    this.#waiting = null;
  }

  #say(text, retry = null) {
    this.#rest();
    this.#box.textContent = text;
    if (retry) this.#box.append(" ", button(retry, () => this.#retry(), "small"));
    this.#box.hidden = false;
  }

  #hide() {
    this.#rest();
    this.#box.hidden = true;
    this.#box.textContent = "";
  }
}
