/** "Someone's here": one tap covers the page, one tap brings it back. */
import { find } from "./parts.js";
import { isBehindSheet } from "./sheets.js";

const behind = () => [...document.body.children].filter((element) => !element.classList.contains("over-all"));
let cameFrom = null;
let mark = () => {};

/** Whether the page is covered. */
export const isCovered = () => find("cover")?.hidden === false;

/** Lay a page over the page; nothing below can be seen, read out or reached. A hand that is in it already stays there. */
export function lay(id) {
  cameFrom ??= document.activeElement;
  for (const other of document.querySelectorAll(".over-all")) other.hidden = other.id !== id;
  for (const element of behind()) element.inert = true;
  document.documentElement.classList.add("covered");
  mark(id === "cover");
  if (!find(id).contains(document.activeElement)) find(id).focus();
}

/** Take it away again. A card may have opened or closed below it: what lies behind one stays out of reach. */
export function lift(id) {
  find(id).hidden = true;
  for (const element of behind()) element.inert = isBehindSheet(element);
  document.documentElement.classList.remove("covered");
  mark(false);
  // The session may have ended below it; that is read now.
  (document.querySelector(".ended h1") ?? cameFrom)?.focus?.();
  cameFrom = null;
}

/**
 * Wire the cover. Under it may lie the minute's page, which then comes back. `wasCovered`: it lay on this page before it
 * was loaded anew, and lies there again at once. `tell(isCovered)`: whoever keeps that.
 */
export function watchCover(wasCovered, tell) {
  let below = null;
  mark = tell;
  for (const opener of document.querySelectorAll("#cover-open, [data-cover]")) {
    opener.addEventListener("click", () => {
      below = find("minute").hidden ? null : "minute";
      lay("cover");
    });
  }
  find("cover-close").addEventListener("click", () => {
    if (below && find(below)) lay(below);
    else lift("cover");
    below = null;
  });
  if (wasCovered) lay("cover");
}
