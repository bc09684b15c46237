/**
 * Raising a concern: how pressing it is by one press, which raises it; words if there is time (tell first, write after).
 * Its words go to a record; the team sees that there is one.
 */
import { find } from "../parts.js";
import { closeSheet, openSheet } from "../sheets.js";
import { words } from "../words.js";

let raise = null;

/**
 * About this young person. `rests`: the stream, and the positions in it of what the concern rests on. `write(seat)` opens
 * the private word with them, if that is chosen.
 */
export function raiseConcern(acts, { seat, name }, rests = {}, write = null) {
  find("concern-title").textContent = words("ask.concern.title", { name });
  find("concern-hint").textContent = words("ask.concern.hint", { name });
  find("concern-text").value = "";
  find("concern-private").checked = false;
  find("concern-private-too").hidden = write === null;
  raise = (level) => {
    const body = find("concern-text").value.trim() || undefined;
    const then = write && find("concern-private").checked ? () => write(seat) : null;
    closeSheet();
    acts.do("concern", { seat, level, body, ...rests }, { name, then });
  };
  openSheet("concern-card");
}

/** Wire the card, once. */
export function watchConcern() {
  for (const button of find("concern-levels").querySelectorAll("[data-level]")) {
    button.addEventListener("click", () => {
      raise?.(button.dataset.level);
      raise = null;
    });
  }
}
