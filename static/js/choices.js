/** What a young person can do with something that was said: read it behind a heads-up, a small sign, a reply, a worry, hiding. */
import { openMenu } from "./menu.js";
import { tell } from "./parts.js";
import { words } from "./words.js";

export class Choices {
  #live;
  #page;
  #parts;
  #opened = new Set();

  /** `parts()`: the composer, the log and the worry card, once they are there. */
  constructor(live, page, parts) {
    this.#live = live;
    this.#page = page;
    this.#parts = parts;
  }

  act(what, item, element) {
    if (!item) return;
    if (what === "read") this.#read(item);
    if (what === "react") this.#react(item, element.dataset.emoji, element.getAttribute("aria-pressed") !== "true");
    if (what === "menu" && this.#page.menu(item)) this.#open(item);
  }

  /** Whether its words are still behind a heads-up. */
  isClosed(item) {
    return Boolean(item?.headsUp) && !item.mine && !this.#opened.has(item.id);
  }

  /** What a reply to this is drawn with, or null where it cannot be answered. Words behind a heads-up stay there. */
  answerTo(item) {
    if (!item || !this.#page.menu(item)) return null;
    return { pos: item.pos, name: this.#page.person(item.who).name, body: this.isClosed(item) ? words("quoteClosed") : item.body };
  }

  #open(item) {
    const { name } = this.#page.person(item.who);
    openMenu(item, {
      name: item.mine ? words("you") : name, isClosed: this.isClosed(item), choices: this.#of(item, name),
      react: this.#canReact() ? (emoji, on) => this.#react(item, emoji, on) : null,
    });
  }

  #read(item) {
    const { log } = this.#parts();
    this.#opened.add(item.id);
    log.repaintAll();
    log.show(item.id);
  }

  #canReact() {
    const { session, you, room: { paused } } = this.#live.state;
    return session.phase === "open" && !you.aside && !you.muted_until && paused === null;
  }

  // Signs that stand there can be pressed at any time; the box to write in shows what is told to ears.
  #react(item, emoji, on) {
    if (this.#canReact()) this.#live.ask("react", { pos: item.pos, emoji, on });
    else tell(this.#page.whyNot());
  }

  #of(item, name) {
    const { composer, worry } = this.#parts();
    const reply = { text: words("reply"), act: () => composer.replyTo(this.answerTo(item)) };
    if (item.mine) return [reply];
    const wrong = { text: words("notOk"), act: () => worry.about("message", item) };
    if (item.from.staff) return [reply, wrong, { text: words("worryStaff"), act: () => worry.about("facilitator", item) }];
    return [
      reply,
      { text: words("worryPerson", { name }), act: () => worry.about("person", item) },
      wrong,
      { text: words("hideName", { name }), act: () => this.#live.transcript.hide(item.who) },
    ];
  }
}
