/** What of the script stands in a list: a prompt in words as what its author said, anything else as a line. */
import { clockTime, words } from "./words.js";
import { choicesOf } from "./models/asked.js";
import { last } from "./models/last.js";

const firstLine = (body) => (body ?? "").trim().split("\n")[0];

/** The prompt an item of the transcript is about. */
const promptAt = (live, pos) => {
  const item = live.transcript.get(`room/${pos}`);
  return item && { pos, body: item.body, form: item.fields.form ?? "text", options: item.fields.options ?? [] };
};

/** What was picked, in words. */
export function answerIn(live, pos, value) {
  const prompt = promptAt(live, pos);
  return (prompt && choicesOf(prompt)[value]) ?? String(value);
}

const LINES = {
  prompt(item, { nameOf }) {
    if (!item.fields.form) return "";
    return item.removed ? words("line.askedGone") : words("line.asked", { name: nameOf(item.who), first: firstLine(item.body) });
  },
  results(item, { live }) {
    const given = item.fields.counts.map((n, place) => (n ? words("answerCount", { n, answer: answerIn(live, item.fields.of, place) }) : ""));
    return words("line.results", { answers: given.filter(Boolean).join(" · ") });
  },
  round(item, { live, seat, nameOf }) {
    const { of, whose = null, over = false } = item.fields;
    const turns = live.transcript.items("room").filter((one) => one.kind === "round" && one.fields.of === of && one.pos < item.pos);
    const before = last(turns)?.fields ?? {};
    if (over) return before.over ? null : words("line.turnsOver");
    if (whose === (before.whose ?? null)) return null;
    return whose === seat?.() ? words("line.turnMine") : words("line.turn", { name: nameOf(`seat:${whose}`) });
  },
  agreement: () => "",
  answer(item, { live }) {
    if (item.body !== null) return "";
    return words("line.answer", { answer: answerIn(live, item.fields.prompt, item.fields.value), time: clockTime(item.at) }) || null;
  },
  passed({ fields: { listening = false, on = true } }) {
    return words(`line.${on ? (listening ? "listening" : "passed") : "afterAll"}`) || null;
  },
};

/** The words of a bubble whose item has no body. */
export function bodyOf({ kind, fields }) {
  return kind === "agreement" ? [words("agreementIs"), ...fields.lines.map((line) => `• ${line}`)].join("\n") : "";
}

/** "" for what is a bubble, words for a line, null for what is not shown, undefined for what is not the script's. */
export function scriptLine(item, page) {
  return LINES[item.kind]?.(item, page);
}

/** Whether a change of the transcript is about the script at all: most words are not, and come many at once. */
export function isOfTheScript(live, { added, changed, removed }) {
  return removed.length > 0 || [...added, ...changed].some((id) => live.transcript.get(id)?.kind in LINES);
}
