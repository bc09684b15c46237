/** "Why?" on whatever the guard held, stopped or marked: closed until asked for, and in plain words. */
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

function one({ sort, rule, pieces, forms }) {
  const part = partsOf(make("reason"));
  put(part.sort, words(`sort ${sort}`));
  put(part.rule, words("rule", { rule }));
  part.words.hidden = !pieces.some(({ hit }) => hit);
  part.words.replaceChildren(...pieces.map(({ text, hit }) => {
    const piece = make(hit ? "reason-hit" : "reason-rest");
    piece.textContent = text;
    return piece;
  }));
  put(part.form, forms.length ? words("readAs", { forms: forms.map((form) => `“${form}”`).join(", ") }) : "");
  return part.root;
}
