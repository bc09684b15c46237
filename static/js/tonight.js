/** The page before a session: what changes by itself is asked for again, and an alarm can be tried. */
import { Sound } from "./console/sound.js";

const EVERY_MS = 15_000;
const box = document.querySelector("[data-alarm-test]");

/** Take over what is marked as live from a fresh copy of this page; where somebody's focus is, nothing moves. */
function takeOver(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.querySelector(`[data-live="${CSS.escape(part.dataset.live)}"]`);
    if (!now || part.contains(document.activeElement) || shown(part) === shown(now)) continue;
    part.replaceChildren(...document.importNode(now, true).childNodes);
  }
}

// Each copy has a token of its own in its forms, which says nothing new.
function shown(part) {
  const copy = part.cloneNode(true);
  for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) token.remove();
  return copy.innerHTML;
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(window.location.href, { headers: { accept: "text/html" } });
    if (answer.ok) takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // No signal: the next look may have one.
  }
}

function watchAlarm() {
  const [card, said, deaf] = ["[data-shown]", "[data-sound]", "[data-deaf]"].map((name) => box.querySelector(name));
  const title = document.title;
  const sound = new Sound();
  box.hidden = false;
  box.querySelector("[data-try]").addEventListener("click", async () => {
    // A browser that keeps a tab silent lets nobody wait for an answer.
    await Promise.race([sound.turnOn(), new Promise((done) => window.setTimeout(done, 500))]);
    sound.once();
    said.textContent = sound.isOn ? said.dataset.on : said.dataset.off;
    deaf.hidden = true;
    card.hidden = false;
    document.title = card.dataset.title;
    card.querySelector("[data-heard]").focus();
  });
  card.querySelectorAll("[data-heard]").forEach((button, place) => button.addEventListener("click", () => {
    card.hidden = true;
    document.title = title;
    deaf.hidden = place === 0;
    box.querySelector("[data-try]").focus();
  }));
}

if (box) watchAlarm();
if (document.querySelector("[data-live]")) window.setInterval(look, EVERY_MS);
document.addEventListener("visibilitychange", look);
