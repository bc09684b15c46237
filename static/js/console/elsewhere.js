/** Somebody's other rooms that are open now, and how much waits in each. */
import { find, make, partsOf, put } from "../parts.js";
import { isUrgent, newlyWaiting } from "../models/elsewhere.js";
import { counted, words } from "../words.js";

const EVERY_MS = 15_000;

export class Elsewhere {
  #alarms;
  #known = [];
  #timer;

  /** `alarms` has the sound and the title of this page. */
  constructor({ alarms }) {
    this.#alarms = alarms;
    this.#timer = window.setInterval(() => this.#look(), EVERY_MS);
    this.#look();
  }

  // What waits elsewhere does not come by the line, and a closed line may come back: only a wiped page looks no more.
  forgotten() {
    window.clearInterval(this.#timer);
  }

  async #look() {
    try {
      const answer = await fetch(find("elsewhere").dataset.from, { headers: { accept: "application/json" } });
      if (answer.ok && !answer.redirected) this.#show((await answer.json()).rooms);
    } catch {
      // No signal: the next look may have one.
    }
  }

  #show(rooms) {
    const fresh = newlyWaiting(this.#known, rooms);
    const isChanged = JSON.stringify(rooms) !== JSON.stringify(this.#known);
    this.#known = rooms;
    this.#alarms.hearElsewhere(rooms.some(isUrgent), fresh.length > 0);
    if (isChanged) this.#draw(rooms);
    if (fresh.length) find("elsewhere-said").textContent = fresh.map((room) => `${room.name}: ${waitsIn(room)}.`).join(" ");
  }

  // Rows stay where they are, so that a hand on a link keeps it.
  #draw(rooms) {
    const list = find("elsewhere").querySelector("ul");
    while (list.children.length > rooms.length) list.lastElementChild.remove();
    while (list.children.length < rooms.length) list.append(make("other-room"));
    rooms.forEach((room, place) => {
      const { root, link, waits } = partsOf(list.children[place]);
      root.toggleAttribute("data-urgent", isUrgent(room));
      link.href = room.href;
      link.target = `room-${room.id}`;
      put(link, room.name);
      put(waits, waitsIn(room));
    });
    find("elsewhere").hidden = rooms.length === 0;
  }
}

function waitsIn({ calls, looks, words: said, held }) {
  const waiting = [[calls, "otherCalls"], [looks, "otherLooks"], [said, "otherWords"], [held, "heldHere"]].filter(([n]) => n > 0);
  return waiting.map(([n, key]) => counted(key, n)).join(", ") || words("otherNothing");
}
