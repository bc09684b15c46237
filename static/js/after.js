/**
 * The page after an evening has many small forms, and so have that of a record and that of a duty. Sending one leaves what
 * stands in the others as it was typed: the answer takes the place of this page, and what is not sent yet is put back into
 * it. Words stay in the page, and go with it.
 * Forms are sent one after another, each as it stood when it was pressed.
 */
import { find, patience } from "./parts.js";

const PATIENCE_MS = 20_000;
const MAY_NOT = [401, 403];
const FIELDS = "input, select, textarea";
const WRITTEN = "textarea, input[type=text]";
const main = find("main");
// Fields in which somebody has typed or chosen, by id, until the form they are in was taken.
const touched = new Set();
// What was pressed and has not gone yet, in that order.
const pressed = [];
let isSending = false;

main.addEventListener("input", ({ target }) => target.id && touched.add(target.id));
main.addEventListener("submit", (event) => {
  event.preventDefault();
  pressed.push(asItStands(event.target));
  if (!isSending) sendAll();
});
// Another link, or a reload: the browser asks first. Whoever leaves at once is asked nothing.
window.addEventListener("beforeunload", (event) => {
  if (!document.documentElement.classList.contains("left") && isAnythingTyped()) event.preventDefault();
});

/** What a form says now, and which it is on a page that takes this one's place. Nothing more can be typed into it. */
function asItStands(form) {
  const sent = { address: form.action, body: new URLSearchParams(new FormData(form)), ids: [...form.elements].map(({ id }) => id) };
  form.inert = true;
  return sent;
}

async function sendAll() {
  isSending = true;
  let trouble = null;
  while (pressed.length > 0) {
    for (const one of pressed) hold(one);
    const sent = pressed.shift();
    const answer = await answerTo(sent);
    if (answer.elsewhere) return goOn(answer.elsewhere);
    if (answer.page) takeOver(answer, sent);
    else trouble = noted(answer.trouble);
  }
  isSending = false;
  for (const form of main.querySelectorAll("form[inert]")) form.inert = false;
  if (trouble) tell(trouble);
}

/** What was pressed and waits, or is on its way, is not pressed again, also on the page that took the other's place. */
function hold({ address, ids }) {
  const field = ids.map(find).find(Boolean);
  const form = field ? field.form : [...main.querySelectorAll("form")].find(({ action }) => action === address);
  if (form) form.inert = true;
}

/** What was said of another form may be read as being said of this one. Without a line, or a sign-in, nothing more goes. */
function noted(trouble) {
  main.querySelector("[role=status]")?.remove();
  if (trouble !== "refused") pressed.length = 0;
  return trouble;
}

/** The page that comes back, or what is in the way: the line, a sign-in that has ended, or the server's no. */
async function answerTo({ address, body }) {
  try {
    const first = await read(address, { method: "POST", body });
    if (first.isOurs || first.elsewhere) return first;
    // Whoever has signed in again, in another tab, has another token: without it every form here is refused for good.
    const now = await read(location.href, {});
    if (!now.isOurs) return { trouble: "out" };
    if (!first.redirected && !MAY_NOT.includes(first.status)) return { trouble: "refused" };
    body.set("csrfmiddlewaretoken", now.page.querySelector("[name=csrfmiddlewaretoken]").value);
    const second = await read(address, { method: "POST", body });
    return second.isOurs || second.elsewhere ? second : { trouble: "refused" };
  } catch {
    return { trouble: "away" };
  }
}

async function read(address, asked) {
  const answer = await fetch(address, { ...asked, headers: { accept: "text/html" }, signal: patience(PATIENCE_MS) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isOurs = whose(page) === whose(document);
  if (isOurs && asked.body && answer.redirected) window.history.replaceState(null, "", answer.url);
  const elsewhere = !isOurs && asked.body && answer.redirected && answer.ok && isSignedIn(page) ? answer.url : null;
  return { page, isOurs, elsewhere, isTaken: answer.ok, status: answer.status, redirected: answer.redirected };
}

/** Whether that is another page of whoever is signed in here. */
function isSignedIn(page) {
  return page.body.dataset.as !== undefined && page.body.dataset.as === document.body.dataset.as;
}

/** What was sent is done, and leads to another page: whoever saw to it has this one no more. */
function goOn(address) {
  touched.clear();
  location.assign(address);
}

/** Who of staff has this page; nothing on a page that is not sent by its script. */
function whose(page) {
  return page.querySelector("[data-after]")?.dataset.after;
}

function takeOver({ page, isTaken }, { ids }) {
  // What became of an alarm shows in the strip, and is heard, at once.
  window.dispatchEvent(new Event("answered"));
  if (isTaken) for (const id of ids) touched.delete(id);
  const hand = whereTheHandIs(ids);
  // What was refused comes back as it was sent, with what is wrong beside it.
  const kept = [...touched].filter((id) => !ids.includes(id)).map(find).filter(Boolean);
  main.replaceChildren(...document.importNode(page.getElementById("main"), true).childNodes);
  for (const old of kept) putBack(old);
  if (hand && goOnAt(hand)) return sayAgain();
  show(isTaken ? null : main.querySelector("[aria-invalid=true]"));
}

function putBack(old) {
  const field = find(old.id);
  if (!field) return;
  if (ticks(field)) field.checked = old.checked;
  else field.value = old.value;
  unfold(field);
}

const ticks = ({ type }) => type === "checkbox" || type === "radio";

function unfold(field) {
  const fold = field.closest("details");
  if (fold) fold.open = true;
}

/** The field somebody goes on writing in meanwhile, and where in it; null if that is what was sent, or none. */
function whereTheHandIs(sent) {
  const field = document.activeElement;
  if (!field.id || sent.includes(field.id) || !main.contains(field) || !field.matches(FIELDS)) return null;
  const { id, selectionStart, selectionEnd, scrollTop } = field;
  return { id, selectionStart, selectionEnd, scrollTop, top: field.getBoundingClientRect().top };
}

/** Give the hand back its place, also on the screen; false if that field is there no more. */
function goOnAt({ id, selectionStart, selectionEnd, scrollTop, top }) {
  const field = find(id);
  if (!field) return false;
  unfold(field);
  field.focus({ preventScroll: true });
  if (Number.isInteger(selectionStart)) field.setSelectionRange(selectionStart, selectionEnd);
  field.scrollTop = scrollTop;
  window.scrollBy(0, field.getBoundingClientRect().top - top);
  return true;
}

/** What comes with a page is not read out by itself; what changes in it is. */
function sayAgain() {
  const said = saying();
  if (!said) return;
  const words = [...said.childNodes];
  said.replaceChildren();
  setTimeout(() => said.replaceChildren(...words), 100);
}

function saying() {
  return main.querySelector(":is([role=alert], [role=status]):not([hidden])");
}

/** The hand goes to what is amiss, else to what was said of it, so that it is read out. */
function show(amiss) {
  const said = amiss ?? saying() ?? main;
  if (!said.matches(FIELDS)) said.tabIndex = -1;
  said.focus({ preventScroll: true });
  said.scrollIntoView({ block: "nearest" });
}

function tell(trouble) {
  for (const said of main.querySelectorAll("[data-unsent]")) said.hidden = said.dataset.unsent !== trouble;
  const hand = document.activeElement;
  if (!main.contains(hand) || !hand.matches(FIELDS)) show(main.querySelector(`[data-unsent=${trouble}]`));
}

function isAnythingTyped() {
  return [...touched].map(find).some((field) => field?.matches(WRITTEN) && field.value.trim() !== "");
}
