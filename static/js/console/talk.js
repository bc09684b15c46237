/** The room itself: what is said, the box to write in, and what can be done with one message. */
import { Composer } from "../composer.js";
import { Log } from "../log.js";
import { openMenu, watchLongPress } from "../menu.js";
import { drawNotices, noticesOf, whyNot } from "../notices.js";
import { find, put } from "../parts.js";
import { Pending } from "../pending.js";
import { clockTime, counted, words } from "../words.js";
import { lastWhere } from "../models/last.js";
import { LIMITS } from "../protocol.js";
import { holdsTheRoom } from "./acts.js";
import { askFor, listed } from "./asking.js";
import { raiseConcern } from "./concern.js";
import { giveBack } from "./held.js";
import { steady } from "./steady.js";

const ROOM = "room";

export class Talk {
  #live;
  #acts;
  #page;
  #side;
  #others;
  #say;
  #log;
  #pending;

  /** `people` and `privateWords`: the panels that a message's menu leads to. */
  constructor({ live, acts, page, side }, { people, privateWords }) {
    this.#live = live;
    this.#acts = acts;
    this.#side = side;
    this.#others = { people, privateWords };
    this.#page = { ...page, menu: mayOpen, act: (...what) => this.#act(...what) };
    this.#say = new Composer({
      form: find("say"), limit: LIMITS.body, send: (fields) => live.ask("say", fields),
      messageAt: (pos) => this.#answerTo(live.transcript.get(`${ROOM}/${pos}`)),
    });
    const isHeld = steady(find("talk"), () => this.#log.follow());
    this.#log = new Log({ box: find("talk"), page: this.#page, stream: ROOM, transcript: live.transcript, mayMove: () => !isHeld() });
    this.#pending = new Pending({ list: find("pending"), live, page, verbs: ["say"], composer: () => this.#say });
    watchLongPress(find("talk"), (id) => this.#act("menu", live.transcript.get(id)));
    find("latest").addEventListener("click", () => this.#log.toEnd({ withHand: true }));
    side.onShow(ROOM, () => this.#log.toEnd());
  }

  connection({ state }) {
    if (state === "live") this.#log.speak();
    else this.#log.silent();
  }

  welcome() {
    this.#say.keepIn(this.#live.drafts, ROOM);
  }

  room(state) {
    const doors = lastWhere(this.#live.transcript.items(ROOM), (item) => item.kind === "phase")?.fields;
    const notices = noticesOf(state, { now: this.#live.serverNow(), doors, told: {} });
    drawNotices(find("notices"), notices.filter(({ id }) => id !== "late" || holdsTheRoom()));
    this.tick(state);
  }

  tick(state) {
    this.#say.allow(whyNot(state, { now: this.#live.serverNow() }));
  }

  transcript(change) {
    const { transcript } = this.#live;
    this.#log.apply(change);
    if (this.#say.answering && transcript.get(`room/${this.#say.answering.pos}`)?.removed) this.#say.replyTo(null);
    this.#say.cameIn();
    find("talk").querySelector("[data-empty]").hidden = transcript.cursor(ROOM) > 0;
    const unseen = change.unseen[ROOM] ?? 0;
    const away = unseen > 0 && !(this.#log.atEnd && this.#log.isSeen());
    find("latest").hidden = !away;
    find("latest").querySelector("span").textContent = counted("newMessages", unseen);
    put(document.querySelector("[data-badge=room]"), away ? String(unseen) : "");
  }

  outbox() {
    this.#pending.draw();
  }

  /** Bring one message into view. */
  show(id) {
    this.#side.turnTo(ROOM);
    this.#log.show(id);
  }

  #act(what, item, element) {
    if (what === "react") return this.#live.ask("react", { pos: item.pos, emoji: element.dataset.emoji, on: element.getAttribute("aria-pressed") !== "true" });
    if (what !== "menu" || !item || !mayOpen(item)) return undefined;
    const { name } = this.#page.person(item.who);
    const react = item.kind !== "held" && !item.removed ? (emoji, on) => this.#live.ask("react", { pos: item.pos, emoji, on }) : null;
    return openMenu(item, { name, react, choices: this.#choices(item, name) });
  }

  #choices(item, name) {
    const { people, privateWords } = this.#others;
    if (item.kind === "held") return [
      { text: words("release"), act: () => this.#acts.do("release", { stream: item.stream, pos: item.pos }) },
      { text: words("giveBack"), act: () => giveBack({ acts: this.#acts, privateWords }, item, name) },
      this.#concern(item, name),
    ];
    const { seat } = item.from;
    return [
      !item.removed && { text: words("reply"), act: () => this.#say.replyTo(this.#answerTo(item)) },
      !item.removed && holdsTheRoom() && { text: words("remove"), act: () => this.#remove(item, name) },
      item.removed && item.kind === "message" && holdsTheRoom() && { text: words("restore"), act: () => this.#acts.do("restore", { pos: item.pos }, { name }) },
      seat && { text: words("writeAuthor", { name }), act: () => privateWords.open(seat) },
      seat && holdsTheRoom() && this.#concern(item, name),
      seat && holdsTheRoom() && { text: words("moreAuthor", { name }), act: () => people.open(seat) },
    ].filter(Boolean);
  }

  #answerTo(item) {
    if (!item || item.removed || !mayOpen(item)) return null;
    return { pos: item.pos, name: this.#page.person(item.who).name, body: item.body };
  }

  #concern({ from, stream, pos }, name) {
    return { text: words("concern"), act: () => raiseConcern({ seat: from.seat, name }, { stream, entries: [pos] }, (to) => this.#others.privateWords.open(to)) };
  }

  /** Gone at once; the reason and a word to the author come after. */
  #remove(item, name) {
    const explain = ({ reason, text }) => {
      this.#live.ask("note", { body: words("removeNote", { name, time: clockTime(item.at), reason }) });
      if (text && item.from.seat) this.#live.ask("whisper", { seat: item.from.seat, body: text });
    };
    this.#acts.do("remove", { pos: item.pos, reason: words("removeFirst") }, {
      name, next: [words("sayWhy"), () => askFor({ key: "explain", name, about: item.id, reasons: listed("reasons"), orElse: true, act: explain })],
    });
  }
}

const mayOpen = (item) => item.kind === "message" || item.kind === "prompt" || (item.kind === "held" && item.status === "waiting");
