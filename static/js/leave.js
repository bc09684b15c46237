/**
 * The way out, on every page: a link, or Shift three times within five seconds.
 *
 * The page is blank before anything else happens; then the server is told, then the history entry is
 * replaced. Nothing is counted or kept, except a mark that says "this sign-in wanted to end": if the
 * server could not be told, the next page that finds the mark ends the sign-in and asks for the code.
 */
const SHIFTS = 3;
const WITHIN_MS = 5000;
const MARK = "left";

const body = document.body;
const who = body.dataset.as || "here";

function keep(action) {
  try {
    return action(window.localStorage);
  } catch {
    return null; // storage may be forbidden; leaving works without it
  }
}

function blank() {
  document.documentElement.classList.add("left");
}

function address() {
  const query = body.dataset.as ? `?as=${encodeURIComponent(body.dataset.as)}` : "";
  return body.dataset.leavePost + query;
}

/** Blank, tell the server, go. Safe to call twice. */
export function leave() {
  blank();
  keep((store) => store.setItem(MARK, who));
  window.dispatchEvent(new Event("alcove:leave"));
  navigator.sendBeacon(address());
  body.replaceChildren();
  window.location.replace(body.dataset.leave);
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
    window.setTimeout(() => times.at(-1) === now && forget(), WITHIN_MS);
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

/** Did this sign-in ask to end while the server could not hear it? Then it ends now. */
async function finishLeaving() {
  if ("fresh" in body.dataset) keep((store) => store.removeItem(MARK));
  const mark = keep((store) => store.getItem(MARK));
  if (!("signed" in body.dataset) || mark !== who) return;
  blank();
  window.dispatchEvent(new Event("alcove:leave"));
  try {
    await fetch(address(), { method: "POST", keepalive: true });
    keep((store) => store.removeItem(MARK));
  } catch {
    // Still not heard: the mark stays for the page after this one.
  }
  window.location.replace(body.dataset.ask);
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-leave-now]")) return;
  event.preventDefault();
  leave();
}, true);
if (!("noGesture" in body.dataset)) watchShift();
guardHistory();
finishLeaving();
