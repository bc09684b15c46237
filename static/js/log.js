/**
 * A list of what was said, that does not jump. History is put in silently; what happens live is announced,
 * because the list is a live region only then, and an element that is in is changed in place, never put in again.
 * Of a long list only a stretch stands in the page (see models/stretch.js); more comes in silently where one looks for it.
 */
import { makeBubble, paintLine, paintMessage } from "./bubble.js";
import { Stretch } from "./models/stretch.js";
import { keepHand, make } from "./parts.js";

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
  #stretch = new Stretch();
  #earlier = make("earlier");
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
    this.#earlier.addEventListener("click", () => this.#showEarlier());
    const grown = new ResizeObserver(() => this.#atEnd && this.#mayMove() && this.#toBottom());
    for (const element of [box, ...box.children]) grown.observe(element);
    this.#region.before(this.#earlier);
  }

  /** Take a change of the transcript in (see models/transcript.js). */
  apply(change) {
    const held = this.#atEnd ? null : this.#anchor();
    // Reading to the end also comes as a change; it must not silence what was put in just before it.
    if (!change.live && change.added.length + change.changed.length > 0) this.#hush();
    for (const id of change.removed) this.#stretch.remove(id);
    for (const id of change.removed) this.#drop(id);
    for (const id of change.added) this.#add(id);
    for (const id of change.changed) this.#repaint(id);
    if (this.#atEnd && (this.#mayMove() || !this.isSeen())) this.#stretch.end();
    this.#draw(change.added);
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

  /** `withHand`: of whoever pressed for it, as what they pressed is then there no more. */
  toEnd({ withHand = false } = {}) {
    this.#atEnd = true;
    this.#stretch.end();
    this.#draw();
    this.#toBottom();
    if (withHand) this.#box.focus({ preventScroll: true });
  }

  /** Bring one message into view and into the hand. */
  show(id) {
    this.#look("reach", id);
    const row = this.#rows.get(id);
    row?.scrollIntoView({ block: "center" });
    row?.querySelector("[data-do=menu]")?.focus();
  }

  get atEnd() {
    return this.#atEnd;
  }

  isSeen() {
    return document.visibilityState === "visible" && this.#box.offsetParent !== null;
  }

  #toBottom() {
    this.#box.scrollTop = this.#box.scrollHeight;
    if (this.isSeen()) this.#live.seen(this.stream);
  }

  #add(id) {
    const item = this.#live.get(id);
    if (item?.stream === this.stream && this.#page.line(item) !== null) this.#stretch.add(id);
  }

  /** Have in the page what belongs there now. Only `news` is read out. */
  #draw(news = []) {
    const { ids, hasEarlier } = this.#stretch;
    const [wanted, heard, hand] = [new Set(ids), new Set(news), this.#list.contains(document.activeElement)];
    for (const id of this.#rows.keys()) if (!wanted.has(id)) this.#drop(id);
    if (ids.some((id) => !this.#rows.has(id) && !heard.has(id))) this.#hush();
    let next = null;
    for (const id of ids.reverse()) {
      if (!this.#rows.has(id)) this.#list.insertBefore(this.#made(id), next);
      next = this.#rows.get(id);
    }
    this.#earlier.hidden = !hasEarlier;
    this.#markNew();
    if (hand && !this.#list.contains(document.activeElement)) this.#box.focus({ preventScroll: true });
  }

  /** Look at another stretch. What is in view stays in its place, if it still is there. */
  #look(way, id) {
    const held = this.#anchor();
    this.#stretch[way](id);
    this.#draw();
    if (this.#stretch.hasLater) this.#atEnd = false;
    held?.();
  }

  #showEarlier() {
    const [first] = this.#stretch.ids;
    this.#look("earlier");
    this.#stopIn(this.#rows.get(first)).focus({ preventScroll: true });
  }

  #made(id) {
    const item = this.#live.get(id);
    const line = this.#page.line(item);
    const row = makeBubble(item, line ? "line" : "message");
    this.#rows.set(id, row);
    this.#paint(row, item, line);
    row.classList.toggle("follows", !line && this.#follows(item));
    return row;
  }

  #follows({ id, who, at }) {
    const before = this.#live.get(this.#stretch.before(id));
    if (!before || before.who !== who || this.#page.line(before)) return false;
    return Date.parse(at) - Date.parse(before.at) < TOGETHER_MS;
  }

  #paint(row, item, line) {
    if (line) paintLine(row, item, line);
    else paintMessage(row, item, this.#page);
  }

  #repaint(id) {
    const row = this.#rows.get(id);
    const item = this.#live.get(id);
    if (row && item) keepHand(row, () => this.#paint(row, item, this.#page.line(item)), () => this.#stopIn(row));
  }

  #stopIn(row) {
    return row?.querySelector("[data-do=menu]:not([hidden])") ?? this.#box;
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
    const top = this.#box.scrollTop;
    const row = this.#stretch.ids.map((id) => this.#rows.get(id)).find((one) => one.offsetTop + one.offsetHeight > top);
    if (!row) return null;
    const offset = row.offsetTop - top;
    return () => row.isConnected && (this.#box.scrollTop = row.offsetTop - offset);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#box;
    const { hasEarlier, hasLater } = this.#stretch;
    const below = scrollHeight - scrollTop - clientHeight;
    // What is added below, or a card above that opens, also moves the end away; only a hand that scrolls up leaves it.
    if (below < NEAR_END_PX && !hasLater) this.#atEnd = true;
    else if (scrollTop < this.#top && clientHeight === this.#tall) this.#atEnd = false;
    [this.#top, this.#tall] = [scrollTop, clientHeight];
    if (this.#atEnd) this.isSeen() && this.#live.seen(this.stream);
    else if (hasLater && below < clientHeight) this.#look("later");
    // Whoever stands on the button decides by pressing it.
    else if (hasEarlier && scrollTop < this.#list.offsetTop + clientHeight && document.activeElement !== this.#earlier) this.#look("earlier");
  }

  #clicked(event) {
    const action = event.target.closest("[data-do]");
    const row = action?.closest("[data-id]");
    if (row) this.#page.act?.(action.dataset.do, this.#live.get(row.dataset.id), action);
  }

  // One stop of the Tab key for the whole list; the arrows go from message to message.
  #moved(event) {
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!step || event.target.closest("[data-do]:not([data-do=menu])")) return;
    const beyond = { Home: "start", End: "end", ArrowUp: this.#stops()[0], ArrowDown: this.#stops().slice(-1)[0] }[event.key];
    if (typeof beyond === "string") this.#look(beyond);
    else if (beyond === document.activeElement) this.#look(step < 0 ? "earlier" : "later");
    const stops = this.#stops();
    if (!stops.length) return;
    const at = stops.indexOf(document.activeElement);
    const next = at < 0 && Number.isFinite(step) ? stops.length - 1 : Math.max(0, Math.min(stops.length - 1, at + step));
    stops[next].focus();
    event.preventDefault();
  }

  #stops() {
    return [...this.#list.querySelectorAll("[data-do=menu]:not([hidden])")];
  }
}
