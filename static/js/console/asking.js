/**
 * The one form for what a control wants to know before it is done: how long, why, and in which words. A card may go from under
 * the hand, as an alarm is taken; what was written in it is there when it is opened again.
 */
import { find, make, put } from "../parts.js";
import { closeSheet, openSheet } from "../sheets.js";
import { ELSE, reasonOf } from "../models/reason.js";
import { counted, words } from "../words.js";

const MINUTE = 60;
/** What was written and not sent, by card and by what it is about. It stays in this memory, as it tells of somebody. */
const unsent = new Map();
let asked = null;

/** A list that stands in one word of the template, parted by "|". */
export const listed = (key) => words(key).split("|").map((one) => one.trim()).filter(Boolean);

/**
 * Ask. `key` finds the words (`ask.<key>.title` …), `name` fills them in; `about`: the one person or thing it is about. `minutes`: a choice of times.
 * `reasons`: `[value, text]` pairs or texts; `orElse`: or in words of one's own. `first`: words to begin with. `wanted`: words may not be empty.
 * `act({seconds, reason, text})` is called once, when the form is sent.
 */
export function askFor({ key, name = "", about = "", minutes = [], reasons = [], orElse = false, first = "", wanted = false, act }) {
  const say = (part) => words(`ask.${key}.${part}`, { name });
  find("ask-title").textContent = say("title");
  put(find("ask-hint"), say("hint"));
  offerTimes(minutes);
  offerReasons(orElse ? [...reasons, [ELSE, words("ask.else")]] : reasons, say("why") || words("ask.why"));
  const label = say("words");
  find("ask-words").hidden = !label;
  find("ask-words").querySelector("label").textContent = label;
  find("ask-text").value = first;
  find("ask-text").required = wanted;
  find("ask-go").textContent = say("go");
  asked = { place: `${key} ${about}`, first, act };
  putBack(unsent.get(asked.place));
  openSheet("ask");
}

function offerTimes(minutes) {
  const chips = minutes.map((n) => {
    const chip = make("chip");
    const [input, text] = chip.children;
    input.value = n * MINUTE;
    input.defaultChecked = n === minutes[0];
    text.textContent = counted("minutes", n) || words("minutes", { n });
    return chip;
  });
  find("ask-times").hidden = chips.length === 0;
  find("ask-times").querySelector(".chips").replaceChildren(...chips);
}

function offerReasons(reasons, label) {
  const options = reasons.map((reason) => {
    const [value, text] = Array.isArray(reason) ? reason : [reason, reason];
    const option = make("option");
    option.value = value;
    option.textContent = text;
    return option;
  });
  find("ask-reasons").hidden = options.length === 0;
  find("ask-reason").replaceChildren(...options);
  find("ask-reasons").querySelector("label").textContent = label;
  find("ask-else-text").value = "";
  showElse();
}

/** Keep the card as it is while there are words in it: a choice alone is made anew by one press. */
function keep() {
  const left = {
    time: find("ask-form").elements.time?.value, reason: find("ask-reason").value,
    other: find("ask-else-text").value, text: find("ask-text").value,
  };
  if (left.other.trim() || (left.text.trim() && left.text !== asked.first)) unsent.set(asked.place, left);
  else unsent.delete(asked.place);
}

function putBack(left) {
  if (!left) return;
  for (const input of find("ask-times").querySelectorAll("input")) input.checked = input.value === left.time;
  find("ask-reason").value = left.reason;
  find("ask-else-text").value = left.other;
  find("ask-text").value = left.text;
  showElse();
}

function showElse() {
  const isWanted = find("ask-reason").value === ELSE;
  find("ask-else").hidden = !isWanted;
  find("ask-else-text").required = isWanted;
}

/** Wire the form, once. */
export function watchAsking() {
  find("ask-reason").addEventListener("change", () => {
    showElse();
    if (!find("ask-else").hidden) find("ask-else-text").focus();
  });
  find("ask-form").addEventListener("input", () => asked && keep());
  find("ask-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!asked) return;
    const { place, act } = asked;
    const time = find("ask-form").elements.time;
    const answer = {
      seconds: time ? Number(time.value) : undefined,
      reason: reasonOf(find("ask-reason").value, find("ask-else-text").value),
      text: find("ask-text").value.trim() || undefined,
    };
    asked = null;
    unsent.delete(place);
    closeSheet();
    act(answer);
  });
}
