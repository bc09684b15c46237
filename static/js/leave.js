/**
 * The way out, on every page: a link, or Shift three times within five seconds.
 *
 * The page is blank before anything else happens; then the server is told, then the history entry is
 * replaced; what else that sign-in has open goes with it. Nothing is counted or kept, except a mark that
 * says which sign-in wanted to end: if the server could not be told, the next page of any kind tells it;
 * a page of that sign-in then asks for the words.
 */
const SHIFTS = 3;
const WITHIN_MS = 5000;
const MARK = "left";

/** Left on a page that is nobody's: whoever was signed in here. */
const WHOEVER = "here";

const body = document.body;
const isSigned = "signed" in body.dataset;
const who = body.dataset.as || WHOEVER;
// In the demo several people are in one browser, and addresses say which of them is meant.
const isOneOfSeveral = "several" in body.dataset && new URLSearchParams(window.location.search).has("as");

function keep(action) {
  try {
    return action(window.localStorage);
  } catch {
    return null; // storage may be forbidden; leaving works without it
  }
}

// Whether this mark says that whoever is signed in here has left.
const isTheirs = (mark) => isSigned && (mark === who || (mark === WHOEVER && !isOneOfSeveral));

function blank() {
  document.documentElement.classList.add("left");
}

function address(leaving) {
  return body.dataset.leavePost + (leaving === WHOEVER ? "" : `?as=${encodeURIComponent(leaving)}`);
}

/** Blank, tell the server, go. Safe to call twice. */
export function leave() {
  blank();
  keep((store) => store.setItem(MARK, who));
  window.dispatchEvent(new Event("alcove:leave"));
  navigator.sendBeacon(address(who));
  go();
}

function go() {
  body.replaceChildren();
  window.location.replace(body.dataset.leave);
}

/** Whoever leaves in one tab leaves in all: what they have open in another is not read over their shoulder. */
function watchOtherTabs() {
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key !== MARK || !newValue || !isTheirs(newValue)) return;
    goDark();
    go();
  });
}

function watchShift() {
  const status = document.querySelector("[data-leave-status]");
  const dots = [...document.querySelectorAll(".leave-dots i")];
  let times = [];
  let alone = false; // Shift went down and nothing else since: a capital letter never counts

  function show(count) {
    if (count) body.dataset.shifts = String(count);
    else delete body.dataset.shifts;
    dots.forEach((dot, index) => dot.classList.toggle("on", index % SHIFTS < count));
    if (status) status.textContent = ["", status.dataset.two, status.dataset.one][count] ?? "";
  }
  function forget() {
    times = [];
    show(0);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      alone = !event.repeat || alone;
      return;
    }
    alone = false;
    if (times.length) forget();
  }, true);
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    const now = Date.now();
    times = [...times.filter((time) => now - time < WITHIN_MS), now];
    if (times.length >= SHIFTS) leave();
    else show(times.length);
    window.setTimeout(() => times[times.length - 1] === now && forget(), WITHIN_MS);
  }, true);
}

/** A page brought back by "back" must not show what was on it. */
function guardHistory() {
  window.addEventListener("pagehide", (event) => event.persisted && blank());
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    blank();
    window.location.reload();
  });
}

/** Did a sign-in ask to end while the server could not hear it? Then it ends now. */
async function finishLeaving() {
  const mark = keep((store) => store.getItem(MARK));
  if (!mark) return;
  const isEnding = isTheirs(mark);
  // Signing in ended whoever was here before; only where several share a browser may that one still be in.
  const isPast = isSigned && !isEnding && (mark === WHOEVER || !isOneOfSeveral);
  if (isEnding) goDark();
  if (isPast || (await end(mark))) keep((store) => store.removeItem(MARK));
  if (isEnding) window.location.replace(body.dataset.ask);
}

function goDark() {
  blank();
  window.dispatchEvent(new Event("alcove:leave"));
}

/** Tell the server. Returns whether it heard; if not, the mark stays for the page after this one. */
async function end(leaving) {
  const told = new AbortController();
  // Whoever signs in meanwhile must not be met by the answer, which empties the browser.
  document.addEventListener("submit", () => told.abort(), { once: true });
  try {
    return (await fetch(address(leaving), { method: "POST", keepalive: true, signal: told.signal })).ok;
  } catch {
    return false;
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-leave-now]")) return;
  event.preventDefault();
  leave();
}, true);
if (!("noGesture" in body.dataset)) watchShift();
guardHistory();
watchOtherTabs();
finishLeaving();
