/** What is waiting for a facilitator, the most urgent first; and the quiet marks, for when there is time. */
import { button, find, make, partsOf, put } from "../parts.js";
import { isRinging } from "../models/alarms.js";
import { queueOf } from "../models/queue.js";
import { clockTime, counted, words } from "../words.js";
import { refill } from "./hand.js";
import { isNew, pressedOnce, watchPlaces } from "./press.js";
import { fillWhy } from "./why.js";
import { steady } from "./steady.js";

const MINUTE = 60_000;

export class Queue {
  #live;
  #tasks;
  #rows = new Map();
  #badges = document.querySelectorAll("[data-badge=queue]");
  #isHeld;
  // Whoever presses twice, or as the partner decides, decides on nothing that they have not read.
  #watch = watchPlaces(find("queue-list"));

  /** `tasks`: what each one says (see tasks.js). */
  constructor({ live }, { tasks }) {
    this.#live = live;
    this.#tasks = tasks;
    this.#isHeld = steady(find("queue"), () => this.#draw());
    pressedOnce(find("queue"));
  }

  transcript() {
    this.#draw();
  }

  tick() {
    this.#draw();
  }

  #draw() {
    const now = this.#live.serverNow();
    const { tasks, marks } = queueOf(this.#live.transcript, now);
    this.#count(tasks, marks);
    const isHeld = this.#isHeld();
    const rows = tasks.filter(({ id }) => !isHeld || !this.#rows.has(id)).map((task) => this.#row(task, now));
    this.#takeAway(tasks, isHeld);
    if (isHeld) find("queue-list").append(...rows.filter((row) => !row.isConnected));
    else this.#inOrder(find("queue-list"), rows);
    this.#watch();
    this.#drawMarks(marks);
  }

  #count(tasks, marks) {
    find("queue-empty").hidden = tasks.length > 0;
    put(find("marks-count"), marks.length ? counted("marks", marks.length) : "");
    find("marks").hidden = marks.length === 0;
    const ringing = tasks.filter(({ alarm }) => alarm && isRinging(alarm)).length;
    for (const badge of this.#badges) {
      put(badge, tasks.length ? words(ringing ? "queueNow" : "queueLater", { n: ringing || tasks.length }) : "");
      badge.toggleAttribute("data-urgent", ringing > 0);
    }
  }

  // Under the mouse a place stays taken until it moves away; only nothing can be pressed there any more.
  #takeAway(tasks, isHeld) {
    const wanted = new Set(tasks.map(({ id }) => id));
    for (const [id, { root }] of this.#rows) {
      if (wanted.has(id)) continue;
      if (isHeld) root.inert = true;
      else this.#gone(id, root);
    }
  }

  #gone(id, root) {
    const had = root.contains(document.activeElement);
    root.remove();
    this.#rows.delete(id);
    if (had) find("queue").focus();
  }

  #inOrder(list, rows) {
    rows.forEach((row, index) => list.children[index] === row || list.insertBefore(row, list.children[index] ?? null));
  }

  #row(task, now) {
    const told = this.#tasks.describe(task);
    const since = words("since", { time: clockTime(task.at), age: ageOf(task, now) });
    // What a button does to flags it does to all of them; what it does to a thread stays the same.
    const ways = JSON.stringify([told.ways, task.what === "whisper" ? 0 : task.items.map(({ id }) => id)]);
    const key = JSON.stringify([told, since, ways]);
    const known = this.#rows.get(task.id);
    if (known?.key === key) return known.root;
    const root = known?.root ?? make("task");
    const held = task.alarm?.held?.id;
    this.#rows.set(task.id, { root, key, ways, held });
    // The same button lets other words go.
    if (known && known.held !== held) isNew(root);
    fill(root, told, since, known?.ways === ways);
    return root;
  }

  #drawMarks(marks) {
    const list = find("marks-list");
    const key = marks.map(({ id }) => id).join();
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    list.replaceChildren(...marks.map((item) => {
      const root = make("task");
      fill(root, this.#tasks.describe({ what: "soon", items: [item] }), words("at", { time: clockTime(item.at) }), false);
      return root;
    }));
  }
}

/** How long it has waited, in words. */
export function ageOf({ at }, now) {
  const minutes = Math.floor((now - Date.parse(at)) / MINUTE);
  return minutes < 1 ? words("justNow") : counted("minutesAgo", minutes);
}

// Buttons that say the same stay the same, so that none is changed under a finger or loses the focus.
function fill(root, told, since, keepWays) {
  const part = partsOf(root);
  root.dataset.level = told.level;
  put(part.kind, told.kind);
  put(part.who, told.who);
  put(part.time, since);
  put(part.body, told.body);
  put(part.note, told.note);
  fillWhy(part.reasons, told.reasons);
  if (!keepWays && refill(part.ways, told.ways.map(([text, act]) => button(text, act)), find("queue"))) isNew(root);
}
