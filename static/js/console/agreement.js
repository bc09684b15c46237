/** The group's agreement: last evening's lines, or the course's, with what the group adds; shown to the room by one press. */
import { find, put } from "../parts.js";
import { words } from "../words.js";
import { linesOf, merged, versionOf, whatIsWrong } from "../models/agreement.js";

export class Agreement {
  #acts;
  #box = find("agree-lines");
  #known;
  #isShown = false;

  constructor({ acts }) {
    this.#acts = acts;
    this.#known = { lines: linesOf(this.#box.value), version: Number(find("agree-form").dataset.version) };
    find("agree-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.show();
    });
  }

  room({ room: { agreement } }) {
    if (agreement && (agreement.version !== this.#known.version || !this.#isShown)) this.#take(agreement);
    const { version } = this.#known;
    const told = version ? words("agree.version", { n: version }) : "";
    put(find("agree-version"), this.#isShown ? told : [told, words("agree.fresh")].filter(Boolean).join(", "));
  }

  /** Show the room these lines, as the version they are. */
  show() {
    const lines = linesOf(this.#box.value);
    const wrong = whatIsWrong(lines);
    put(find("agree-said"), wrong ? words(`agree.${wrong}`, { n: lines.length }) : "");
    if (wrong) find("agree").open = true;
    else this.#acts.do("agree", { version: versionOf(lines, this.#known), lines });
  }

  // Somebody else's lines never take the place of what is being written here.
  #take({ version, lines }) {
    const mine = linesOf(this.#box.value);
    const now = merged(this.#known.lines, mine, lines);
    this.#known = { version, lines: [...lines] };
    this.#isShown = true;
    if (now.join("\n") === mine.join("\n")) return;
    this.#box.value = now.join("\n");
    put(find("agree-said"), now.length > lines.length ? words("agree.meanwhile") : "");
  }
}
