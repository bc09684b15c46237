/** How somebody is, as they come in and as they go: told to the facilitators alone, and every part may be left out. */
import { find, put } from "./parts.js";
import { isSheetOpen, openSheet } from "./sheets.js";
import { words } from "./words.js";
import { answersOf, whenOf } from "./models/checkin.js";

export class Checkin {
  #live;
  #form = find("checkin-form");
  #button = this.#form.querySelector("button");
  #send = this.#button.textContent;
  #when = null;
  #staffed = false;
  #ref = null;
  // Whether words were left behind, as nobody of ours was there when the rest was sent.
  #unsent = false;

  constructor(live) {
    this.#live = live;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#ref && this.#when) this.#ask();
    });
    find("checkin").addEventListener("closed", () => this.#ref || put(find("checkin-said"), ""));
  }

  /** `said`: the check-ins of tonight that have arrived. */
  draw(state, said) {
    this.#when = whenOf(state.session.phase);
    this.#staffed = Boolean(state.room.staffed);
    const isOffered = this.#when && state.session.phase !== "open" && !said.some(({ when }) => when === this.#when);
    find("checkin-offer").hidden = !isOffered;
    find("checkin-offer").firstElementChild.textContent = words(`checkin ${this.#when}`);
    find("checkin-more").hidden = !this.#when;
    find("checkin-tell").hidden = !this.#staffed;
    find("checkin-nobody").hidden = this.#staffed;
  }

  /** An `ok` or a `no` to any ask; also to a check-in sent before the page was loaded anew. */
  answer(item, frame) {
    if (item.verb !== "checkin") return;
    if (frame.type === "ok") return void (item.ref === this.#ref && this.#arrived(frame.nobody));
    this.#live.outbox.discard(item.ref);
    if (item.ref !== this.#ref) this.#giveBack(item.fields);
    this.#free([words("notsent"), frame.text].filter(Boolean).join(" "), words("tryAgain"));
    if (!isSheetOpen()) openSheet("checkin");
  }

  /** An entry came before its answer, which is as good as an `ok`. `said`: what it then says. */
  settled(refs, said) {
    if (refs.includes(this.#ref)) this.#arrived(said(this.#ref)?.nobody);
  }

  #ask() {
    const { mood, goal } = this.#form.elements;
    const written = find("checkin-words").value;
    this.#unsent = !this.#staffed && written.trim() !== "";
    this.#ref = this.#live.ask("checkin", answersOf({ when: this.#when, mood: mood.value, goal: goal?.value, body: this.#staffed ? written : "" }));
    this.#button.disabled = find("checkin-words").readOnly = true;
    put(find("checkin-said"), words("sending"));
  }

  // Words that nobody was there to read stay, with what was chosen, to be sent together once somebody is.
  #arrived(isUnread) {
    if (this.#unsent) return this.#free(words("checkinWithout"));
    this.#form.reset();
    return this.#free(words(isUnread ? "checkinNobody" : "checkinSent"));
  }

  #free(said, button = this.#send) {
    this.#ref = null;
    this.#button.disabled = find("checkin-words").readOnly = false;
    this.#button.textContent = button;
    put(find("checkin-said"), said);
  }

  #giveBack({ mood, goal, body }) {
    const fields = this.#form.elements;
    fields.mood.value = mood ?? "";
    if (fields.goal) fields.goal.value = goal ?? "";
    find("checkin-words").value = [body, find("checkin-words").value].filter(Boolean).join("\n");
  }
}
