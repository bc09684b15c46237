/** What is waiting for a facilitator: what nobody has taken and says "look now" first, then the oldest. */
import { button, find, make, partsOf, put } from "../parts.js";
import { clockTime, words } from "../words.js";
import { holdsTheRoom } from "./acts.js";
import { askFor, listed } from "./asking.js";
import { giveBack } from "./held.js";
import { goneWas } from "./lines.js";

export class Queue {
  #live;
  #acts;
  #page;
  #rows = new Map();

  /** `talk` and `privateWords`: the panels that a task leads to. */
  constructor({ live, acts, page }, { talk, privateWords }) {
    this.#live = live;
    this.#acts = acts;
    this.#page = {
      nameOf: page.nameOf,
      staffName: (id) => page.person(`staff:${id}`).name,
      openThread: (seat) => privateWords.open(seat),
      showMessage: (id) => talk.show(id),
    };
  }

  transcript() {
    const tasks = this.#tasks();
    const rows = tasks.map((task) => this.#row(task));
    for (const [id, { root }] of this.#rows) if (!tasks.some((task) => task.id === id)) this.#gone(id, root);
    const list = find("queue-list");
    rows.forEach((row, index) => list.children[index] === row || list.insertBefore(row, list.children[index] ?? null));
    find("queue-empty").hidden = tasks.length > 0;
    const isUrgent = tasks.some(({ rank }) => rank === 0);
    for (const badge of document.querySelectorAll("[data-badge=queue]")) {
      put(badge, tasks.length ? words(isUrgent ? "queueNow" : "queueLater", { n: tasks.length }) : "");
      badge.toggleAttribute("data-urgent", isUrgent);
    }
  }

  #gone(id, root) {
    const had = root.contains(document.activeElement);
    root.remove();
    this.#rows.delete(id);
    if (had) find("queue").focus();
  }

  #tasks() {
    const { transcript } = this.#live;
    const flags = transcript.items("staff").filter((item) => item.kind === "flag" && item.status !== "done");
    const own = transcript.streams().filter((stream) => stream.startsWith("seat:"));
    const waiting = own.flatMap((stream) => this.#inStream(transcript.items(stream)));
    const ranked = [...flags.map((item) => this.#flag(item)), ...waiting];
    return ranked.map((task) => ({ ...task, rank: task.level === "now" && !task.isTaken ? 0 : 1 })).sort((a, b) => a.rank - b.rank || a.at.localeCompare(b.at));
  }

  #inStream(items) {
    const held = items.filter((item) => item.kind === "held" && item.status === "waiting").map((item) => this.#held(item));
    const words_ = items.filter((item) => item.kind === "whisper" || item.kind === "settled" || (["checkin", "answer"].includes(item.kind) && item.body));
    const lastAnswer = words_.findLastIndex((item) => item.kind === "settled" || item.from.staff);
    const unanswered = words_.slice(lastAnswer + 1);
    return unanswered.length ? [...held, this.#whisper(unanswered)] : held;
  }

  #flag(item) {
    const { source, level, by, seat, body, of_pos: pos, of_stream: stream, about, staff } = item.fields;
    const pointed = pos ? this.#live.transcript.get(`${stream ?? "room"}/${pos}`) : null;
    const whom = source === "help" ? (by ?? seat) : seat;
    return {
      id: item.id, at: item.at, kind: words(`task.${source}`), level, isTaken: item.status === "taken",
      who: [by && this.#page.nameOf(by), source !== "help" && whom && whom !== by && words("about", { name: this.#page.nameOf(whom) }), about === "facilitator" && staff].filter(Boolean).join(", "),
      body: item.body || body || pointed?.body || goneWas(item.fields),
      note: [words(`level ${level}`), item.status === "taken" && words("takenBy", { name: this.#page.staffName(item.taken.staff) })].filter(Boolean).join(" "),
      ways: [
        holdsTheRoom() && item.status === "open" && [words("take"), () => this.#acts.do("take", { pos: item.pos }, { then: () => by && source === "help" && this.#page.openThread(by) })],
        (whom ?? by) && [words("openThread"), () => this.#page.openThread(by ?? whom)],
        pointed?.stream === "room" && [words("showIt"), () => this.#page.showMessage(pointed.id)],
        holdsTheRoom() && [words("finish"), () => askFor({
          key: "flag_done", reasons: listed("outcomes"),
          act: ({ reason, text }) => this.#acts.do("flag_done", { pos: item.pos, outcome: [reason, text].filter(Boolean).join(". ") }),
        })],
      ].filter(Boolean),
    };
  }

  #held(item) {
    const seat = item.from.seat;
    const name = this.#page.nameOf(seat);
    return {
      id: item.id, at: item.at, kind: words("task.held"), level: "soon", who: name, body: item.body,
      note: item.fields.why ? words("why", { why: item.fields.why }) : "",
      ways: [
        [words("release"), () => this.#acts.do("release", { stream: item.stream, pos: item.pos })],
        [words("giveBack"), () => giveBack(this.#acts, item, name)],
      ],
    };
  }

  // All that has no answer yet: what matters most is often said last.
  #whisper(unanswered) {
    const [{ id, at, from: { seat } }] = unanswered;
    const body = unanswered.map((item) => item.body).join("\n");
    return {
      id, at, kind: words("task.whisper"), level: "note", who: this.#page.nameOf(seat), body, note: "",
      ways: [[words("openThread"), () => this.#page.openThread(seat)]],
    };
  }

  #row(task) {
    const key = JSON.stringify([task.kind, task.who, task.body, task.note, task.ways.length]);
    const known = this.#rows.get(task.id);
    if (known?.key === key) return known.root;
    const root = known?.root ?? make("task");
    this.#rows.set(task.id, { root, key });
    const part = partsOf(root);
    root.dataset.level = task.isTaken ? "taken" : task.level;
    put(part.kind, task.kind);
    put(part.who, task.who);
    put(part.time, words("since", { time: clockTime(task.at) }));
    put(part.body, task.body);
    put(part.note, task.note);
    part.ways.replaceChildren(...task.ways.map(([text, act]) => button(text, act)));
    return root;
  }
}
