/**
 * The page after an evening has many small forms. Sending one leaves what stands in the others as it was typed: the answer
 * takes the place of this page, and what is not sent yet is put back into it. Words stay in the page, and go with it.
 */
import { find } from "./parts.js";

const PATIENCE_MS = 20_000;
const main = find("main");
// Fields in which somebody has typed or chosen, by id, until the form they are in was taken.
const touched = new Set();
let isSending = false;

main.addEventListener("input", ({ target }) => target.id && touched.add(target.id));
main.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!isSending) send(event.target);
});
// Another link, or a reload: the browser asks first. Whoever leaves at once is asked nothing.
window.addEventListener("beforeunload", (event) => {
  if (!document.documentElement.classList.contains("left") && isAnythingTyped()) event.preventDefault();
});

async function send(form) {
  const body = new URLSearchParams(new FormData(form));
  isSending = form.inert = true;
  const fresh = await answerTo(form.action, body);
  isSending = form.inert = false;
  // No signal, or whoever asked is signed out by now: everything goes on standing here.
  if (!fresh?.page.querySelector("[data-after]")) return void fail();
  if (fresh.isTaken) for (const field of form.elements) touched.delete(field.id);
  takeOver(fresh, form);
}

async function answerTo(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE_MS) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.redirected && page.querySelector("[data-after]")) window.history.replaceState(null, "", answer.url);
    return { page, isTaken: answer.ok };
  } catch {
    return null;
  }
}

function takeOver({ page, isTaken }, form) {
  const sent = new Set([...form.elements].map(({ id }) => id));
  // What was refused comes back as it was sent, with what is wrong beside it.
  const kept = [...touched].filter((id) => !sent.has(id)).map(find).filter(Boolean);
  main.replaceChildren(...document.importNode(page.getElementById("main"), true).childNodes);
  for (const old of kept) putBack(old);
  show(isTaken ? null : main.querySelector("[aria-invalid=true]"));
}

function putBack(old) {
  const field = find(old.id);
  if (!field) return;
  if (field.type === "checkbox") field.checked = old.checked;
  else field.value = old.value;
  const fold = field.closest("details");
  if (fold) fold.open = true;
}

/** The hand goes to what is amiss, else to what was said of it, so that it is read out. */
function show(amiss) {
  const said = amiss ?? main.querySelector(":is([role=alert], [role=status]):not([hidden])") ?? main;
  if (!amiss) said.tabIndex = -1;
  said.focus({ preventScroll: true });
  said.scrollIntoView({ block: "nearest" });
}

function fail() {
  main.querySelector("[role=status]")?.remove();
  main.querySelector("[data-unsent]").hidden = false;
  show(null);
}

function isAnythingTyped() {
  return [...touched].map(find).some((field) => field?.matches("textarea") && field.value.trim() !== "");
}
