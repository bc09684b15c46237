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

  async #look() {
    try {
      const answer = await fetch(this.#strip.dataset.from, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE_MS) });
      if (answer.redirected) this.#hush();
      else if (answer.ok) this.#takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // No signal, or a server in trouble: what stood goes on standing, and sounding.
    }
  }

  #takeOver(page) {
    const now = page.getElementById("duties-list");
    if (!now) return;
    const duties = read(page);
    const news = fresh(this.#known, duties);
    this.#known = duties;
    replace(find("duties-list"), now);
    this.#strip.hidden = duties.length === 0;
    this.#sound();
    if (!news.length) return;
    if (!rings(news)) this.#soft();
    find("duties-said").textContent = news.map(({ said }) => said).join(" ");
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
