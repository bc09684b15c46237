/**
 * Raising a concern: how pressing it is by one press, which raises it; words if there is time (tell first, write after).
 * Its words go to a record; the team sees that there is one. What was written stays with the seat it is about until it
 * stands raised, over a refusal and a reload; from the press to the answer the page says that it is on its way.
 */
import { button, find, put } from "../parts.js";
import { closeSheet, openSheet } from "../sheets.js";
import { named, words } from "../words.js";
import { followedBy } from "./hand.js";

/** Mostly it is raised sooner; a line that came and went would move the page under the hand. */
const PATIENCE_MS = 2_000;
/** What is said of one that is on its way, by how the line stands; while it comes back, "raisingLater". */
const RAISING = { live: "raising", closed: "raisingStopped" };

let raise = null;
let about = null;
let concerns = null;
let drafts = null;

const placeOf = (seat) => `concern:${seat}`;

function write(text) {
  find("concern-text").value = text;
  drafts.set(placeOf(about), text);
}

/**
 * About this young person. `rests`: the stream, and the positions in it of what the concern rests on. `writeTo(seat)` opens
 * the private word with them, if that is chosen.
 */
export function raiseConcern({ seat, name }, rests = {}, writeTo = null) {
  find("concern-title").textContent = words("ask.concern.title", { name });
  find("concern-hint").textContent = words("ask.concern.hint", { name });
  if (about !== seat) {
    about = seat;
    write(drafts.get(placeOf(seat)));
  }
  find("concern-private").checked = false;
  find("concern-private-too").hidden = writeTo === null;
  raise = (level) => {
    const body = find("concern-text").value.trim() || undefined;
    const next = writeTo && find("concern-private").checked ? [words("writeTo", { name }), () => writeTo(seat)] : null;
    closeSheet();
    concerns.raise({ seat, level, body, ...rests }, next);
  };
  openSheet("concern-card");
}

export class Concerns {
  #live;
  #acts;
  #page;
  #writeTo;
  #going = new Map();
  #goOn = new Map();
  /** Whether one may not have got out as the line closed: a page that is wiped knows of no concern any more. */
  isLeft = false;

  /** `privateWords`: the panel in which they can be written to next. */
  constructor({ live, acts, page }, { privateWords }) {
    this.#live = live;
    this.#acts = acts;
    this.#page = page;
    this.#writeTo = (seat) => privateWords.open(seat);
    concerns = this;
    drafts = live.drafts;
    find("concern-text").addEventListener("input", ({ target }) => drafts.set(placeOf(about), target.value));
    for (const one of find("concern-levels").querySelectorAll("[data-level]")) {
      one.addEventListener("click", () => {
        raise?.(one.dataset.level);
        raise = null;
      });
    }
  }

  /** `next`: what is gone on with once it is raised, see acts.js. */
  raise(fields, next) {
    const goOn = followedBy(next);
    this.#goOn.set(this.#live.ask("concern", fields), goOn);
  }

  connection({ state }) {
    if (state === "closed") this.isLeft = this.#going.size > 0;
    this.#draw();
  }

  tick() {
    this.#draw();
  }

  /** What was pressed, also before the page was loaded anew. */
  outbox({ added, removed, settled }) {
    for (const ref of added) {
      const item = this.#live.outbox.get(ref);
      if (item.verb !== "concern") continue;
      if (item.state === "notsent") this.#refused(item, item.text);
      else this.#begun(item);
    }
    for (const ref of settled) this.#raised(ref);
    for (const ref of removed) this.#going.delete(ref);
    this.#draw();
  }

  /** An `ok` or a `no` to any ask. */
  answer(item, frame) {
    if (item.verb !== "concern") return;
    if (frame.type === "ok") this.#raised(item.ref);
    else this.#refused(item, frame.text);
    this.#draw();
  }

  #begun(item) {
    this.#going.set(item.ref, item);
    this.#acts.say(words("raising", { names: this.#page.nameOf(item.fields.seat) }));
  }

  #raised(ref) {
    const item = this.#going.get(ref);
    if (!this.#going.delete(ref)) return;
    this.#forget(item.fields);
    this.#acts.say(words("did.concern"), { next: this.#goOn.get(ref)?.() });
    this.#goOn.delete(ref);
  }

  // What was written since the press is not in the record.
  #forget({ seat, body = "" }) {
    const left = about === seat ? find("concern-text").value : drafts.get(placeOf(seat));
    if (left.trim() !== body) return;
    drafts.set(placeOf(seat), "");
    if (about === seat) write("");
  }

  /** It stands there until somebody has opened the card again: nobody may believe it raised. */
  #refused({ ref, fields: { seat, body = "", stream, entries } }, text) {
    this.#live.outbox.discard(ref);
    const name = this.#page.nameOf(seat);
    const line = document.createElement("p");
    line.append(words("notRaised", { name, text: text ?? "" }), " ", button(words("openAgain"), () => {
      line.remove();
      find("not-raised").hidden = find("not-raised").childElementCount === 0;
      raiseConcern({ seat, name }, { stream, entries }, this.#writeTo);
      if (!find("concern-text").value) write(body);
    }, "small"));
    this.#acts.say(words("notDone"));
    find("not-raised").append(line);
    find("not-raised").hidden = false;
  }

  #draw() {
    const { state } = this.#live.connection;
    const isLive = state === "live";
    const late = [...this.#going.values()].filter(({ at }) => !isLive || this.#live.serverNow() - Date.parse(at) >= PATIENCE_MS);
    const names = [...new Set(late.map(({ fields }) => this.#page.nameOf(fields.seat)))];
    put(find("raising"), names.length ? words(RAISING[state] ?? "raisingLater", { names: named(names) }) : "");
  }
}
