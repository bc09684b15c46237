/**
 * Presses by hand that were meant for what lay there a moment ago. A key is pressed on what has the focus, which does not go
 * from one thing to another by itself, so that keys are always meant.
 */

const NEW_MS = 700;
const timers = new WeakMap();

/** For a moment no pointer presses this: it has only just come to lie here, or says something else than before. */
export function isNew(element) {
  window.clearTimeout(timers.get(element));
  element.dataset.fresh = "";
  timers.set(element, window.setTimeout(() => delete element.dataset.fresh, NEW_MS));
}

/**
 * To be called each time `list` is drawn: what came there, moved, or took the place of what went is new. `fromBelow`: the list
 * grows upwards, so that whatever comes or goes moves all of it.
 */
export function watchPlaces(list, { fromBelow = false } = {}) {
  let before = [];
  return () => {
    const now = [...list.children];
    const moved = now.filter((row, place) => before[place] !== row);
    const hasChanged = moved.length > 0 || now.length !== before.length;
    for (const row of fromBelow && hasChanged ? now : moved) isNew(row);
    before = now;
  };
}

/** In `box` the second press of a double click presses nothing: it falls on what lies there once the first was answered. */
export function pressedOnce(box) {
  box.addEventListener("click", (event) => {
    if (event.detail < 2) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}
