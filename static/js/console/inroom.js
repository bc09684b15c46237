/** What stands in the room now, what came of it, and what can be done with it. */
import { find, make, put } from "../parts.js";
import { drawTally } from "../tally.js";
import { counted, named, words } from "../words.js";
import { choicesOf, tally, whyNotShared } from "../models/asked.js";
import { isOfTheScript } from "../scriptlines.js";
import { Turns } from "./turns.js";

export class InRoom {
  #live;
  #turns;

  constructor({ live, acts }) {
    this.#live = live;
    this.#turns = new Turns({ live, acts });
    const prompt = () => live.state.room.prompt.pos;
    find("put-away").addEventListener("click", () => acts.do("put_away", { prompt: prompt() }));
    find("take-back").addEventListener("click", () => acts.do("remove", { pos: prompt(), reason: words("slip") }));
    find("share").addEventListener("click", () => acts.do("share", { prompt: prompt() }));
  }

  room(state) {
    this.tick(state);
  }

  transcript(change) {
    if (this.#live.state && isOfTheScript(this.#live, change)) this.tick(this.#live.state);
  }

  tick({ session, room: { prompt }, people }) {
    find("in-room").hidden = !prompt;
    if (!prompt) return;
    put(find("in-room-words"), `${words(`kind.${prompt.form}`)}: ${prompt.body.trim().split("\n")[0]}`);
    const seats = people.filter((person) => person.seat);
    this.#drawAnswers(prompt, seats);
    this.#turns.draw(prompt, seats, session.phase === "open");
  }

  #items(seat) {
    return this.#live.transcript.items(`seat:${seat}`);
  }

  #drawAnswers(prompt, seats) {
    const labels = choicesOf(prompt);
    find("in-room-answers").hidden = labels.length === 0;
    if (!labels.length) return;
    const { counts, who } = tally(prompt, new Map(seats.map(({ seat }) => [seat, this.#items(seat)])));
    const n = counts.reduce((sum, one) => sum + one, 0);
    put(find("in-room-count"), counted("answered", n, { of: seats.filter((one) => one.present).length }));
    drawTally(find("in-room-tally"), labels, counts);
    this.#drawWho(labels, who, seats);
    const why = prompt.counts ? "done" : whyNotShared(prompt, counts);
    find("share").hidden = why !== null;
    put(find("share-why"), why ? words(`share ${why}`) : "");
  }

  #drawWho(labels, who, seats) {
    const nameOf = (seat) => seats.find((person) => person.seat === seat)?.name ?? words("someone");
    const lines = labels.map((answer, place) => who[place].length && words("whoPicked", { answer, names: named(who[place].map(nameOf)) })).filter(Boolean);
    const list = find("in-room-who").querySelector("ul");
    find("in-room-who").hidden = lines.length === 0;
    if (list.dataset.lines === lines.join("\n")) return;
    list.dataset.lines = lines.join("\n");
    list.replaceChildren(...lines.map((text) => {
      const line = make("who-line");
      line.textContent = text;
      return line;
    }));
  }
}
