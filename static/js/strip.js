/**
 * The strip of duties on every page of staff: looked at every few seconds, rung until answered where one stands at level
 * now, and told once to ears that read the page. It is drawn by the server; what changed is put in its place.
 */
import { find, patience } from "./parts.js";
import { fresh, rings } from "./models/duties.js";

const EVERY_MS = 5_000;
const PATIENCE_MS = 10_000;
/** After so long without an answer a page says that it may not ring; a look or two that fail are nothing to speak of. */
const SILENT_MS = 60_000;

export class Strip {
  #strip = find("duties");
  #ring;
  #soft;
  #known;
  // How often it was wiped: what was asked for before that is shown no more.
  #wiped = 0;
  // Since when no look was answered, or null.
  #unanswered = null;

  /** `ring(wanted)` sounds until told otherwise; `soft()` is one tone. */
  constructor({ ring, soft }) {
    this.#ring = ring;
    this.#soft = soft;
    this.#known = read(this.#strip);
    this.#sound();
    window.setInterval(() => this.#look(), EVERY_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.#look());
    // Something was done on this page without another one coming (after.js).
    window.addEventListener("answered", () => this.#look());
  }

  /** Nobody is signed in here any more, and the page is wiped: no duty stays readable on it. */
  forget() {
    this.#wiped += 1;
    this.#hush();
    this.#strip.hidden = true;
    for (const list of lists(document)) list.replaceChildren();
    find("duties-more").textContent = "";
    find("duties-said").textContent = "";
    say(null);
  }

  async #look() {
    const wiped = this.#wiped;
    const { answer, text } = await this.#asked();
    if (wiped !== this.#wiped) return;
    if (answer?.redirected) this.#hush();
    else if (answer?.ok) this.#takeOver(new DOMParser().parseFromString(text, "text/html"));
    // A page that was wiped says for itself that nobody is signed in on it.
    if (!this.#wiped) say(this.#amiss(answer));
  }

  /** Why this page calls nobody just now, or null: whoever relies on it would take its silence for calm. */
  #amiss(answer) {
    if (answer?.ok) this.#unanswered = null;
    else this.#unanswered ??= performance.now();
    if (answer?.redirected) return "out";
    return this.#unanswered !== null && performance.now() - this.#unanswered >= SILENT_MS ? "away" : null;
  }

  async #asked() {
    try {
      const answer = await fetch(this.#strip.dataset.from, { headers: { accept: "text/html" }, signal: patience(PATIENCE_MS) });
      return { answer, text: await answer.text() };
    } catch {
      return {}; // No signal, or a server in trouble: what stood goes on standing, and sounding.
    }
  }

  // Heard before it is seen: what could not be drawn still sounds.
  #takeOver(page) {
    if (!page.getElementById("duties-list")) return;
    const duties = read(page);
    const news = fresh(this.#known, duties);
    this.#known = duties;
    this.#sound();
    if (news.length && !rings(news)) this.#soft();
    replace(page);
    // By what really stands there, and nothing else: no strip is empty, and none that holds a duty is hidden.
    this.#strip.hidden = read(this.#strip).length === 0;
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

/** Show this of what stands there to be said of the strip itself, and nothing else. */
function say(what) {
  for (const line of find("duties-amiss").children) line.hidden = line.dataset.amiss !== what;
}

function read(page) {
  const rows = [...page.querySelectorAll("[data-duty]")];
  return rows.map((row) => ({ ref: row.dataset.duty, level: row.dataset.level, said: row.textContent.replace(/\s+/g, " ").trim() }));
}

const lists = (page) => ["duties-list", "duties-others"].map((id) => page.getElementById(id));

/** Rows that are still there stay as they are, so that a hand on a link keeps it, also where the row moves. */
function replace(page) {
  const { activeElement: hand } = document;
  const kept = new Map([...document.querySelectorAll("[data-duty]")].map((row) => [row.dataset.duty, row]));
  const rest = find("duties-rest");
  const [first, others] = lists(page).map((list) => [...list.children].map((row) => {
    const old = kept.get(row.dataset.duty);
    return old?.innerHTML === row.innerHTML ? old : document.importNode(row, true);
  }));
  rest.hidden = others.length === 0;
  rest.open &&= others.length > 0;
  find("duties-more").replaceChildren(...document.importNode(page.getElementById("duties-more"), true).childNodes);
  [first, others].forEach((rows, which) => fill(lists(document)[which], rows));
  if (hand === document.activeElement || !hand?.closest("[data-duty]") || !hand.isConnected) return;
  rest.open ||= rest.contains(hand);
  hand.focus();
}

function fill(list, rows) {
  for (const row of [...list.children]) if (!rows.includes(row)) row.remove();
  rows.forEach((row, place) => list.children[place] === row || list.insertBefore(row, list.children[place] ?? null));
}
