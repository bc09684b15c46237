/** One's own words that are not in the list yet: on their way, waiting for a facilitator, or not sent. */
import { isDiverted } from "./models/item.js";
import { makeBubble, paintMessage } from "./bubble.js";
import { button } from "./parts.js";
import { swapCard } from "./swap.js";
import { clockTime, words } from "./words.js";
import { lastsToTheEnd } from "./models/pace.js";

export class Pending {
  #list;
  #live;
  #page;
  #verbs;
  #stream;
  #rows = new Map();
  #composer;

  /** `verbs`: whose asks belong here. `heldIn()`: the stream whose waiting messages belong here too, or null. */
  constructor({ list, live, page, verbs, composer, heldIn = () => null }) {
    this.#list = list;
    this.#live = live;
    this.#page = { ...page, menu: null };
    this.#verbs = new Set(verbs);
    this.#composer = composer;
    this.#stream = heldIn;
  }

  /** Draw what there is now. Rows are kept, so that a focused button stays in the hand. */
  draw() {
    const asks = this.#live.outbox.items().filter((ask) => this.#verbs.has(ask.verb) && this.#isHere(ask));
    const waiting = this.#waiting();
    const shown = [...waiting.map((item) => this.#held(item)), ...asks.map((ask) => this.#ask(ask))];
    for (const [key, row] of this.#rows) if (!shown.includes(row)) this.#forget(key, row);
    shown.forEach((row, index) => this.#list.children[index] === row || this.#list.insertBefore(row, this.#list.children[index] ?? null));
    this.#list.hidden = shown.length === 0;
  }

  /** Whose thread this is, where one box serves several. */
  belongs = () => true;

  #isHere(ask) {
    return this.belongs(ask) && !(ask.state === "held" && this.#waiting().some((item) => item.ref === ask.ref));
  }

  #waiting() {
    const stream = this.#stream();
    return stream ? this.#live.transcript.items(stream).filter((item) => item.status === "waiting" && item.mine && !isDiverted(item)) : [];
  }

  #forget(key, row) {
    row.remove();
    this.#rows.delete(key);
  }

  #row(key, item) {
    if (!this.#rows.has(key)) this.#rows.set(key, makeBubble(item, "message"));
    const row = this.#rows.get(key);
    paintMessage(row, item, { ...this.#page, note: () => item.note });
    return row;
  }

  #held(item) {
    const note = item.hasWaited ? words("heldLong") : (item.fields.text ?? words("held"));
    const row = this.#row(item.ref ?? item.id, { ...item, note });
    row.dataset.state = "held";
    return row;
  }

  #ask(ask) {
    const row = this.#row(ask.ref, this.#asItem(ask));
    const state = ask.state === "pending" && ask.slowly ? "slowly" : ask.state;
    row.dataset.state = state;
    this.#buttons(row, ask);
    return row;
  }

  #asItem({ ref, fields, at, state, slowly, text, until, verb, code }) {
    // With another way to say it comes a card that says why.
    const why = code === "swap" ? words("notYet") : this.#why(text, until);
    const note = state === "notsent" ? why : words(slowly ? "slowly" : state);
    return {
      id: ref, from: this.#page.me(), who: this.#page.whoAmI(), mine: true, at,
      body: fields.body || words(verb === "help" ? "called" : ""), replyTo: fields.reply_to ? `room/${fields.reply_to}` : null,
      headsUp: fields.heads_up, removed: null, hidden: false, reactions: [], note,
    };
  }

  #why(text, until) {
    const { session } = this.#live.state ?? {};
    const isToTheEnd = until && session && lastsToTheEnd(session, until);
    const how = isToTheEnd ? words("untilTheEnd") : until && words("until", { time: clockTime(until) });
    return [words("notsent"), text, how].filter(Boolean).join(" ");
  }

  #buttons(row, ask) {
    const choices = row.querySelector("[data-part=choices]");
    const answer = `${ask.state} ${ask.code}`;
    if (choices.dataset.answer === answer) return;
    choices.dataset.answer = answer;
    choices.hidden = ask.state !== "notsent";
    choices.replaceChildren(...(choices.hidden ? [] : this.#choices(ask)));
  }

  #choices({ ref, code, retryable, suggestion, text, fields }) {
    const { outbox } = this.#live;
    const change = (body) => {
      outbox.discard(ref);
      this.#composer()?.giveBack(body, fields);
    };
    if (code === "swap") return [this.#swap(ref, { text, suggestion, change })];
    const choices = [];
    if (retryable) choices.push(button(words("tryAgain"), () => this.#nearby(() => outbox.retry(ref))));
    if (code === "blocked") choices.push(this.#help());
    choices.push(button(words("change"), () => change(fields.body ?? "")));
    choices.push(button(words("letGo"), () => this.#nearby(() => outbox.discard(ref)), "plain"));
    return choices;
  }

  /** What was pressed goes; the hand stays near where it was. */
  #nearby(act) {
    act();
    this.#list.closest("[tabindex]")?.focus({ preventScroll: true });
  }

  /** The words are said another way, changed by hand, or kept. */
  #swap(ref, { text, suggestion, change }) {
    const again = (changes) => () => this.#nearby(() => this.#live.outbox.retry(ref, changes));
    return swapCard({ text, suggestion }, {
      use: again({ body: suggestion }), change: () => change(suggestion ?? ""), keep: again({ as_is: true }),
    });
  }

  #help() {
    const opener = button(words("help"), () => {});
    opener.dataset.sheet = "help";
    return opener;
  }
}
