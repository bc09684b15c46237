/** How the room runs: its doors, its pauses, its pace and what is held. */
import { phaseWords } from "../clock.js";
import { find, put } from "../parts.js";
import { words } from "../words.js";
import { askFor } from "./asking.js";

export class Controls {
  #live;

  constructor({ live, acts }) {
    this.#live = live;
    find("door").addEventListener("click", () => acts.do("open"));
    find("pause").addEventListener("click", () => (live.state.room.paused === null ? acts.do("pause") : acts.do("resume")));
    find("pause-words").addEventListener("click", () => askFor({ key: "pause", first: words("ask.pause.first"), wanted: true, act: ({ text }) => acts.do("pause", { text }) }));
    find("close-room").addEventListener("click", () => askFor({ key: "close", act: () => acts.do("close") }));
    find("mode").addEventListener("change", (event) => acts.do("mode", { mode: event.target.value }));
    find("slow").addEventListener("change", (event) => acts.do("slow", { seconds: Number(event.target.value) }));
  }

  room(state) {
    const { session, room: { paused, slow, mode } } = state;
    const canOpen = session.phase === "lobby" || (session.phase === "closing" && this.#live.serverNow() < Date.parse(session.ends_at));
    put(find("door"), canOpen ? words(session.phase === "lobby" ? "door.open" : "door.again") : "");
    put(find("pause"), session.phase === "open" || paused !== null ? words(paused === null ? "pause" : "resume") : "");
    find("close-room").hidden = session.phase !== "open";
    if (document.activeElement !== find("slow")) find("slow").value = String(slow);
    if (document.activeElement !== find("mode")) find("mode").value = mode ?? "open";
    this.tick(state);
  }

  tick(state) {
    put(find("phase"), phaseWords(state, this.#live.serverNow()));
  }
}
