/** What each thing that waits says, and what can be done about it: the same words in the queue and on an alarm's card. */
import { byUrgency } from "../models/alarms.js";
import { together } from "../models/flags.js";
import { lastWhere } from "../models/last.js";
import { whyOf } from "../models/why.js";
import { clockTime, words } from "../words.js";
import { holdsTheRoom } from "./acts.js";
import { askFor, listed } from "./asking.js";
import { raiseConcern } from "./concern.js";
import { giveBack } from "./held.js";
import { goneWas } from "./lines.js";

/** So many entries a concern may rest on. */
const MOST_RESTS = 20;

export class Tasks {
  #live;
  #acts;
  #page;
  #privateWords;
  #ways;

  /** `talk` and `privateWords`: the panels that a task leads to. */
  constructor({ live, acts, page }, { talk, privateWords }) {
    this.#live = live;
    this.#acts = acts;
    this.#page = page;
    this.#privateWords = privateWords;
    this.#ways = { write: (seat) => privateWords.open(seat), show: (id) => talk.show(id) };
  }

  /**
   * `{kind, who, body, note, level, ways, reasons}` of a task of models/queue.js; `ways`: `[text, act]` each, `reasons`:
   * why the guard pointed there, where it did, what is most urgent first.
   */
  describe(task) {
    return { ...this[task.what](task), reasons: byUrgency(task.items).map((item) => whyOf(item.fields, this.#wordsOf(item))).filter(Boolean) };
  }

  /** I am on it: silent for everybody, and the box to write in is open. */
  take({ flags, seat }) {
    const free = flags.filter(({ taken }) => !taken);
    const next = seat ? [words("writeTo", { name: this.#page.nameOf(seat) }), () => this.#ways.write(seat)] : null;
    this.#ask("take", free.length ? free : flags, {}, { next });
  }

  // Many flags of one person go in one request, or their calls would use up a facilitator's pace.
  #ask(verb, flags, fields = {}, more = {}) {
    const [first, ...others] = together(flags.map(({ pos }) => pos));
    this.#acts.do(verb, { ...first, ...fields }, more);
    for (const rest of others) this.#live.ask(verb, { ...rest, ...fields });
  }

  alarm({ alarm, seat, items }) {
    const first = lastWhere(items, ({ fields }) => fields.diverted) ?? items.find(({ fields }) => fields.repeats) ?? items[0];
    const isFree = alarm.state === "open" || alarm.state === "back";
    return {
      kind: words(`task.${first.fields.source}`), who: this.#whoAndAbout(first), body: this.#bodies(items),
      level: isFree ? "now" : "taken", note: [this.#standing(alarm), around(items)].filter(Boolean).join(" "),
      ways: [
        holdsTheRoom() && isFree && [words("take"), () => this.take(alarm)],
        ...this.#writeTo(first, seat),
        ...(alarm.held ? this.#deciding(alarm.held) : []),
        ...this.#concern(seat ?? first.fields.by, items, items.some(({ fields }) => fields.diverted)),
        ...this.#showing(items),
        ...this.#concern(seat ?? first.fields.by, items, !items.some(({ fields }) => fields.diverted)),
        holdsTheRoom() && [words("finish"), () => this.#finish(items)],
      ].filter(Boolean),
    };
  }

  soon({ items }) {
    const { fields: { seat, by } } = items[0];
    return {
      kind: words("task.guard"), who: this.#whoAndAbout(items[0]), body: this.#bodies(items), level: "soon", note: words(`level ${items[0].fields.level}`),
      ways: [...this.#writeTo(items[0], null), ...this.#showing(items), ...this.#concern(seat ?? by, items), holdsTheRoom() && [words("finish"), () => this.#finish(items)]].filter(Boolean),
    };
  }

  held({ seat, isLate, items: [item] }) {
    const name = this.#page.nameOf(seat);
    return {
      kind: words("task.held"), who: name, body: item.body, level: "soon",
      note: [this.#whyHeld(item), isLate && words("heldTooLong")].filter(Boolean).join(" "),
      ways: [
        item.fields.help && [words("openThread"), () => this.#ways.write(seat)],
        ...this.#deciding(item),
        ...this.#concern(seat, [item]),
      ].filter(Boolean),
    };
  }

  #deciding(item) {
    if (!holdsTheRoom()) return [];
    return [
      [words("release"), () => this.#acts.do("release", { stream: item.stream, pos: item.pos })],
      [words("giveBack"), () => giveBack({ acts: this.#acts, privateWords: this.#privateWords }, item, this.#page.nameOf(Number(item.stream.slice("seat:".length))))],
    ];
  }

  whisper({ seat, items }) {
    return {
      kind: words("task.whisper"), who: this.#page.nameOf(seat), body: this.#bodies(items), level: "note", note: "",
      ways: [[words("openThread"), () => this.#ways.write(seat)], ...this.#concern(seat, items)],
    };
  }

  apart({ seat, at }) {
    const name = this.#page.nameOf(seat);
    return {
      kind: words("task.apart"), who: name, body: "", level: "soon", note: words("apartNote", { time: clockTime(Date.parse(at) + 120_000) }),
      ways: [[words("openThread"), () => this.#ways.write(seat)]],
    };
  }

  // What the guard saw stands behind "Why?"; a mode, or somebody's own wish, is said at once.
  #whyHeld({ fields: { why, sort, spans, help } }) {
    if (help) return words("heldForYou");
    return why && !sort && !spans ? words("why", { why }) : "";
  }

  #standing({ state, by, until, since }) {
    const name = by ? this.#page.person(`staff:${by}`).name : "";
    if (state === "open") return words("level now");
    if (state === "back" && since) return words("alarm backSince", { name, time: clockTime(since) });
    return words(`alarm ${state}`, { name, time: until ? clockTime(until) : "" });
  }

  #whoAndAbout({ fields: { source, by, seat, about, staff } }) {
    const whom = source !== "help" && seat && seat !== by ? words("about", { name: this.#page.nameOf(seat) }) : "";
    return [by && this.#page.nameOf(by), whom, about === "facilitator" && staff].filter(Boolean).join(", ");
  }

  #writeTo({ fields: { by, seat } }, alarmed) {
    const [first, second] = [by ?? seat ?? alarmed, by && seat !== by ? seat : null];
    return [
      first && [words("openThread"), () => this.#ways.write(first)],
      second && [words("writeTo", { name: this.#page.nameOf(second) }), () => this.#ways.write(second)],
    ].filter(Boolean);
  }

  /** A concern that rests on what waits here; of flags the server copies what they point at as well. */
  #concern(seat, items, isWanted = true) {
    if (!seat || !isWanted || !holdsTheRoom()) return [];
    const rests = { stream: items[0].stream, entries: items.slice(-MOST_RESTS).map(({ pos }) => pos) };
    return [[words("concern"), () => raiseConcern({ seat, name: this.#page.nameOf(seat) }, rests, this.#ways.write)]];
  }

  #showing(items) {
    const pointed = items.map((item) => this.#pointed(item)).find((one) => one?.stream === "room");
    return pointed ? [[words("showIt"), () => this.#ways.show(pointed.id)]] : [];
  }

  #bodies(items) {
    return [...new Set(items.map((item) => this.#wordsOf(item) || goneWas(item.fields) || wordless(item.fields)).filter(Boolean))].join("\n");
  }

  #wordsOf(item) {
    return item.body || item.fields.body || this.#pointed(item)?.body || "";
  }

  #pointed({ fields: { of_pos: pos, of_stream: stream } }) {
    return pos ? this.#live.transcript.get(`${stream ?? "room"}/${pos}`) : null;
  }

  #finish(items) {
    const act = ({ reason, text }) => {
      const outcome = [reason, text].filter(Boolean).join(". ");
      this.#ask("flag_done", items, { outcome });
    };
    askFor({ key: "flag_done", about: items[0].id, reasons: listed("outcomes"), act });
  }
}

/** A call that says nothing more is still told beside what else they wrote. */
const wordless = ({ source }) => (source === "help" ? words("called") : "");

/** What the newest of these flags shows together with those before it: asked again, or gone round. */
function around(items) {
  const shows = lastWhere(items.map(({ fields }) => fields), ({ pattern }) => pattern);
  return shows ? words(`around ${shows.pattern}`, { n: shows.many }) : "";
}
