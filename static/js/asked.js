/**
 * What stands in the room for everybody: shown above what is said, folded to a line by one press. Nothing in it has to be
 * answered, and what is picked goes to the facilitators only when the young person says so.
 */
import { button, find, make, put, tell } from "./parts.js";
import { isSheetOpen } from "./sheets.js";
import { drawTally } from "./tally.js";
import { words } from "./words.js";
import { choicesOf, pickedOf, restOf, turnOf } from "./models/asked.js";

const SHUT = new Set(["waiting", "over"]);
/** What may be pressed as a round stands; whoever listens tonight may still change their mind. */
const TURNS = { soon: ["pass", "listen"], coming: ["pass", "listen"], mine: ["pass", "listen"], resting: ["afterAll"], had: [], over: [], missed: [] };
const PASSES = { pass: {}, listen: { listening: true }, afterAll: { on: false } };

export class Asked {
  #live;
  #page;
  #folded = new Map();
  #shown = null;
  #refs = new Set();
  // What the page has said back, so that it is not said again with each entry.
  #told = null;
  #asking = false;
  // How the round stood for them when it was drawn last, or null.
  #turn = null;
  // What was pressed of a round, until the round stands so.
  #pressed = null;

  constructor(live, page) {
    this.#live = live;
    this.#page = page;
    find("asked-fold").addEventListener("click", () => this.#fold(!this.#folded.get(this.#shown.pos)));
    find("asked-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#tell();
    });
  }

  /** The prompt as this young person is to see it, or null. */
  draw(state) {
    const { room: { prompt }, session, you } = state;
    const noMoreTurns = session.phase === "closing" && prompt?.form === "round";
    const now = SHUT.has(session.phase) || you.aside || noMoreTurns ? null : prompt;
    find("asked").hidden = !now;
    if (now?.form !== "round") this.#turn = null;
    if (!now) return;
    const had = this.#shown ?? {};
    if (had.pos !== now.pos) this.#begin(now);
    this.#shown = now;
    const items = this.#live.transcript.items(`seat:${you.seat}`);
    if (now.counts && !had.counts) this.#fold(false);
    this.#drawPicked(pickedOf(now.pos, items));
    this.#drawRound(now, you.seat, restOf(now.pos, items));
    // What was counted is told, so nothing is picked any more.
    find("asked-form").hidden = Boolean(now.counts) || choicesOf(now).length === 0;
    find("asked-results").hidden = !now.counts;
    if (now.counts) drawTally(find("asked-results"), choicesOf(now), now.counts);
    if (had.pos !== now.pos || (now.counts && !had.counts)) find("asked-body").scrollTop = 0;
  }

  /** Whether a round waits for them: to be said wherever they are. */
  get isTheirTurn() {
    return this.#turn === "mine";
  }

  /** An `ok` or a `no` to any ask. */
  answer(item, frame) {
    if (item.verb !== "pass" && !(item.verb === "answer" && item.fields.value != null)) return;
    if (frame.type === "ok") return void this.settled([item.ref]);
    this.#refs.delete(item.ref);
    if (item.verb === "pass") this.#pressed = null;
    this.#live.outbox.discard(item.ref);
    put(find("asked-said"), [words("notsent"), frame.text].join(" "));
  }

  /** These are written, whether an answer or the entry itself said so. */
  settled(refs) {
    if (refs.filter((ref) => this.#refs.delete(ref)).length && this.#live.state) this.draw(this.#live.state);
  }

  #begin(prompt) {
    this.#shown = prompt;
    put(find("asked-first"), prompt.body.trim().split("\n")[0]);
    put(find("asked-words"), prompt.body);
    put(find("asked-said"), "");
    this.#told = this.#pressed = this.#turn = null;
    find("asked-breath").hidden = !prompt.breathing;
    find("asked-own").hidden = prompt.form !== "reflection";
    this.#drawChoices(prompt);
    // A text stands among what is said as well; the rest is here alone.
    this.#fold(this.#folded.get(prompt.pos) ?? prompt.form === "text");
  }

  #fold(folded) {
    this.#folded.set(this.#shown.pos, folded);
    find("asked-body").hidden = folded;
    find("asked-fold").setAttribute("aria-expanded", String(!folded));
    this.#nameLine();
  }

