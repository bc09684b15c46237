/**
 * Single keys for whoever would rather not reach for the mouse. None works while somebody writes, a card is open,
 * another key is held or the line is closed, and all can be switched off (WCAG 2.1.4); that is all this page keeps.
 */
import { find } from "../parts.js";
import { isSheetOpen, openSheet } from "../sheets.js";

const KEPT = "keys";
const WRITING = "input, textarea, select, [contenteditable]";

export class Keys {
  #acts;
  // While the line is closed for good, or the page wiped, there is nothing that a key could do.
  #isClosed = false;

  /** `alarms`: the panel whose oldest one a key takes. */
  constructor({ side }, { alarms }) {
    this.#acts = {
      "?": () => openSheet("keys"),
      a: () => alarms.takeFirst(),
      c: () => openSheet("controls"),
      m: () => this.#go(() => side.turnTo("room"), "#say-words"),
      p: () => this.#go(() => side.turnTo("people"), "#seats button:not([hidden])"),
      q: () => this.#go(() => side.turnTo("side", "queue"), "#queue-list button, #queue"),
      r: () => this.#go(() => side.turnTo("side", "thread"), ".thread:not([hidden]) .quick [tabindex='0']"),
      s: () => this.#go(() => find("script") && side.turnTo("side", "script"), "#script .step:not([hidden]) summary"),
      t: () => this.#go(() => side.turnTo("side", "team"), "#note-words"),
      u: () => find("done").querySelector("[data-key=undo]")?.click(),
      w: () => this.#go(() => side.turnTo("side", "thread"), ".thread:not([hidden]) textarea"),
    };
    document.addEventListener("keydown", (event) => this.#pressed(event));
    find("keys-on").checked = isOn();
    find("keys-on").addEventListener("change", ({ target }) => keep(target.checked));
  }

  connection({ state }) {
    if (state === "live" || state === "closed") this.#isClosed = state === "closed";
  }

  #pressed(event) {
    if (this.#isClosed) return;
    const act = this.#acts[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || event.repeat || isSheetOpen()) return;
    if (!isOn() || event.target.closest?.(WRITING)) return;
    event.preventDefault();
    act();
  }

  #go(turn, chosen) {
    turn();
    document.querySelector(chosen)?.focus();
  }
}

function isOn() {
  try {
    return window.localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function keep(on) {
  try {
    if (on) window.localStorage.removeItem(KEPT);
    else window.localStorage.setItem(KEPT, "off");
  } catch {
    /* Not kept, then: the keys stay as they were. */
  }
}
