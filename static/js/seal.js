/** A contact that shows for ten minutes. The server decides; this page counts, and holds nothing of it afterwards. */
import { clockFace, secondsLeft } from "./models/seal.js";

const TICK_MS = 500;
const SAID_AT = [120, 30];
const card = document.querySelector("[data-seal]");
const wait = document.querySelector("[data-wait]");
// Counted from when the page was asked for, so that a slow line gives nobody longer.
const since = { steady: 0, wall: Date.now() - performance.now() };

function left(seconds) {
  return secondsLeft(seconds, since, { steady: performance.now(), wall: Date.now() });
}

function countDown() {
  const [timer, soon] = ["[data-left]", "[data-soon]"].map((name) => card.querySelector(name));
  let last = Infinity;
  const tick = () => {
    if (!card.isConnected) return window.clearInterval(ticking);
    const seconds = left(Number(card.dataset.seal));
    if (!seconds) return hide(true);
    timer.textContent = timer.dataset.words.replace("{left}", clockFace(seconds));
    if (SAID_AT.some((at) => seconds <= at && last > at)) {
      soon.textContent = soon.dataset.words.replace("{left}", clockFace(seconds));
    }
    last = seconds;
  };
  const ticking = window.setInterval(tick, TICK_MS);
  tick();
}

function hide(focus) {
  const over = document.querySelector("[data-over]").content.cloneNode(true);
  for (const part of card.querySelectorAll("[data-contact]")) part.textContent = "";
  card.replaceWith(over);
  if (focus) document.querySelector(".seal h2").focus();
}

// A page that the browser keeps to go back to keeps nothing of it, and asks the server anew.
window.addEventListener("pagehide", () => card?.isConnected && hide(false));
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());

if (card) countDown();
if (wait) window.setTimeout(() => window.location.reload(), (Number(wait.dataset.wait) + 1) * 1000);
