/**
 * Alarms: a card to each young person who has to be looked at now, with sound, title, colour and words.
 *
 * Whoever takes one silences it on both pages; until a word is sent the taker's own page says by when (models/alarms.js).
 */
import { arrange, button, find, make, partsOf, put, tell } from "../parts.js";
import { alarmsOf, isRinging, repeats } from "../models/alarms.js";
import { Told } from "../models/told.js";
import { clockTime, words } from "../words.js";
import { holdsTheRoom } from "./acts.js";
import { refill } from "./hand.js";
import { isNew, pressedOnce, watchPlaces } from "./press.js";
import { ageOf } from "./queue.js";
import { fillWhy, putInSight } from "./why.js";
import { Sound } from "./sound.js";
import { steady } from "./steady.js";

/** The rest stands in the queue; a concern is at hand where words were diverted. */
const WAYS = 2;

export class Alarms {
  #live;
  #tasks;
  #sound = new Sound(() => this.#showSound());
  #soundShown = find("sound");
  #plainTitle = document.title;
  #isElsewhere = false;
  #isCalling = false;
  #isDuty = false;
  #isClosed = false;
  #rung = new Told();
  // How many calls there are in each alarm that is mine.
  #calls = new Told();
  #cards = new Map();
  // What is pressed just now does not move away; a card that comes meanwhile stands last until then.
  #isHeld = steady(find("alarms"), () => this.#draw());
  #watch = watchPlaces(find("alarm-cards"), { fromBelow: true });

