/** An evening to which one young person came, or nobody: said to staff alone, with what they can do about it. */
import { button, find } from "../parts.js";
import { words } from "../words.js";
import { unusualOf } from "../models/unusual.js";
import { holdsTheRoom } from "./acts.js";
import { askFor } from "./asking.js";

export class Unusual {
  #live;
  #acts;
  #nameOf;

  constructor({ live, acts, page }) {
    this.#live = live;
    this.#acts = acts;
    this.#nameOf = page.nameOf;
  }

  room() {
    this.#draw();
  }

  transcript() {
    this.#draw();
  }

  #draw() {
    const state = this.#live.state;
    const now = state && holdsTheRoom() ? unusualOf(this.#live.transcript.items("staff"), state) : null;
    const box = find("unusual");
    const key = now ? `${now.what} ${now.seat}` : "";
    if (box.dataset.key === key) return;
    box.dataset.key = key;
    box.hidden = !now;
    box.replaceChildren(...(now ? this.#said(now) : []));
  }

  #said({ what, seat }) {
    const name = seat ? this.#nameOf(seat) : "";
    const text = document.createElement("p");
    text.textContent = words(`line.unusual ${what}`, { name });
    const ways = document.createElement("p");
    ways.className = "button-row";
    ways.append(...(seat ? this.#forOne(seat, name) : [button(words("closeNow"), () => askFor({ key: "close", act: () => this.#acts.do("close") }), "small")]));
    return [text, ways];
  }

  // The words are theirs to change before they are sent, and nobody is told that the others did not come.
  #forOne(seat, name) {
    const stay = ({ text }) => this.#live.ask("say", { body: text });
    const part = ({ text }) => {
      this.#live.ask("whisper", { seat, body: text });
      this.#acts.do("close");
    };
    return [
      button(words("justUs"), () => askFor({ key: "justUs", name, about: seat, first: words("ask.justUs.first"), wanted: true, act: stay }), "small"),
      button(words("anotherNight"), () => askFor({ key: "anotherNight", name, about: seat, first: words("ask.anotherNight.first"), wanted: true, act: part }), "small quiet"),
    ];
  }
}