  /** What stands in the line: folded, it is all there is to see of whose turn it is. */
  #nameLine() {
    const isTurn = this.isTheirTurn && find("asked-body").hidden;
    find("asked").toggleAttribute("data-turn", isTurn);
    put(find("asked-kind"), words(isTurn ? "turn.yours" : `kind.${this.#shown.form}`));
  }

  #drawChoices({ form, options, pos }) {
    const choices = choicesOf({ form, options });
    find("asked-answers").replaceChildren(...choices.map((text, place) => this.#choice(text, place, form === "scale" ? options : [], choices.length)));
    find("asked-answers").dataset.form = form;
    find("asked-answers").dataset.prompt = pos;
    const isScale = form === "scale";
    find("asked-ends").hidden = !isScale;
    for (const [place, end] of [...find("asked-ends").children].entries()) end.textContent = isScale ? options[place] : "";
  }

  /** The two ends of a scale say what they mean to those who hear the numbers, too. */
  #choice(text, place, [low, high], number) {
    const label = make("asked-answer");
    const [radio, shown] = label.children;
    radio.value = place;
    shown.textContent = text;
    const end = place === 0 ? low : place === number - 1 ? high : null;
    if (end) radio.setAttribute("aria-label", words("answer end", { n: text, end }));
    return label;
  }

  #drawPicked(picked) {
    if (picked === null || this.#refs.size || this.#told === picked) return;
    this.#told = picked;
    const radio = find("asked-answers").querySelector(`[value="${picked}"]`);
    if (radio) radio.checked = true;
    put(find("asked-said"), words(this.#shown.counts ? "pickedThen" : "picked", { answer: choicesOf(this.#shown)[picked] }));
    if (this.#asking) find("asked-said").scrollIntoView({ block: "nearest" });
    this.#asking = false;
  }

  #drawRound({ form, round, pos }, seat, rest) {
    find("asked-round").hidden = form !== "round";
    if (form !== "round") return;
    const [had, turn] = [this.#turn, turnOf(round, seat, rest)];
    this.#turn = turn;
    this.#nameLine();
    const name = round?.whose ? this.#page.person(`seat:${round.whose}`).name : "";
    put(find("asked-turn"), words(`turn.${turn === "resting" && rest.listening ? "listening" : turn}`, { name }));
    this.#drawTurns(pos, turn);
    const isSettled = this.#pressed !== null && !TURNS[turn].includes(this.#pressed);
    if (isSettled) this.#pressed = null;
    // Whom no card keeps from it, the list tells, or a notice in the private word.
    if (isSettled || (isSheetOpen() && turn === "mine" && had !== null && had !== turn)) tell(find("asked-turn").textContent);
  }

  // The hand stays here when what it pressed goes.
  #drawTurns(pos, turn) {
    const key = `${pos} ${turn}`;
    const box = find("asked-turns");
    if (box.dataset.key === key) return;
    box.dataset.key = key;
    const hadFocus = box.contains(document.activeElement);
    box.replaceChildren(...TURNS[turn].map((what) => button(words(what), () => this.#pass(what, pos))));
    if (hadFocus) (box.firstElementChild ?? find("asked-turn")).focus({ preventScroll: true });
  }

  #pass(what, prompt) {
    this.#pressed = what;
    this.#ask("pass", { prompt, ...PASSES[what] });
  }

  #tell() {
    const picked = new FormData(find("asked-form")).get("answer");
    if (picked === null) return put(find("asked-said"), words("pickFirst"));
    put(find("asked-said"), words("sending"));
    return this.#ask("answer", { prompt: this.#shown.pos, value: Number(picked) });
  }

  #ask(verb, fields) {
    if (verb === "answer") [this.#told, this.#asking] = [null, true];
    this.#refs.add(this.#live.ask(verb, fields));
  }
}
