/** The row of quick replies over a private word's box: a press puts the words there, and sends nothing. */
import { stepTo, withReply } from "../models/quick.js";

export function offerReplies(row, composer) {
  const buttons = [...row.querySelectorAll("button")];
  const replies = buttons.map((one) => one.textContent);
  // One stop for Tab, as there may be twenty of them.
  const stopAt = (stop) => buttons.forEach((one) => { one.tabIndex = one === stop ? 0 : -1; });
  stopAt(buttons[0]);
  row.addEventListener("click", ({ target }) => {
    const at = buttons.indexOf(target);
    if (at < 0) return;
    stopAt(target);
    composer.rewrite((written) => withReply(written, replies[at], replies));
  });
  row.addEventListener("keydown", (event) => {
    const to = stepTo(event.key, buttons.indexOf(event.target), buttons.length);
    if (to === null) return;
    event.preventDefault();
    stopAt(buttons[to]);
    buttons[to].focus();
  });
}