  constructor({ live, acts }, { tasks }) {
    this.#live = live;
    this.#tasks = tasks;
    pressedOnce(find("alarm-cards"));
    find("calm-all").addEventListener("click", () => acts.do("pause", { text: words("ask.pause.first") }));
    for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, () => this.#sound.isOn || this.#sound.turnOn(), { capture: true });
    this.#soundShown.addEventListener("click", async () => {
      await this.#sound.turnOn();
      this.#sound.once();
    });
    this.#showSound();
  }

  transcript() {
    this.#draw();
  }

  tick() {
    this.#draw();
  }

  /** The first that nobody has taken. */
  takeFirst() {
    const first = this.#all().find(isRinging);
    if (first && holdsTheRoom()) this.#tasks.take(first);
  }

  // The session is over here, or its page: until the line is back no call of this room rings where nobody can take it.
  connection({ state }) {
    if (state === "live") this.#isClosed = false;
    if (state !== "closed") return;
    this.#isClosed = true;
    this.#isCalling = false;
    this.#ring();
    document.title = this.#plainTitle;
  }

  /** Whether something waits in another room of theirs, which marks the title; what is `fresh` there is heard once. */
  hearElsewhere(waits, fresh) {
    this.#isElsewhere = waits;
    if (fresh) this.#sound.soft();
  }

  /** Whether a duty at level now waits for somebody of this house to answer it, wherever they are (strip.js). */
  hearDuties(waits) {
    this.#isDuty = waits;
    this.#ring();
  }

  soft() {
    this.#sound.soft();
  }

  #ring() {
    this.#sound.repeat(this.#isCalling || this.#isDuty);
  }

  get #title() {
    return this.#isElsewhere ? words("elsewhereTitle", { title: this.#plainTitle }) : this.#plainTitle;
  }

  #all() {
    return alarmsOf(this.#live.transcript, this.#live.serverNow());
  }

  #draw() {
    const all = this.#all();
    const ringing = all.filter(isRinging);
    const calling = this.#isClosed ? [] : ringing;
    const mine = all.filter(({ by }) => by !== null && by === this.#live.state?.you.staff);
    this.#drawCards([...ringing, ...mine.filter(({ state }) => state === "taken")]);
    this.#announce(calling);
    if (!this.#isClosed) this.#hearAgain(mine);
    const isTwo = ringing.length > 1;
    find("alarms-two").hidden = !isTwo;
    find("calm-all").hidden = !isTwo || !holdsTheRoom() || this.#live.state?.room.paused !== null;
    document.body.toggleAttribute("data-alarm", ringing.length > 0);
    document.title = calling.length ? words("alarmTitle", { who: this.#who(calling[0]), title: this.#title }) : this.#title;
  }

  // Once for each that begins to ring, or rings for more: read out, and heard.
  #announce(calling) {
    const fresh = this.#rung.fresh(calling.map((one) => ({ ...one, many: one.flags.length })), performance.now());
    this.#isCalling = repeats(calling);
    this.#ring();
    if (!fresh.length) return;
    if (!repeats(calling)) this.#sound.soft();
    tell(fresh.map((one) => words("alarmSaid", this.#told(one))).join(" "), "alarm-said");
  }

  // What I took is silent; that they called once more, or are in danger, is heard once.
  #hearAgain(mine) {
    const calls = mine.map(({ id, state, flags }) => ({ id, state: "mine", isTaken: state === "taken", many: flags.filter(({ fields }) => fields.repeats).length }));
    if (this.#calls.fresh(calls, performance.now(), { arrivals: false }).some(({ isTaken }) => isTaken)) this.#sound.soft();
  }

  #drawCards(alarms) {
    for (const [id, { root }] of this.#cards) if (!alarms.some((one) => one.id === id)) this.#gone(id, root);
    find("alarms").hidden = alarms.length === 0;
    const cards = alarms.map((one) => this.#card(one));
    if (!this.#isHeld()) this.#arrange(cards);
    this.#watch();
    // Once all stand where they stay, as words break by how wide a card is.
    for (const { body, told } of cards) putInSight(body, told.body, told.reasons);
  }

  // What is moved is no longer scrolled to where it was.
  #arrange(cards) {
    const list = find("alarm-cards");
    const before = [...list.children];
    arrange(list, cards.map(({ root }) => root));
    if (before.some((root, place) => list.children[place] !== root)) for (const { body } of cards) delete body.dataset.key;
  }

  #gone(id, root) {
    const had = root.contains(document.activeElement);
    root.remove();
    this.#cards.delete(id);
    if (had) find("queue").focus();
  }

  #card(alarm) {
    if (!this.#cards.has(alarm.id)) this.#cards.set(alarm.id, this.#made());
    const card = this.#cards.get(alarm.id);
    const told = this.#told(alarm);
    card.root.dataset.state = alarm.state;
    put(card.kind, told.kind);
    put(card.who, told.who);
    put(card.time, words("since", { time: clockTime(alarm.at), age: told.age }));
    put(card.note, isRinging(alarm) ? (alarm.state === "back" ? told.note : "") : words("alarmMine", { time: clockTime(alarm.until) }));
    fillWhy(card.reasons, told.reasons);
    this.#fillWays(card.ways, alarm, told);
    return { root: card.root, body: card.body, told };
  }

  #fillWays(ways, alarm, told) {
    const key = `${alarm.state} ${alarm.flags.map(({ id }) => id).join()}`;
    if (ways.dataset.key === key) return;
    ways.dataset.key = key;
    const shown = told.ways.slice(0, WAYS + alarm.flags.some(({ fields }) => fields.diverted));
    const held = alarm.held?.id ?? "";
    if (refill(ways, shown.map(([text, act], place) => button(text, act, place ? "" : "main")), find("queue")) || ways.dataset.held !== held) isNew(ways);
    ways.dataset.held = held;
  }

  #made() {
    const root = make("alarm");
    find("alarm-cards").append(root);
    return partsOf(root);
  }

  #told(alarm) {
    const told = this.#tasks.describe({ what: "alarm", alarm, seat: alarm.seat, items: alarm.flags });
    return { ...told, age: ageOf(alarm, this.#live.serverNow()) };
  }

  #who(alarm) {
    return this.#told(alarm).who;
  }

  #showSound() {
    const { isOn } = this.#sound;
    put(this.#soundShown, words(isOn ? "soundOn" : "soundOff"));
    this.#soundShown.dataset.on = String(isOn);
  }
}
