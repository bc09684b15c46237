/** Another way to say something: a card with the reason, the words, and three ways to go on. */
import { make, partsOf } from "./parts.js";

/** `ways`: what `use`, `change` and `keep` do. */
export function swapCard({ text, suggestion }, ways) {
  const part = partsOf(make("swap"));
  part.why.textContent = text;
  part.words.textContent = suggestion;
  for (const [name, act] of Object.entries(ways)) part[name].addEventListener("click", act);
  return part.root;
}
