/** Another way to say something: a card with the reason, the words, and the ways to go on. */
import { make, partsOf } from "./parts.js";

/** `ways`: what `use`, `change` and `keep` do. Without a suggestion there is nothing to use, but the reason and the rest. */
export function swapCard({ text, suggestion }, ways) {
  const part = partsOf(make("swap"));
  part.why.textContent = text;
  part.words.textContent = suggestion;
  part.words.hidden = part.use.hidden = !suggestion;
  for (const [name, act] of Object.entries(ways)) part[name].addEventListener("click", act);
  return part.root;
}
