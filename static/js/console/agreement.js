/** The group's agreement: last evening's lines, or the course's, with what the group adds; shown to the room by one press. */
import { find, put } from "../parts.js";
import { words } from "../words.js";

const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

export class Agreement {
  #acts;
  #box = find("agree-lines");
  #known;
  #version;
  #isShown = false;

  constructor({ acts }) {
    this.#acts = acts;
    this.#version = Number(find("agree-form").dataset.version);
    this.#known = linesOf(this.#box.value);
    find("agree-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.show();
    });
    find("agree-theirs").addEventListener("click", () => this.#take());
  }

  room({ room: { agreement } }) {
    if (agreement && (agreement.version !== this.#version || !this.#isShown)) this.#news(agreement);
    const version = this.#version ? words("agree.version", { n: this.#version }) : "";
    put(find("agree-version"), this.#isShown ? version : [version, words("agree.fresh")].filter(Boolean).join(", "));
  }

  // Somebody else's lines never take the place of what is being written here.
  #news({ version, lines }) {
    const isTouched = this.#box.value.trim() !== this.#known.join("\n") && linesOf(this.#box.value).join("\n") !== lines.join("\n");
    this.#known = [...lines];
    this.#version = version;
    this.#isShown = true;
    find("agree-theirs").hidden = !isTouched;
    put(find("agree-said"), isTouched ? words("agree.meanwhile") : "");
    if (!isTouched) this.#take();
  }

  #refuse() {
    find("agree").open = true;
    put(find("agree-said"), words("agree.twice"));
  }

  #take() {
    this.#box.value = this.#known.join("\n");
    find("agree-theirs").hidden = true;
    put(find("agree-said"), "");
  }

  /** Show the room these lines, as the version they are. */
  show() {
    const lines = linesOf(this.#box.value);
    if (!lines.length || new Set(lines).size < lines.length) return this.#refuse();
    put(find("agree-said"), "");
    const isSame = lines.join("\n") === this.#known.join("\n");
    return this.#acts.do("agree", { version: isSame ? Math.max(1, this.#version) : this.#version + 1, lines });
  }
}
