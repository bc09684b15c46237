/** One's own page: counts down to the next evening, and shows the way in as soon as the door is open. */
import { span } from "./models/countdown.js";
import { gone } from "./models/gone.js";

const EVERY_MS = 10_000;
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "always" });
const mark = document.querySelector("[data-opens]");
const clocks = () => ({ steady: performance.now(), wall: Date.now() });

function watch() {
  // How far this device's own clock is off does not matter: only what has gone by since the page came.
  const [opens, closes] = [mark.dataset.opens, mark.dataset.closes].map((at) => Date.parse(at) - Date.parse(mark.dataset.now));
  const since = clocks();
  const door = document.querySelector("[data-door]");
  window.setInterval(show, EVERY_MS);

  function show() {
    const by = gone(since, clocks());
    const found = span(opens - by);
    if (found) mark.textContent = words.format(found.count, found.unit);
    else if (by >= closes) over();
    else if (door.hidden) showDoor(true);
  }

  function showDoor(isOpen) {
    mark.textContent = "";
    door.hidden = !isOpen;
    document.querySelector("[data-said]").textContent = isOpen ? mark.dataset.open : "";
  }

  // A page that was in a pocket all evening would say that the door is open, hours after it closed.
  function over() {
    showDoor(false);
    if (navigator.onLine) window.location.reload();
  }
  // A telephone that slept counts on from where it is now.
  document.addEventListener("visibilitychange", show);
}

if (mark) watch();
document.querySelector("input[readonly]")?.addEventListener("focus", (event) => event.target.select());
document.querySelector("[data-focus]")?.focus();
