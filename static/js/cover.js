/** "Someone's here": one tap covers the page, one tap brings it back. */
import { find } from "./parts.js";
import { isBehindSheet } from "./sheets.js";

const behind = () => [...document.body.children].filter((element) => !element.classList.contains("over-all"));
let cameFrom = null;

/** Lay a page over the page; nothing below can be seen, read out or reached. */
export function lay(id) {
  cameFrom ??= document.activeElement;
  for (const other of document.querySelectorAll(".over-all")) other.hidden = other.id !== id;
  for (const element of behind()) element.inert = true;
  document.documentElement.classList.add("covered");
  find(id).focus();
}

/** Take it away again. A card may have opened or closed below it: what lies behind one stays out of reach. */
export function lift(id) {
  find(id).hidden = true;
  for (const element of behind()) element.inert = isBehindSheet(element);
  document.documentElement.classList.remove("covered");
  cameFrom?.focus?.();
  cameFrom = null;
}

/** Wire the cover. Under it may lie the minute's page, which then comes back. */
export function watchCover() {
  let below = null;
  for (const opener of document.querySelectorAll("#cover-open, [data-cover]")) {
    opener.addEventListener("click", () => {
      below = find("minute").hidden ? null : "minute";
      lay("cover");
    });
  }
  find("cover-close").addEventListener("click", () => {
    if (below) lay(below);
    else lift("cover");
    below = null;
  });
}
