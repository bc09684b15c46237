/** One's own page: counts down to the next evening, and shows the way in as soon as the door is open. */
import { span } from "./models/countdown.js";
import { gone } from "./models/gone.js";

const EVERY_MS = 10_000;
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "always" });
const mark = document.querySelector("[data-opens]");
const clocks = () => ({ steady: performance.now(), wall: Date.now() });

function watch() {
  // How far this device's own clock is off does not matter: only what has gone by since the page came.
  const left = Date.parse(mark.dataset.opens) - Date.parse(mark.dataset.now);
  const since = clocks();
  const timer = window.setInterval(show, EVERY_MS);

  function show() {
    const found = span(left - gone(since, clocks()));
    if (found) {
      mark.textContent = words.format(found.count, found.unit);
      return;
    }
    window.clearInterval(timer);
    mark.textContent = "";
    document.querySelector("[data-door]").hidden = false;
    document.querySelector("[data-said]").textContent = mark.dataset.open;
  }
  // A telephone that slept counts on from where it is now.
  document.addEventListener("visibilitychange", show);
}

if (mark) watch();
document.querySelector("input[readonly]")?.addEventListener("focus", (event) => event.target.select());
document.querySelector("[data-focus]")?.focus();
