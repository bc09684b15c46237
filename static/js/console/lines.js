/** What a facilitator reads where no bubble stands: who did what, and what became of held words. */
import { clockTime, words } from "../words.js";

const SAID = new Set(["message", "whisper", "help", "held", "returned", "note", "automatic"]);
const HELD = { waiting: "heldNow", released: "heldReleased", returned: "heldReturned" };

/** "" for what is a bubble, the words of a line, or null for what is not shown. `nameOf(who)` names people. */
export function lineOf(item, nameOf) {
  if (SAID.has(item.kind)) return item.kind === "help" && !item.body ? words("called") : "";
  const { fields } = item;
  if (item.kind === "checkin") return [words(`checked ${fields.when}`), howOf(fields), item.body && words("checkinBody", { body: item.body })].filter(Boolean).join(" ");
  const target = fields.seat ?? fields.by;
  const name = target ? nameOf(`seat:${target}`) : "";
  const what = item.kind === "slow" && !fields.seconds ? "slow none" : item.kind === "unusual" ? `unusual ${fields.what}` : fields.source === "gone" ? "gone" : concernOf(item) ?? stillAside(item) ?? item.kind;
  return words(`line.${fields.phase ?? what}`, {
    ...fields,
    by: item.from.system ? "Alcove" : nameOf(item.who),
    until: fields.until ? clockTime(fields.until) : "",
    text: fields.text ?? "", reason: fields.reason ?? "", state: fields.state ?? "", body: item.body || goneWas(fields),
    name: fields.name ?? name, whose: name && words("about", { name }),
    why: words(`sort ${fields.sort}`) || fields.why || "", offered: fields.suggestion ? words("offered", { suggestion: fields.suggestion }) : "",
    what: words(`task.${fields.source}`), level: words(`level ${fields.level}`), mode: words(`mode ${fields.mode}`),
  }) || null;
}

/** What a page, and nobody in this room, said of a concern. */
const concernOf = ({ kind, fields, from }) => (kind === "concern" && from.system ? `concern ${fields.state}` : null);

/** Let back in after an eject alone: they were out of the room before, and are. */
const stillAside = ({ kind, fields }) => (kind === "readmit" && fields.aside ? "readmit aside" : null);

/** How somebody said they are: mood (and the mood `last` time, if known) and goal, or that they would rather not say. */
export function howOf({ mood, goal }, last = null) {
  return [mood != null && words(last === null ? "mood" : "moodBefore", { n: mood, last }), goal != null && words("goal", { n: goal })].filter(Boolean).join(", ") || words("ratherNot");
}

/** Since when somebody is gone, and what was open about them; "" for any other flag. */
export function goneWas({ since, waited_for: waited = [] }) {
  return since ? words("goneWas", { time: clockTime(since), what: waited.map((what) => words(`waited ${what}`)).join(", ") }) : "";
}

/** The small words under a bubble. */
export function noteOf(item) {
  if (item.removed) return words("removedBy", { reason: item.removed.reason ?? "" });
  if (item.kind === "help") return words("called");
  if (item.kind === "answer") return words("shared");
  if (item.kind === "held" && item.fields.help && item.status === "waiting") return words("heldForYou");
  return item.kind === "held" ? words(HELD[item.status]) : "";
}
