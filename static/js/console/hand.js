/** Where the hand is. What comes of an answer that was long in coming must not lead it out of other words or over a card. */
import { find } from "../parts.js";
import { isSheetOpen } from "../sheets.js";

/**
 * `next`: `[text, act]` of what follows once something asked for now is done, or null. Returns a function to be called then:
 * it does that if the hand is still where it was, and otherwise returns it, to be offered.
 */
export function followedBy(next) {
  const { activeElement: at } = document;
  const written = at?.value;
  return () => {
    if (!next || !isAsItWas(at, written)) return next;
    next[1]();
    return null;
  };
}

/**
 * Put other buttons into a box. The hand stays on the one that says the same; where there is none, it goes to `orElse`. Returns
 * whether one of them lies where another did.
 */
export function refill(box, buttons, orElse) {
  const { activeElement: hand } = document;
  const had = box.contains(hand);
  const before = [...box.children];
  box.replaceChildren(...buttons);
  if (had) (buttons.find((one) => says(one, hand)) ?? orElse).focus({ preventScroll: true });
  return before.some((one, place) => buttons[place] && !says(one, buttons[place]));
}

const says = (one, other) => one.textContent === other.textContent;

// A button that went as it was pressed leaves the hand at one that says the same, or nowhere, or at the queue.
function isAsItWas(at, written) {
  const { activeElement: now, body } = document;
  if (isSheetOpen()) return false;
  if (at && !at.isConnected && now.matches("button") && says(now, at)) return true;
  return now === at ? now?.value === written : now === body || now === find("queue");
}
