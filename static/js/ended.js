/**
 * The end of a page's session: everything said in it is gone, and a kind word with help stands there. What has
 * `data-outlasts` stays above it: it is no part of the session. A cover stays too, with the end below it: whoever laid it
 * there is not alone, and lifts it themselves.
 */
import { isCovered, lay } from "./cover.js";
import { find, partsOf } from "./parts.js";
import { words } from "./words.js";
import { takenOut } from "./models/takenout.js";
import { isAnythingUnheard } from "./models/unheard.js";

const OVER = 4410;
const NO_LONGER = 4403;
const KEPT = "template, script, [data-outlasts], #cover:not([hidden])";

/** After which their own page says how it goes on: it is theirs still, or has the way back. */
const OWN_PAGE_SAYS = new Set([4403, 4404, 4410, "off", "out"]);

/**
 * Wipe the page and show the words for this close code, or for an evening that is "off" or somebody who was taken "out",
 * after `more`. Nothing else of the session is left in it.
 */
export function showEnd(code, more = "") {
  if (document.documentElement.classList.contains("left") || document.querySelector(".ended")) return;
  const page = find("ended").content.cloneNode(true);
  const help = document.querySelector("#help [data-lines]");
  for (const element of [...document.body.children]) if (!element.matches(KEPT)) element.remove();
  document.documentElement.classList.remove("covered");
  document.body.dataset.view = "ended";
  const part = partsOf(page);
  part.title.textContent = words(`ended ${code}.title`) || words("ended.title");
  part.text.textContent = [more, words(`ended ${code}.text`) || words("ended.text")].filter(Boolean).join(" ");
  if (help) part.help.replaceWith(help);
  part.comeIn.hidden = code !== 4401;
  if (part.mine) part.mine.hidden = !OWN_PAGE_SAYS.has(code);
  document.body.append(page);
  if (isCovered()) lay("cover");
  else document.querySelector(".ended h1").focus();
}

/**
 * What a page that was closed with this code says of it. Before the doors open nothing can be over, unless the evening was
 * called off; and whoever went by their own wish, perhaps in another tab, was not taken out.
 */
export function endOf(code, live) {
  if (code === OVER && live.state?.session.phase === "waiting") return "off";
  return code === NO_LONGER && takenOut(live) ? "out" : code;
}

/**
 * What stands first at that end: what staff wrote to whoever is taken out, as it is said nowhere else, and that something for
 * them may not have arrived.
 */
export function wordsBefore(end, live) {
  return [end === "out" && takenOut(live).text, isAnythingUnheard(live) && words("unheard")].filter(Boolean).join(" ");
}
