/** The group's agreement: last evening's lines, or the course's, with what the group adds; shown to the room by one press. */
import { find, put } from "../parts.js";
import { words } from "../words.js";
import { linesOf, merged, versionOf, whatIsWrong } from "../models/agreement.js";

/** What is written here, and the lines that it began from. */
const MINE = "agree";
const FROM = "agree:from";
const alike = (one, other) => one.join("\n") === other.join("\n");

export class Agreement {
  #acts;
  #drafts;
  #box = find("agree-lines");
  #known;
  #isShown = false;
  #isTakenUp = false;

  constructor({ live, acts }) {
    this.#acts = acts;
    this.#drafts = live.drafts;
    this.#known = { lines: linesOf(this.#box.value), version: Number(find("agree-form").dataset.version) };
    this.#box.addEventListener("input", () => this.#keep());
    find("agree-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.show();
    });
  }

  /** What was written before a reload is here again, with what was written before that could be read. */
  welcome() {
    if (this.#isTakenUp) return;
    this.#isTakenUp = true;
    const kept = linesOf(this.#drafts.get(MINE));
    if (kept.length) {
      this.#box.value = merged(this.#known.lines, linesOf(this.#box.value), kept).join("\n");
      this.#known = { ...this.#known, lines: linesOf(this.#drafts.get(FROM)) };
      find("agree").open = true;
    }
    this.#keep();
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
    const now = alike(lines, this.#known.lines) ? mine : merged(this.#known.lines, mine, lines);
    this.#known = { version, lines: [...lines] };
    this.#isShown = true;
    if (!alike(now, mine)) {
      this.#box.value = now.join("\n");
      put(find("agree-said"), now.length > lines.length ? words("agree.meanwhile") : "");
    }
    this.#keep();
  }

  // What the room has seen, or nobody has changed, needs no keeping.
  #keep() {
    const isSame = alike(linesOf(this.#box.value), this.#known.lines);
    this.#drafts.set(MINE, isSame ? "" : this.#box.value);
    this.#drafts.set(FROM, isSame ? "" : this.#known.lines.join("\n"));
  }
}
