/**
 * The strip of duties on every page of staff: looked at every few seconds, rung until answered where one stands at level
 * now, and told once to ears that read the page. It is drawn by the server; what changed is put in its place.
 */
import { find } from "./parts.js";
import { fresh, rings } from "./models/duties.js";

const EVERY_MS = 5_000;
const PATIENCE_MS = 10_000;

export class Strip {
  #strip = find("duties");
  #ring;
  #soft;
  #known;

  /** `ring(wanted)` sounds until told otherwise; `soft()` is one tone. */
  constructor({ ring, soft }) {
    this.#ring = ring;
    this.#soft = soft;
    this.#known = read(this.#strip);
    this.#sound();
    window.setInterval(() => this.#look(), EVERY_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.#look());
  }

  /** Nobody is signed in here any more, and the page is wiped: no duty stays readable on it. */
  forget() {
    this.#hush();
    this.#strip.hidden = true;
    find("duties-list").replaceChildren();
    find("duties-said").textContent = "";
  }

  async #look() {
    const { answer, text } = await this.#asked();
    if (answer?.redirected) this.#hush();
    else if (answer?.ok) this.#takeOver(new DOMParser().parseFromString(text, "text/html"));
  }

  async #asked() {
    try {
      const answer = await fetch(this.#strip.dataset.from, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE_MS) });
      return { answer, text: await answer.text() };
    } catch {
      return {}; // No signal, or a server in trouble: what stood goes on standing, and sounding.
    }
  }

  // Heard before it is seen: what could not be drawn still sounds.
  #takeOver(page) {
    const now = page.getElementById("duties-list");
    if (!now) return;
    const duties = read(page);
    const news = fresh(this.#known, duties);
    this.#known = duties;
    this.#sound();
    if (news.length && !rings(news)) this.#soft();
    replace(find("duties-list"), now);
    this.#strip.hidden = duties.length === 0;
    if (news.length) find("duties-said").textContent = news.map(({ said }) => said).join(" ");
  }

  // Led to the door: whoever is not signed in any more is told nothing, and nothing sounds for them.
  #hush() {
    this.#known = [];
    this.#sound();
  }

  #sound() {
    const wanted = rings(this.#known);
    this.#strip.toggleAttribute("data-rings", wanted);
    this.#ring(wanted);
  }
}

function read(page) {
  const rows = [...page.querySelectorAll("[data-duty]")];
  return rows.map((row) => ({ ref: row.dataset.duty, level: row.dataset.level, said: row.textContent.replace(/\s+/g, " ").trim() }));
}

/** Rows that are still there stay as they are, so that a hand on a link keeps it. */
function replace(list, now) {
  const kept = new Map([...list.children].map((row) => [row.dataset.duty, row]));
  const rows = [...now.children].map((row) => {
    const old = kept.get(row.dataset.duty);
    return old?.innerHTML === row.innerHTML ? old : document.importNode(row, true);
  });
  for (const row of [...list.children]) if (!rows.includes(row)) row.remove();
  rows.forEach((row, place) => list.children[place] === row || list.insertBefore(row, list.children[place] ?? null));
}
