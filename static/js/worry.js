/** The worry card: about somebody, about something said, or about a facilitator. Its words stay until they have arrived. */
import { find, make, put } from "./parts.js";
import { isSheetOpen, openSheet } from "./sheets.js";
import { words } from "./words.js";

export class Worry {
  #live;
  #form = find("worry-form");
  #button = this.#form.querySelector("button");
  #send = this.#button.textContent;
  #message = null;
  #ref = null;

  constructor(live) {
    this.#live = live;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#ref) this.#ask();
    });
    this.#form.addEventListener("change", () => this.#draw());
    find("worry").addEventListener("closed", () => this.#begin("person", null));
    document.addEventListener("click", (event) => {
      const opener = event.target.closest?.("[data-sheet=worry]");
      if (opener) this.#begin(opener.dataset.worry ?? "person", null);
    }, true);
  }

  /** Open it about one message, or about its author. */
  about(kind, item) {
    this.#begin(kind, item);
    openSheet("worry");
  }

  /** An `ok` or a `no` to any ask; also to a worry sent before the page was loaded anew. */
  answer(item, frame) {
    if (item.verb !== "worry") return;
    const isThis = item.ref === this.#ref;
    if (frame.type === "ok") {
      if (isThis) this.#arrived(item.fields);
      return;
    }
    this.#live.outbox.discard(item.ref);
    if (!isThis) this.#giveBack(item.fields);
    this.#free([words("notsent"), frame.text].filter(Boolean).join(" "), item.retryable ? words("tryAgain") : this.#send);
    if (!isSheetOpen()) openSheet("worry");
  }

  get #kind() {
    return this.#form.elements.about.value;
  }

  // What is on its way stays as it is until it is known whether it arrived.
  #begin(kind, item) {
    if (this.#ref) return;
    this.#message = item;
    this.#form.elements.about.value = kind;
    this.#free("");
    this.#draw();
    if (item && kind !== "message") find("worry-who").value = item.from.seat ?? item.from.staff ?? "";
  }

  #draw() {
    const kind = this.#kind;
    const isMessage = kind === "message";
    const to = this.#goesTo(kind, this.#message);
    put(find("worry-quote"), isMessage ? this.#message?.body : "");
    find("worry-pick").hidden = !isMessage || Boolean(this.#message);
    find("worry-whom").hidden = isMessage;
    this.#list(kind === "facilitator");
    for (const line of this.#form.querySelectorAll("[data-to]")) line.hidden = line.dataset.to !== to;
  }

  #goesTo(kind, message) {
    return kind === "facilitator" || (kind === "message" && message?.from.staff) ? "lead" : "facilitators";
  }

  #list(isStaff) {
    const people = (this.#live.state?.people ?? []).filter((person) => (isStaff ? person.staff : person.seat && person.seat !== this.#live.state.you.seat));
    const chosen = find("worry-who").value;
    find("worry-who").replaceChildren(this.#option("", words("rather")), ...people.map((person) => this.#option(person.staff ?? person.seat, person.name)));
    find("worry-who").value = chosen;
    if (find("worry-who").selectedIndex < 0) find("worry-who").selectedIndex = 0;
  }

  #option(value, text) {
    const option = make("option");
    option.value = value;
    option.textContent = text;
    return option;
  }

  #ask() {
    const kind = this.#kind;
    const whom = find("worry-who").value;
    const body = find("worry-words").value.trim();
    const fields = { about: kind, ...(body && { body }) };
    if (kind === "message" && this.#message) fields.pos = this.#message.pos;
    if (kind === "person" && whom) fields.seat = Number(whom);
    if (kind === "facilitator" && whom) fields.staff = whom;
    this.#ref = this.#live.ask("worry", fields);
    this.#button.disabled = find("worry-words").readOnly = true;
    find("worry-said").textContent = words("sending");
  }

  #arrived({ about, pos }) {
    const message = this.#live.transcript.get(`room/${pos}`);
    find("worry-words").value = "";
    find("worry-who").value = "";
    this.#message = null;
    this.#free(words(`worrySent ${this.#goesTo(about, message)}`));
  }

  #free(said, button = this.#send) {
    this.#ref = null;
    this.#button.disabled = find("worry-words").readOnly = false;
    this.#button.textContent = button;
    find("worry-said").textContent = said;
  }

  #giveBack({ about, pos, seat, staff, body }) {
    this.#message = pos ? this.#live.transcript.get(`room/${pos}`) : null;
    this.#form.elements.about.value = about;
    find("worry-words").value = [body, find("worry-words").value].filter(Boolean).join("\n");
    this.#draw();
    find("worry-who").value = seat ?? staff ?? "";
  }
}
