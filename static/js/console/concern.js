/** Raising a concern: how pressing it is and what was seen. Its words go to a record; the team sees that there is one. */
import { words } from "../words.js";
import { askFor } from "./asking.js";

const LEVELS = ["now", "urgent", "concern"];

/** About this young person. `rests`: the stream, and the positions in it of what the concern rests on. */
export function raiseConcern(acts, { seat, name }, rests = {}) {
  askFor({
    key: "concern", name, wanted: true, reasons: LEVELS.map((level) => [level, words(`concern ${level}`)]),
    act: ({ reason, text }) => acts.do("concern", { seat, level: reason, body: text, ...rests }, { name }),
  });
}
