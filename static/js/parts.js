/** Pieces of page: found by id, or made from a <template>. */

export const find = (id) => document.getElementById(id);

/** Every element that has `data-part`, by that name. */
export function partsOf(root) {
  const parts = { root };
  for (const element of root.querySelectorAll("[data-part]")) parts[element.dataset.part] = element;
  return parts;
}

/** A fresh copy of the template's only element. */
export function make(id) {
  return find(id).content.firstElementChild.cloneNode(true);
}

/** A button with words on it. */
export function button(text, onClick, kind = "") {
  const made = make("action");
  made.textContent = text;
  made.classList.add(...kind.split(" ").filter(Boolean));
  made.addEventListener("click", onClick);
  return made;
}

/** Show `text` in an element, and the element only if there is any. Untouched if nothing changed. */
export function put(element, text) {
  const shown = text ?? "";
  if (element.textContent !== shown) element.textContent = shown;
  element.hidden = shown === "";
}

/** Have `text` read out by the region for ears. Each time it is new there, so that what is said once more is heard once more. */
export function tell(text, region = "said") {
  const said = document.createElement("span");
  said.textContent = text;
  find(region).replaceChildren(said);
}

/** Put the rows of a list in this order. What is moved keeps the focus, if it had it. */
export function arrange(list, rows) {
  const { activeElement: hand } = document;
  rows.forEach((row, place) => list.children[place] === row || list.insertBefore(row, list.children[place] ?? null));
  if (list.contains(hand) && hand !== document.activeElement) hand.focus();
}

/** Draw a part of the page anew. Where that takes away, or hides, what a hand was on, it goes to `orElse()`. */
export function keepHand(part, draw, orElse) {
  const hand = part.contains(document.activeElement) ? document.activeElement : null;
  draw();
  if (hand && (hand !== document.activeElement || hand.closest("[hidden]"))) orElse().focus({ preventScroll: true });
}

/** A signal for a `fetch` that is given up after so long. Browsers of early 2022 have no `AbortSignal.timeout`. */
export function patience(milliseconds) {
  const giveUp = new AbortController();
  window.setTimeout(() => giveUp.abort(), milliseconds);
  return giveUp.signal;
}

/** Let a fault be seen as one that nobody caught, and go on. Browsers of 2021 have no `reportError`. */
export function report(fault) {
  window.setTimeout(() => {
    throw fault;
  });
}
