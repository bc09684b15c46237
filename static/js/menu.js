/** What can be done with one message: a small sign, a reply, hiding, saying that it isn't OK. */
import { button, find, put } from "./parts.js";
import { closeSheet, openSheet } from "./sheets.js";
import { words } from "./words.js";
import { EMOJI } from "./protocol.js";

const LONG_PRESS_MS = 550;
let about = null;

// A closed card keeps no words: a removal would not reach them there.
find("menu").addEventListener("closed", () => {
  about = null;
  put(find("menu-quote"), "");
  find("menu-reactions").replaceChildren();
  find("menu-list").replaceChildren();
});

/** Close the menu if the words it is open for are gone. `get(id)`: the item as it stands now, or null. */
export function closeIfGone(get) {
  const item = about && get(about);
  if (about && (!item || item.removed || item.hidden)) closeSheet();
}

/** Open the menu for an item. `choices`: `[{text, act, kind?}]`; `react(emoji, on)` or null. */
export function openMenu(item, { name, choices, react, isClosed = false }) {
  put(find("menu-title"), words("menuTitle", { name }));
  put(find("menu-quote"), isClosed ? words("headsUp", { name, topic: item.headsUp }) : item.body);
  const signs = react ? EMOJI.map((emoji) => sign(item, emoji, react)) : [];
  find("menu-reactions").hidden = signs.length === 0;
  find("menu-reactions").replaceChildren(...signs);
  find("menu-list").replaceChildren(...choices.map(({ text, act, kind = "" }) => button(text, () => {
    closeSheet();
    act();
  }, `wide ${kind}`)));
  openSheet("menu");
  about = item.id;
}

function sign(item, emoji, react) {
  const on = item.reactions.some((reaction) => reaction.emoji === emoji && reaction.mine);
  const made = button(emoji, () => {
    closeSheet();
    react(emoji, !on);
  }, "sign");
  made.setAttribute("aria-label", words(`emoji ${emoji}`) || emoji);
  made.setAttribute("aria-pressed", String(on));
  return made;
}

/** A long press on a message does what its three dots do. */
export function watchLongPress(box, open) {
  let timer = null;
  const stop = () => window.clearTimeout(timer);
  box.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[data-id]");
    if (!row || event.pointerType === "mouse" || event.target.closest("button")) return;
    stop();
    timer = window.setTimeout(() => row.querySelector("[data-do=menu]:not([hidden])") && open(row.dataset.id), LONG_PRESS_MS);
  });
  for (const name of ["pointerup", "pointercancel", "pointermove", "scroll"]) {
    box.addEventListener(name, (event) => (name !== "pointermove" || Math.abs(event.movementY) + Math.abs(event.movementX) > 6) && stop(), { passive: true });
  }
}
