/**
 * Cards that open under the header and whatever banner stands below it. What lies behind cannot be reached meanwhile,
 * the header with its way out can. Escape closes; the focus goes back to where it came from, or near it.
 */
import { find } from "./parts.js";

let open = null;
let cameFrom = null;
// What held that, should it be gone by then.
let near = null;

const behind = () => [find("stage")].filter(Boolean);
// What no card may cover: the way out, and that the line is lost.
const above = [...document.querySelectorAll(".bar, .banner")];
const measure = () => document.documentElement.style.setProperty("--head", `${above.reduce((sum, one) => sum + one.offsetHeight, 0)}px`);
const sizes = new ResizeObserver(measure);

for (const one of above) sizes.observe(one);

export function openSheet(id) {
  const from = open ? cameFrom : document.activeElement;
  if (open) shut();
  if (from !== cameFrom) near = from?.parentElement?.closest("[tabindex]");
  cameFrom = from;
  open = find(id);
  open.hidden = false;
  for (const element of behind()) element.inert = true;
  open.scrollTop = 0;
  open.focus();
  open.dispatchEvent(new Event("opened"));
}

/** Whether an open card keeps this out of reach. */
export const isBehindSheet = (element) => open !== null && behind().includes(element);

/** Whether any card is open. */
export const isSheetOpen = () => open !== null;

export function closeSheet() {
  if (!open) return;
  shut();
  giveBack();
}

// What opened a card may be gone or hidden since: a hand that is nowhere begins at the top of the page.
function giveBack() {
  for (const place of [cameFrom, near, find("talk"), find("private-talk")]) {
    if (place?.isConnected) place.focus({ preventScroll: place !== cameFrom });
    if (place && document.activeElement === place) return;
  }
}

function shut() {
  const shutting = open;
  shutting.hidden = true;
  open = null;
  for (const element of behind()) element.inert = false;
  shutting.dispatchEvent(new Event("closed"));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-sheet]");
  // Help is a link to its own page as well, for as long as nothing else works.
  if (opener) event.preventDefault();
  if (open && opener?.dataset.sheet === open.id && !open.contains(opener)) return void closeSheet();
  if (opener) openSheet(opener.dataset.sheet);
  else if (open && event.target.closest("[data-close]")) closeSheet();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open) closeSheet();
  if (event.key !== " " || !event.target.matches?.("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});
