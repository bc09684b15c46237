/** Tonight's script: what was sent, what comes next, and how the evening stands in its time. */
import { arrange, find, partsOf, put } from "../parts.js";
import { isOfTheScript } from "../scriptlines.js";
import { counted, words } from "../words.js";
import { linesOf } from "../models/agreement.js";
import { evening, moved } from "../models/evening.js";
import { lastWhere } from "../models/last.js";
import { amissIn } from "../models/ownask.js";
import { KeptBoxes } from "./kept.js";

/** Fewer minutes than this are nothing to speak of. */
const WORTH_SAYING = 2;

/** The boxes of "Ask something else", by the names they are kept under: the kind, and then what is written. */
const OWN = { "own-ask:kind": "own-ask-kind", "own-ask": "own-ask-words", "own-ask:lines": "own-ask-lines" };

/** What is amiss with what would be sent, in words; "" if nothing is. */
function amiss(fields) {
  const why = amissIn(fields);
  return why ? words(`amiss.${why}`, { n: fields.options.length }) : "";
}

/** What can be picked is asked for where something can be. */
function offersLines() {
  find("own-ask-options").hidden = !["poll", "scale"].includes(find("own-ask-kind").value);
}

export class Script {
  #live;
  #acts;
  #agreement;
  #kept;
  #rows = new Map();
  #steps = [];
  #next = null;
  #showsBefore = false;

