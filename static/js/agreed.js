/** What the group has agreed, to be read again at any time. */
import { find, make } from "./parts.js";

/** Draw the agreement, or that there is none to read. */
export function drawAgreed(agreement) {
  find("agreed-more").hidden = !agreement;
  const list = find("agreed-lines");
  const known = JSON.stringify(agreement?.lines ?? []);
  if (list.dataset.known === known) return;
  list.dataset.known = known;
  list.replaceChildren(...(agreement?.lines ?? []).map((line) => {
    const row = make("agreed-line");
    row.textContent = line;
    return row;
  }));
}
