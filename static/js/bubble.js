/** How one thing that was said looks. The markup is the one template; this only fills it in. */
import { make, partsOf, put } from "./parts.js";
import { clockTime, counted, words } from "./words.js";

const parts = new WeakMap();

/** Two letters for the little face beside a name. */
export const initials = (name) => name.split(/\s+/).map((word) => [...word][0] ?? "").slice(0, 2).join("").toUpperCase();

/** A new element for an item: `kind` is "message", or "line" for what the room itself says. */
export function makeBubble(item, kind) {
  const root = make(kind);
  root.dataset.id = item.id;
  parts.set(root, partsOf(root));
  return root;
}

/**
 * Fill in a message. `page` knows: `person(who)`, `quote(id)`, `isClosed(id)` (behind a heads-up),
 * and may add `bodyOf(item)` for what has no body, `note(item)` and `mark(item)` in words of its own, and `menu` if there is one.
 */
export function paintMessage(root, item, page) {
  const part = parts.get(root);
  paintWho(root, part, item, page);
  paintQuote(part, item, page);
  const closed = Boolean(item.headsUp) && !item.removed && Boolean(page.isClosed?.(item.id));
  put(part.headsUpText, closed ? words("headsUp", { name: page.person(item.who).name, topic: item.headsUp }) : "");
  part.headsUp.hidden = !closed;
  put(part.body, closed ? "" : bodyOf(item, page));
  put(part.note, page.note?.(item) ?? "");
  root.classList.toggle("removed", Boolean(item.removed));
  root.classList.toggle("hidden-for-me", item.hidden);
  part.more.hidden = !page.menu?.(item);
  paintReactions(part.under, item, page);
}

// A machine's words are nobody's: no name, no face.
const whoSaid = (item, page) => (item.kind === "automatic" ? { name: words("automatic") } : page.person(item.who));

function paintWho(root, part, item, page) {
  const { name, staff, role = "facilitator" } = whoSaid(item, page);
  put(part.name, item.mine ? words("you") : name);
  put(part.role, staff && !item.mine ? words(role) : "");
  put(part.mark, page.mark?.(item) ?? "");
  put(part.time, clockTime(item.at));
  part.time.dateTime = item.at;
  part.face.textContent = item.kind === "automatic" ? "" : initials(name);
  root.dataset.face = item.kind === "automatic" ? "machine" : (item.from.seat ?? "staff");
  root.classList.toggle("mine", item.mine);
  part.more.setAttribute("aria-label", words("moreFor", { name }));
}

function paintQuote(part, item, page) {
  const quote = item.replyTo && page.quote(item.replyTo);
  part.quote.hidden = !quote;
  if (!quote) return;
  const covered = coverOf(quote, page);
  part.quoted.textContent = covered ? "" : page.person(quote.who).name;
  part.quoteBody.textContent = covered ?? quote.body;
}

/** What stands in place of words that are gone, hidden, or behind a heads-up nobody has opened yet. */
function coverOf(quote, page) {
  if (quote.removed) return words("quoteRemoved");
  if (quote.hidden) return words("quoteHidden");
  return page.isClosed?.(quote.id) ? words("quoteClosed") : null;
}

function bodyOf(item, page) {
  if (!item.removed) return item.body ?? page.bodyOf?.(item);
  const gone = page.removedWords?.(item) ?? words(item.mine ? "removedMine" : "removed");
  return [gone, item.removed.text].filter(Boolean).join(" ");
}

function paintReactions(under, item, page) {
  under.hidden = item.reactions.length === 0;
  under.replaceChildren(...item.reactions.map(({ emoji, count, mine }) => {
    const chip = make("reaction");
    const { emoji: sign, count: number } = partsOf(chip);
    sign.textContent = emoji;
    number.textContent = count;
    chip.dataset.emoji = emoji;
    chip.setAttribute("aria-pressed", String(mine));
    chip.setAttribute("aria-label", counted("reacted", count, { sign: words(`emoji ${emoji}`) || emoji }));
    chip.disabled = !page.menu;
    return chip;
  }));
}

/** Fill in a line of the room itself: it opened, it is paused. */
export function paintLine(root, item, text) {
  const part = parts.get(root);
  put(part.body, text);
  part.time.textContent = clockTime(item.at);
}
