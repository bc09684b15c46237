/** The private word with each young person, one thread to a seat, made when first opened. */
import { Composer } from "../composer.js";
import { Log } from "../log.js";
import { button, find, make } from "../parts.js";
import { Pending } from "../pending.js";
import { words } from "../words.js";
import { LIMITS } from "../protocol.js";
import { offerReplies } from "./quick.js";

const NAMED_BY_ID = ["id", "for", "aria-describedby"];

export class PrivateWords {
  #live;
  #page;
  #side;
  #threads = new Map();
  #open = null;
  // What says that words to a seat were refused, where nobody would see it beside them.
  #unsent = new Map();

  constructor({ live, page, side }) {
    this.#live = live;
    this.#page = page;
    this.#side = side;
    side.onShow("thread", () => this.#showAny());
    // The hand stays: an arrow key passes through everybody, and must not land in a box on its way.
    find("thread-with").addEventListener("change", (event) => this.#turnTo(Number(event.target.value)));
  }

  room(state) {
    const select = find("thread-with");
    const seats = state.people.filter((person) => person.seat);
    const known = seats.map(({ seat, name }) => `${seat} ${name}`).join("|");
    if (select.dataset.known === known) return;
    select.dataset.known = known;
    select.replaceChildren(...seats.map(({ seat, name }) => {
      const option = make("option");
      option.value = seat;
      option.textContent = name;
      return option;
    }));
    select.value = this.#open ?? "";
    for (const [seat, { root }] of this.#threads) this.#name(root, seat);
  }

  open(seat) {
    this.#show(seat);
    this.#side.turnTo("side", "thread");
    this.#thread(seat).log.toEnd();
    this.#thread(seat).composer.focus();
  }

  /** Words to them that were refused elsewhere on this page lie in the box here from now on; nothing is sent. */
  takeBack(seat, text) {
    const thread = this.#threads.get(seat);
    if (thread) thread.composer.takeBack(text);
    else this.#live.drafts.giveBack(`seat:${seat}`, text);
  }

  #turnTo(seat) {
    this.#show(seat);
    this.#thread(seat).log.toEnd();
  }

  // Whoever only hears the page must not write to one young person what is meant for another.
  #name(root, seat) {
    root.querySelector("label").textContent = words("writeTo", { name: this.#page.nameOf(seat) });
  }

  // The thread that was open last, or the first there is.
  #showAny() {
    const first = this.#live.state?.people.find((person) => person.seat)?.seat;
    if (this.#open ?? first) this.#show(this.#open ?? first);
  }

  #show(seat) {
    this.#open = seat;
    find("thread-with").value = seat;
    for (const [other, { root }] of this.#threads) root.hidden = other !== seat;
    this.#thread(seat).root.hidden = false;
    this.#seen(seat);
  }

  transcript(change) {
    for (const { log } of this.#threads.values()) log.apply(change);
  }

  /** What was refused before the page was loaded anew is told as well. */
  outbox({ added }) {
    for (const { pending } of this.#threads.values()) pending.draw();
    for (const ref of added) this.#perhapsRefused(this.#live.outbox.get(ref));
    const refused = this.#live.outbox.items().filter(isRefused);
    for (const seat of this.#unsent.keys()) if (!refused.some(({ fields }) => fields.seat === seat)) this.#seen(seat);
  }

  /** An `ok` or a `no` to any ask. */
  answer(item) {
    this.#perhapsRefused(item);
  }

  // Beside the words themselves it stands in any case; they may have been written elsewhere, or another thread be open.
  #perhapsRefused(item) {
    if (!item || !isRefused(item) || this.#isInView(item.fields.seat)) return;
    const { seat } = item.fields;
    this.#seen(seat);
    const line = document.createElement("p");
    const text = words("notWhispered", { name: this.#page.nameOf(seat), text: item.text ?? "" });
    line.append(text, " ", button(words("openUnsent"), () => this.open(seat), "small"));
    this.#unsent.set(seat, line);
    find("not-whispered").append(line);
    find("not-whispered").hidden = false;
  }

  #isInView(seat) {
    return (this.#threads.get(seat)?.root.getClientRects().length ?? 0) > 0;
  }

  #seen(seat) {
    this.#unsent.get(seat)?.remove();
    this.#unsent.delete(seat);
    find("not-whispered").hidden = this.#unsent.size === 0;
  }

  connection({ state }) {
    for (const { log } of this.#threads.values()) {
      if (state === "live") log.speak();
      else log.silent();
    }
  }

  #thread(seat) {
    if (!this.#threads.has(seat)) this.#threads.set(seat, this.#made(seat));
    return this.#threads.get(seat);
  }

  #made(seat) {
    const root = ownNames(make("thread"), seat);
    this.#name(root, seat);
    find("threads").append(root);
    const stream = `seat:${seat}`;
    const { transcript } = this.#live;
    const log = new Log({ box: root.querySelector(".scroll"), page: this.#page, stream, transcript });
    const composer = new Composer({
      form: root.querySelector("form"), limit: LIMITS.body,
      send: ({ body }) => this.#live.ask("whisper", { seat, body }),
    });
    composer.keepIn(this.#live.drafts, stream);
    const quick = root.querySelector(".quick");
    if (quick) offerReplies(quick, composer);
    const pending = new Pending({ list: root.querySelector(".pending"), live: this.#live, page: this.#page, verbs: ["whisper"], composer: () => composer });
    pending.belongs = (ask) => ask.fields.seat === seat;
    log.apply({ added: transcript.items(stream).map(({ id }) => id), changed: [], removed: [], live: false });
    pending.draw();
    log.speak();
    return { root, log, composer, pending };
  }
}

const isRefused = ({ verb, state }) => verb === "whisper" && state === "notsent";

/** Ids must differ between the copies of one template. */
function ownNames(root, seat) {
  for (const name of NAMED_BY_ID) {
    for (const element of root.querySelectorAll(`[${name}]`)) element.setAttribute(name, `${element.getAttribute(name)}-${seat}`);
  }
  return root;
}
