/**
 * A list of what was said, that does not jump. History is put in silently; what happens live is announced,
 * because the list is a live region only then, and an element once put in is changed in place, never put in again.
 */
import { makeBubble, paintLine, paintMessage } from "./bubble.js";
import { make } from "./parts.js";

const NEAR_END_PX = 60;
const TOGETHER_MS = 4 * 60_000;
const SETTLED_MS = 400;

export class Log {
  #box;
  #region;
  #list;
  #live;
  #page;
  #rows = new Map();
  #last = null;
  #atEnd = true;
  #mayMove;
  #top = 0;
  #tall = 0;
  #mayRead = false;
  #timer = null;
  #newLine = null;

  /** `mayMove`: whether the list may follow its end just now. `box` scrolls and holds the live region. `page`: how to paint (see bubble.js), `line(item)`: words for what is no message, or null to leave it out. */
  constructor({ box, page, stream, transcript, mayMove = () => true }) {
    this.stream = stream;
    this.#mayMove = mayMove;
    this.#box = box;
    this.#region = box.querySelector("[role=log]");
    this.#list = this.#region.querySelector("ol");
    this.#page = page;
    this.#live = transcript;
    box.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    box.addEventListener("click", (event) => this.#clicked(event));
    box.addEventListener("keydown", (event) => this.#moved(event));
    const grown = new ResizeObserver(() => this.follow());
    for (const element of [box, ...box.children]) grown.observe(element);
  }

  /** Take a change of the transcript in (see models/transcript.js). */
  apply(change) {
    const held = this.#anchor();
    // Reading to the end also comes as a change; it must not silence what was put in just before it.
    if (!change.live && change.added.length + change.changed.length > 0) this.#hush();
    for (const id of change.removed) this.#drop(id);
    for (const id of change.added) this.#add(id);
    for (const id of change.changed) this.#repaint(id);
    this.#markNew();
    if (this.#atEnd && this.isSeen()) this.follow();
    else held?.();
  }

  /** Go to the end again, if it was there that the reader stood. */
  follow() {
    if (this.#atEnd && this.#mayMove()) this.toEnd();
  }

  /** Announce nothing until `speak`: history is on its way. */
  silent() {
    this.#mayRead = false;
    this.#hush();
  }

  /** From here on what happens is announced. */
  speak() {
    this.#mayRead = true;
    this.#hush();
  }

  // For a moment only where reading out is allowed, so that what is put in meanwhile is not read.
  #hush() {
    this.#region.setAttribute("aria-live", "off");
    window.clearTimeout(this.#timer);
    if (this.#mayRead) this.#timer = window.setTimeout(() => this.#region.setAttribute("aria-live", "polite"), SETTLED_MS);
  }

  repaintAll() {
    for (const id of this.#rows.keys()) this.#repaint(id);
  }

  toEnd() {
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#atEnd = true;
    if (this.isSeen()) this.#live.seen(this.stream);
  }

  /** Bring one message into view and into the hand. */
  show(id) {
    this.#rows.get(id)?.scrollIntoView({ block: "center" });
    this.#rows.get(id)?.querySelector("[data-do=menu]")?.focus();
  }

  get atEnd() {
    return this.#atEnd;
  }

  isSeen() {
    return document.visibilityState === "visible" && this.#box.offsetParent !== null;
  }

  clear() {
    this.#rows.clear();
    this.#list.replaceChildren();
  }

  #add(id) {
    const item = this.#live.get(id);
    if (!item || item.stream !== this.stream || this.#rows.has(id)) return;
    const line = this.#page.line(item);
    if (line === null) return;
    const row = makeBubble(item, line ? "line" : "message");
    this.#rows.set(id, row);
    this.#paint(row, item, line);
    row.classList.toggle("follows", !line && this.#follows(item));
    this.#list.append(row);
    this.#last = { item, line };
  }

  #follows(item) {
    const before = this.#last;
    if (!before || before.line || before.item.who !== item.who) return false;
    return Date.parse(item.at) - Date.parse(before.item.at) < TOGETHER_MS;
  }

  #paint(row, item, line) {
    if (line) paintLine(row, item, line);
    else paintMessage(row, item, this.#page);
  }

  #repaint(id) {
    const row = this.#rows.get(id);
    const item = this.#live.get(id);
    if (row && item) this.#paint(row, item, this.#page.line(item));
  }

  #drop(id) {
    this.#rows.get(id)?.remove();
    this.#rows.delete(id);
  }

  #markNew() {
    const { first } = this.#live.unseen(this.stream);
    const row = first && !(this.#atEnd && this.isSeen()) ? this.#rows.get(first) : null;
    if (this.#newLine?.nextElementSibling === row && row) return;
    this.#newLine?.remove();
    this.#newLine = row ? make("new-line") : null;
    row?.before(this.#newLine);
  }

  /** Remember what is at the top of the view; the function returned puts it back there. */
  #anchor() {
    if (this.#atEnd) return null;
    const top = this.#box.scrollTop;
    const row = [...this.#rows.values()].find((one) => one.offsetTop + one.offsetHeight > top);
    if (!row) return null;
    const offset = row.offsetTop - top;
    return () => row.isConnected && (this.#box.scrollTop = row.offsetTop - offset);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#box;
    // What is added below, or a card above that opens, also moves the end away; only a hand that scrolls up leaves it.
    if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) this.#atEnd = true;
    else if (scrollTop < this.#top && clientHeight === this.#tall) this.#atEnd = false;
    [this.#top, this.#tall] = [scrollTop, clientHeight];
    if (this.#atEnd && this.isSeen()) this.#live.seen(this.stream);
  }

  #clicked(event) {
    const action = event.target.closest("[data-do]");
    const row = action?.closest("[data-id]");
    if (row) this.#page.act?.(action.dataset.do, this.#live.get(row.dataset.id), action);
  }

  // One stop of the Tab key for the whole list; the arrows go from message to message.
  #moved(event) {
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
    const stops = [...this.#list.querySelectorAll("[data-do=menu]:not([hidden])")];
    if (!step || !stops.length || event.target.closest("[data-do]:not([data-do=menu])")) return;
    const at = stops.indexOf(document.activeElement);
    const next = at < 0 ? stops.length - 1 : Math.max(0, Math.min(stops.length - 1, at + step));
    stops[next].focus();
    event.preventDefault();
  }
}
