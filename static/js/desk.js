/** The desk's small comforts: focus where the news is, on a phone the rest of its places, arrow keys in the month. */
import { step } from "./models/month.js";

document.querySelector("[data-focus]")?.focus({ preventScroll: false });
for (const field of document.querySelectorAll("input[readonly]")) field.addEventListener("focus", () => field.select());

const rest = document.getElementById("desk-rest");
rest?.addEventListener("click", () => rest.setAttribute("aria-expanded", String(rest.getAttribute("aria-expanded") !== "true")));

const days = [...document.querySelectorAll(".month td")];

function move(event) {
  const from = days.indexOf(event.target.closest("td"));
  const to = step(from, event.key, (at) => Boolean(days[at]?.querySelector("[data-day]")), days.length);
  if (from < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  if (to !== null) {
    event.preventDefault();
    days[to].querySelector("[data-day]").focus();
    return;
  }
  const page = { PageUp: "[rel=prev]", PageDown: "[rel=next]", t: "[data-today]" }[event.key];
  if (!page) return;
  event.preventDefault();
  document.querySelector(`.month-head ${page}`).click();
}

document.querySelector(".month")?.addEventListener("keydown", move);
