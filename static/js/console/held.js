/** Words that wait for a facilitator, and how they go back to whoever wrote them. */
import { words } from "../words.js";
import { askFor } from "./asking.js";

/** Give held words back with a note that only their author reads. */
export function giveBack(acts, { stream, pos }, name) {
  askFor({
    key: "return", name, about: `${stream}/${pos}`, first: words("ask.return.first"), wanted: true,
    act: ({ text }) => acts.do("return", { stream, pos, body: text }, { name }),
  });
}
