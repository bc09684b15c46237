/** "Why?" on whatever the guard held, stopped or marked: closed until asked for, and in plain words. */
import { marked } from "../models/why.js";
import { make, partsOf, put } from "../parts.js";
import { words } from "../words.js";

/** Fill in the `<details>`; `reasons` of models/why.js. One that says the same is left as it is, open or not. */
export function fillWhy(details, reasons) {
  details.hidden = reasons.length === 0;
  const key = JSON.stringify(reasons);
  if (details.dataset.key === key) return;
  details.dataset.key = key;
  details.querySelector("div").replaceChildren(...reasons.map(one));
}

/**
 * Show words in an element that has room for a few lines. If there are more, the places that the guard pointed at are
 * marked and that of the first reason stands in sight: nobody should have to look for what set off an alarm.
 */
export function putInSight(element, text, reasons) {
  // The words may be here before it is told why they are, and break elsewhere once another card stands beside them.
  const keyOf = () => JSON.stringify([text, reasons, element.clientWidth, element.clientHeight]);
  const key = keyOf();
  if (element.dataset.key === key) return;
  put(element, text);
  // What is not on the screen has no size yet.
  if (!element.clientHeight) return;
  element.dataset.key = keyOf();
  if (element.scrollHeight <= element.clientHeight) return;
  const pieces = marked(text, reasons);
  element.replaceChildren(...piecesShown(pieces));
  const first = element.children[pieces.findIndex(({ isFirst }) => isFirst)];
  if (!first) return;
  // One line further up, as a place may break over several.
  const [line] = first.getClientRects();
  element.scrollTop += line.top - element.getBoundingClientRect().top - line.height;
}

function piecesShown(pieces) {
  return pieces.map(({ text, hit }) => {
    const piece = make(hit ? "reason-hit" : "reason-rest");
    piece.textContent = text;
    return piece;
  });
}

function one({ sort, rule, pieces, forms }) {
  const part = partsOf(make("reason"));
  put(part.sort, words(`sort ${sort}`));
  put(part.rule, words("rule", { rule }));
  part.words.hidden = !pieces.some(({ hit }) => hit);
  part.words.replaceChildren(...piecesShown(pieces));
  put(part.form, forms.length ? words("readAs", { forms: forms.map((form) => `“${form}”`).join(", ") }) : "");
  return part.root;
}
