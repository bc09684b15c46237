/** How the room runs: its doors, its pauses, its pace and what is held. */
import { phaseWords } from "../clock.js";
import { find, make, put } from "../parts.js";
import { words } from "../words.js";
import { askFor } from "./asking.js";
import { onPicked } from "./picked.js";
import { isNew, pressedOnce } from "./press.js";

export class Controls {
  #live;

  constructor({ live, acts }) {
    this.#live = live;
    for (const one of [find("door"), find("pause")]) pressedOnce(one);
    find("door").addEventListener("click", () => acts.do("open"));
    find("pause").addEventListener("click", () => (live.state.room.paused === null ? acts.do("pause") : acts.do("resume")));
    find("pause-words").addEventListener("click", () => askFor({ key: "pause", first: words("ask.pause.first"), wanted: true, act: ({ text }) => acts.do("pause", { text }) }));
    find("close-room").addEventListener("click", () => askFor({ key: "close", act: () => acts.do("close") }));
    onPicked(find("mode"), (target) => acts.do("mode", { mode: target.value }));
    onPicked(find("lead"), (target) => acts.do("lead", { staff: target.value }, { name: target.selectedOptions[0].textContent }));
    onPicked(find("slow"), (target) => acts.do("slow", { seconds: Number(target.value) }));
  }

  room(state) {
    const { session, room: { paused, slow, mode } } = state;
    const canOpen = session.phase === "lobby" || (session.phase === "closing" && this.#live.serverNow() < Date.parse(session.ends_at));
    put(find("door"), canOpen ? words(session.phase === "lobby" ? "door.open" : "door.again") : "");
    this.#offerPause(session.phase === "open" || paused !== null ? words(paused === null ? "pause" : "resume") : "");
    find("close-room").hidden = session.phase !== "open";
    if (find("after")) find("after").hidden = session.phase !== "closing" && session.phase !== "over";
    if (document.activeElement !== find("slow")) find("slow").value = String(slow);
    if (document.activeElement !== find("mode")) find("mode").value = mode ?? "open";
    this.#offerLeads(state);
    this.tick(state);
  }

  // It lies where the door lay, and undoes itself: whoever presses as the partner does must not undo what both wanted.
  #offerPause(label) {
    if (label && find("pause").textContent !== label) isNew(find("pause"));
    put(find("pause"), label);
  }

  // In one tap, also by the other one: whoever falls ill may not be able to.
  #offerLeads({ people, room: { lead } }) {
    const team = people.filter(({ role, left }) => role === "facilitator" && !left);
    const key = JSON.stringify(team.map(({ staff, name }) => [staff, name]));
    if (find("lead").dataset.key !== key) find("lead").replaceChildren(...team.map(({ staff, name }) => {
      const option = make("option");
      option.value = staff;
      option.textContent = name;
      return option;
    }));
    find("lead").dataset.key = key;
    if (document.activeElement !== find("lead")) find("lead").value = lead ?? "";
  }

  tick(state) {
    put(find("phase"), phaseWords(state, this.#live.serverNow()));
  }
}
