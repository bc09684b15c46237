/** Connects a page to its session: everything a page of either kind needs of the world. */
import { Live } from "./models/live.js";
import { refFrom } from "./models/refs.js";
import { report } from "./parts.js";
import { CLOSE, ask } from "./protocol.js";

const REF_BYTES = 16;
const SECOND = 1000;

const clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  setTimeout: (action, wait) => window.setTimeout(action, wait),
  clearTimeout: (id) => window.clearTimeout(id),
};

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // forbidden by the browser: drafts then last as long as the page
  }
}

function address(path) {
  const url = new URL(path, window.location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

// A keyboard on the screen must not push the header, and the way out in it, off the page.
function fit() {
  const { visualViewport: seen } = window;
  seen?.addEventListener("resize", () => {
    if (seen.scale > 1) return; // a closer look, no keyboard
    document.documentElement.style.setProperty("--seen", `${seen.height}px`);
    window.scrollTo(0, 0);
  });
}

/** Make the live session of this page. `on`: see models/live.js. It comes and goes with the page. */
export function enter(on) {
  const { session, as, socket } = document.body.dataset;
  const live = new Live({
    url: address(socket), session, as: as || null, ask, closeNames: CLOSE, clock, random: Math.random,
    openSocket: (url) => new WebSocket(url),
    newRef: () => refFrom(crypto.getRandomValues(new Uint8Array(REF_BYTES))),
    storage: storage(),
    // What a page could not draw costs nobody the words; it must still be seen by whoever mends it.
    on: { fault: report, ...on },
  });
  fit();
  window.setInterval(() => live.tick(), SECOND);
  for (const event of ["online", "offline", "focus", "pageshow"]) window.addEventListener(event, () => live.hint());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && live.hint());
  window.addEventListener("pagehide", () => live.stop());
  window.addEventListener("alcove:leave", () => live.forget());
  return live;
}
