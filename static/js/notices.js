/** Calm cards that say how things stand: not open yet, a quiet moment, a breather, standing apart, the end. */
import { make } from "./parts.js";
import { clockTime, counted, words } from "./words.js";
import { lastsToTheEnd, mayWrite } from "./models/pace.js";

/** On such a line the server would have said if the private word had closed. */
const UP = new Set(["live", "replaying"]);

/**
 * What is to be said, each `{id, title, text}`; the most important first. `doors`: what was last said
 * of the room's doors, if anything. `told`: the words staff sent along, by kind. `line`: how it stands (see connection.js).
 * `hasOwn`: whether they wrote something for themselves alone, which goes as the room does.
 */
export function noticesOf({ session, you, room }, { now, doors, told, line = "live", hasOwn = false }) {
  const to = { time: clockTime(session.closes_at), start: clockTime(session.starts_at), open: clockTime(session.opens_at) };
  const all = [];
  const say = (id, fields = {}, text = null) => all.push({ id, title: words(`${id}.title`, { ...to, ...fields }), text: text ?? words(`${id}.text`, { ...to, ...fields }) });
  if (session.phase === "waiting") say("waiting");
  if (session.phase === "lobby") say(Date.parse(session.starts_at) > now ? "lobby" : "late");
  const closing = doors?.cancelled ? "cancelled" : doors?.help ? "noOne" : "closing";
  if (session.phase === "closing") say(closing, {}, after(words(`${closing}.text`, to), hasOwn && words("closing.own", to)));
  if (session.phase === "over") say("over", {}, words(!UP.has(line) ? "over.away" : room.staffed ? "over.text" : "over.nobody"));
  if (you.aside) say("aside", {}, after(told.aside, words("aside.text")));
  if (session.phase !== "open") return all;
  if (room.paused != null) say("paused", {}, after(room.paused, words("paused.text")));
  // Aside they cannot read the room, and a breather there is nothing they would notice.
  const until = you.muted_until && !you.aside ? you.muted_until : null;
  if (until) say("muted", {}, after(told.muted, words(lastsToTheEnd(session, until) ? "muted.toTheEnd" : "muted.text", { time: clockTime(until) })));
  if (room.slow) all.push({ id: "slow", title: "", text: counted("slow", room.slow) });
  // Only staff are told the mode; what is held on must not be forgotten.
  const mode = words(`roomMode ${room.mode}`);
  if (mode) all.push({ id: "mode", title: "", text: mode });
  return all;
}

/** That a round waits for them, where the room itself is out of sight. */
export const yourTurn = () => ({ id: "turn", title: words("yourTurn.title"), text: words("yourTurn.text") });

const after = (first, second) => [first, second].filter(Boolean).join(" ");

/** Why the reader cannot send to the room now, in words; null if they can. */
export function whyNot(state, facts) {
  const may = mayWrite(state, facts);
  if (may.ok) return null;
  if (may.why === "slow") return counted("again", Math.max(1, Math.ceil((may.until - facts.now) / 1000)));
  const why = whyHere(may, state, facts);
  return words(`cannot.${why}`, { time: may.until ? clockTime(may.until) : "" });
}

/** Why exactly: an evening that is off closes otherwise, and no time is named at which nobody may write either. */
function whyHere({ why, until }, state, facts) {
  if (why === "closing" && facts.doors?.cancelled) return "cancelled";
  return why === "muted" && lastsToTheEnd(state.session, until) ? "muted.toTheEnd" : why;
}

/** Draw the cards. A card that says the same stays the same element, so that it is not read out again. */
export function drawNotices(box, notices) {
  const old = new Map([...box.children].map((card) => [card.dataset.notice, card]));
  const cards = notices.map((notice) => {
    const key = [notice.id, notice.title, notice.text].join("|");
    const card = old.get(key) ?? fill(make("notice"), notice);
    card.dataset.notice = key;
    return card;
  });
  for (const card of old.values()) if (!cards.includes(card)) card.remove();
  cards.forEach((card, index) => box.children[index] === card || box.insertBefore(card, box.children[index] ?? null));
}

function fill(card, { id, title, text }) {
  card.classList.add(`notice-${id}`);
  const [heading, body] = card.children;
  heading.textContent = title;
  heading.hidden = !title;
  body.textContent = text;
  return card;
}
