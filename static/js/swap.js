/** Another way to say something: a card with the reason, the words, and the ways to go on. */
import { make, partsOf } from "./parts.js";

/** Whether anything is said once what can not be shared is masked: an email alone leaves three dots. */
export const saysAnything = (body) => /[\p{L}\p{N}]/u.test(body);

/** `ways`: what `use`, `change` and `keep` do. Nobody is asked to send dots: of those only the reason is shown. */
export function swapCard({ text, suggestion }, ways) {
  const part = partsOf(make("swap"));
  part.why.textContent = text;
  part.words.textContent = suggestion;
  part.words.hidden = part.use.hidden = !saysAnything(suggestion);
  for (const [name, act] of Object.entries(ways)) part[name].addEventListener("click", act);
  return part.root;
}
