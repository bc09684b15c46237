/** Words that wait for a facilitator, and how they go back to whoever wrote them. */
import { words } from "../words.js";
import { askFor } from "./asking.js";

/**
 * Give held words back with a note that only their author reads. Where the partner, or the end of the evening, was quicker, the
 * note lies in the private word with them; one that nobody changed was nobody's work.
 */
export function giveBack({ acts, privateWords }, { stream, pos }, name) {
  const [first, seat] = [words("ask.return.first"), Number(stream.slice("seat:".length))];
  const kept = (text) => {
    if (text === first) return {};
    privateWords.takeBack(seat, text);
    return { text: words("noteKept", { name }), next: [words("openUnsent"), () => privateWords.open(seat)] };
  };
  askFor({
    key: "return", name, about: `${stream}/${pos}`, first, wanted: true,
    act: ({ text }) => acts.do("return", { stream, pos, body: text }, { name, orElse: () => kept(text) }),
  });
}