  /** `agreement`: the panel that shows it to the room. */
  constructor({ live, acts }, agreement) {
    this.#live = live;
    this.#agreement = agreement;
    this.#acts = acts;
    this.#kept = new KeptBoxes(live.drafts);
    for (const root of find("steps").children) this.#add(root);
    find("steps").addEventListener("click", (event) => {
      const way = event.target.closest("[data-way]");
      // The second press of a double click falls on what lies there once the first was answered.
      if (way?.dataset.way === "send" && event.detail > 1) return;
      if (way) this.#way(way.dataset.way, way.closest("[data-step]").dataset.step);
    });
    find("steps-before").addEventListener("click", () => {
      this.#showsBefore = !this.#showsBefore;
      this.tick(live.state);
    });
    for (const [place, id] of Object.entries(OWN)) this.#kept.add(place, find(id));
    find("own-ask-kind").addEventListener("change", offersLines);
    find("own-ask-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#askElse();
    });
  }

  /** What was written before a reload is here again. */
  welcome() {
    if (!this.#kept.takeUp()) return;
    offersLines();
    if (this.#kept.isWritten("own-ask") || this.#kept.isWritten("own-ask:lines")) find("own-ask").open = true;
  }

  room(state) {
    this.tick(state);
  }

  transcript(change) {
    if (this.#live.state && isOfTheScript(this.#live, change)) this.tick(this.#live.state);
  }

  tick(state) {
    const { session, room: { plan } } = state;
    const stands = evening({
      steps: this.#steps, plan, sent: this.#sent(), began: Date.parse(session.starts_at),
      ends: Date.parse(session.ends_at), now: Math.min(this.#live.serverNow(), Date.parse(session.ends_at)),
    });
    this.#drawDrift(stands);
    this.#drawRows(stands.rows);
  }

  #add(root) {
    const { step: name, kind, minutes } = root.dataset;
    const part = partsOf(root);
    put(part.kind, words(`is.${kind}`));
    this.#kept.add(`step:${name}`, part.words);
    if (part.options) this.#kept.add(`step:${name}:options`, part.options);
    this.#rows.set(name, { root, part, details: root.querySelector("details"), ways: Object.fromEntries([...root.querySelectorAll("[data-way]")].map((way) => [way.dataset.way, way])) });
    this.#steps.push({ name, minutes: Number(minutes) });
  }

  #sent() {
    const sent = this.#live.transcript.items("room").filter((item) => item.kind === "prompt" && this.#rows.has(item.fields.step) && !item.removed);
    return sent.map(({ at, fields }) => ({ step: fields.step, at: Date.parse(at) }));
  }

  #drawDrift({ drift, left, until }) {
    const far = Math.abs(drift ?? 0) >= WORTH_SAYING;
    const how = drift === null ? "none" : !far ? "on" : drift > 0 ? "behind" : "ahead";
    put(find("drift"), this.#steps.length ? words(`drift.${how}`, { n: Math.abs(drift ?? 0), left, until }) : "");
  }

  #drawRows(rows) {
    const hand = document.activeElement;
    arrange(find("steps"), rows.map(({ name }) => this.#rows.get(name).root));
    rows.forEach(({ name, minutes, spent, state }, place) => {
      const { root, part, ways } = this.#rows.get(name);
      root.dataset.state = state;
      put(part.state, words(`step.${state}`));
      put(part.minutes, words(spent > 0 ? "spent" : "planned", { n: minutes, spent: Math.round(spent) }));
      ways.skip.hidden = state !== "next" && state !== "later";
      ways.back.hidden = state !== "skipped";
      ways.earlier.hidden = place === 0;
      ways.later.hidden = place === rows.length - 1;
    });
    this.#drawBefore(rows);
    this.#openNext(rows.find((row) => row.state === "next")?.name ?? null, hand);
  }

  // What is behind makes room for what comes, one press away.
  #drawBefore(rows) {
    const next = rows.findIndex((row) => row.state === "next");
    const before = rows.slice(0, next < 0 ? rows.length : next).filter((row) => row.state === "sent" || row.state === "skipped");
    for (const { name } of rows) this.#rows.get(name).root.hidden = !this.#showsBefore && before.some((row) => row.name === name);
    put(find("steps-before"), before.length ? counted("before", before.length) : "");
    find("steps-before").setAttribute("aria-expanded", String(this.#showsBefore));
  }

  // The next step lies open, ready to be read and sent; what a facilitator opened stays as it is.
  #openNext(next, hand) {
    if (next === this.#next) return;
    const before = this.#rows.get(this.#next);
    const hadFocus = before?.root.contains(hand);
    if (before) before.details.open = false;
    this.#next = next;
    if (!next) return;
    const { details } = this.#rows.get(next);
    details.open = true;
    if (hadFocus) details.querySelector("summary").focus();
  }

  #way(way, name) {
    if (way === "send") return this.#send(name);
    if (way === "agree") return this.#agreement.show();
    const { order, skipped, after } = this.#plan();
    if (way === "skip") return this.#acts.do("plan", { order, skipped: [...skipped, name], after });
    if (way === "back") return this.#acts.do("plan", { order, skipped: skipped.filter((one) => one !== name), after });
    return this.#acts.do("plan", { order: moved(order, name, way === "earlier" ? -1 : 1), skipped, after });
  }

  #plan() {
    const order = [...find("steps").children].map((root) => root.dataset.step);
    const { skipped = [], pos: after = 0 } = this.#live.state.room.plan ?? {};
    return { order, skipped: skipped.filter((name) => this.#rows.has(name)), after };
  }

  /** What the room was asked last, as this page shows it: what is sent takes the place of that, and of nothing unseen. */
  #latest() {
    return lastWhere(this.#live.transcript.items("room"), (item) => item.kind === "prompt")?.pos ?? 0;
  }

  #send(name) {
    const { root, part } = this.#rows.get(name);
    const breathing = "breathing" in root.dataset ? true : undefined;
    const [body, options] = [part.words.value, part.options?.value ?? ""];
    const fields = { body, kind: root.dataset.kind, options: linesOf(options), breathing };
    const why = amiss(fields);
    if (why) return this.#acts.say([words("notDone"), why].join(" "));
    return this.#acts.do("prompt", { ...fields, step: name, after: this.#latest() }, {
      then: () => {
        this.#kept.sent(`step:${name}`, body);
        this.#kept.sent(`step:${name}:options`, options);
        if (root.contains(document.activeElement)) root.querySelector("summary").focus();
        root.querySelector("details").open = false;
        find("script").querySelector(".scroll").scrollTop = 0;
      },
    });
  }

  #askElse() {
    const kind = find("own-ask-kind").value;
    const options = find("own-ask-options").hidden ? [] : linesOf(find("own-ask-lines").value);
    const fields = { body: find("own-ask-words").value, kind, options, breathing: kind === "exercise" ? true : undefined };
    const why = amiss(fields);
    put(find("own-ask-said"), why);
    if (why) return;
    const sent = Object.entries(OWN).map(([place, id]) => [place, find(id).value]);
    this.#acts.do("prompt", { ...fields, after: this.#latest() }, { then: () => this.#asked(sent) });
  }

  // The answer may be long in coming: what was written since is the next question, and stays open with the kind it is of.
  #asked([kind, ...written]) {
    const isEmpty = written.map(([place, text]) => this.#kept.done(place, text)).every(Boolean);
    if (!isEmpty || !this.#kept.done(...kind)) return;
    offersLines();
    find("own-ask").open = false;
    find("script").querySelector(".scroll").scrollTop = 0;
  }
}
