/** Help, always one tap away, and the ways to say that something worries you. */
import { find, make, put } from "./parts.js";
import { openSheet } from "./sheets.js";
import { words } from "./words.js";

/** The call for a facilitator. What is said back is only what the server has confirmed. `goPrivate`: where they answer. */
export function watchCall(live, goPrivate) {
  const calls = new Set();
  const said = find("call-said");
  const say = (text, isThere) => {
    said.textContent = text;
    find("call-private").hidden = !isThere;
  };
  find("call-private-open").addEventListener("click", goPrivate);
  find("call").addEventListener("submit", (event) => {
    event.preventDefault();
    const body = find("call-words").value.trim();
    calls.add(live.ask("help", body ? { body } : {}));
    find("call-words").value = "";
    say(words("calling"), false);
  });
  return {
    answer(item, frame) {
      if (!calls.delete(item.ref)) return;
      if (frame.type === "ok") say(words("calledCard"), true);
      else say(words(`call ${frame.code}`) || frame.text, false);
    },
    /** An entry came before its answer, which is as good as an `ok`. */
    settled(refs) {
      if (refs.filter((ref) => calls.delete(ref)).length) say(words("calledCard"), true);
    },
    /** Somebody took the call: now, and only now, it is true to say who. */
    taken(name) {
      say(words("line.taken", { name }), true);
    },
  };
}

/** The worry card: about somebody, about something said, or about a facilitator. */
export class Worry {
  #live;
  #form = find("worry-form");
  #message = null;
  #asked = new Set();

  constructor(live) {
    this.#live = live;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
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

  answer(item, frame) {
    if (this.#asked.delete(item.ref)) find("worry-said").textContent = frame.type === "ok" ? words("worrySent") : frame.text;
  }

  get #kind() {
    return this.#form.elements.about.value;
  }

  #begin(kind, item) {
    this.#message = item;
    this.#form.elements.about.value = kind;
    find("worry-said").textContent = "";
    this.#draw();
    if (item && kind !== "message") find("worry-who").value = item.from.seat ?? item.from.staff ?? "";
  }

  #draw() {
    const kind = this.#kind;
    const isMessage = kind === "message";
    put(find("worry-quote"), isMessage ? this.#message?.body : "");
    find("worry-pick").hidden = !isMessage || Boolean(this.#message);
    find("worry-whom").hidden = isMessage;
    this.#list(kind === "facilitator");
    for (const line of this.#form.querySelectorAll("[data-about]")) line.hidden = !line.dataset.about.split(" ").includes(kind);
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

  #send() {
    const kind = this.#kind;
    const whom = find("worry-who").value;
    const body = find("worry-words").value.trim();
    const fields = { about: kind, ...(body && { body }) };
    if (kind === "message" && this.#message) fields.pos = this.#message.pos;
    if (kind === "person" && whom) fields.seat = Number(whom);
    if (kind === "facilitator" && whom) fields.staff = whom;
    this.#asked.add(this.#live.ask("worry", fields));
    find("worry-said").textContent = words("sending");
    find("worry-words").value = "";
    find("worry-who").value = "";
    this.#message = null;
  }
}
