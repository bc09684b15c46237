/**
 * The line to the server: opened, listened to, and come back to by itself.
 *
 * States: `connecting`, `replaying` (after the welcome), `live` (after `ready`), `waiting` (comes back
 * at `retryAt`), `closed` (will not, `code` and `name` say why), `stopped` (by the page).
 * The clock, the socket and chance are handed in. Times in milliseconds. No callback's failure reaches it.
 */

import { address, comesBack, soonest, waitFor } from "./comeback.js";
import { safely } from "./safely.js";

const PING_EVERY = 25_000;
const ANSWER_WITHIN = 10_000;
const WELCOME_WITHIN = 15_000;
const STEADY_AFTER = 10_000;
const HINT_SPACING = 1_000;

const LOST = 1006;
const OPEN = 1;
const NEXT = new Map([["welcome", "replaying"], ["ready", "live"]]);

export class Connection {
  #how;
  #socket = null;
  #timers = new Map();
  #attempt = 0;
  #triedAt = -Infinity;
  #notBefore = -Infinity;
  #state = { state: "stopped", attempt: 0, retryAt: null, code: null, name: null };

  /**
   * `url` and `as` say where; `cursors()` gives the last position of each stream; `newPing()` a ping;
   * `closeNames` the name of each close code. `onFrame(frame)`, `onState(state)`, `onFault(fault)`.
   */
  constructor({ onFrame, onState, onFault, ...how }) {
    this.#how = { ...how, onFrame: safely(onFrame, onFault), onState: safely(onState, onFault) };
  }

  get state() {
    return this.#state;
  }

  get isLive() {
    return this.#state.state === "live";
  }

  get #isUp() {
    return this.isLive || this.#state.state === "replaying";
  }

  start() {
    if (["stopped", "closed"].includes(this.#state.state)) this.#connect();
  }

  /** Close quietly and stay away. A line that was closed for a reason keeps telling it. */
  stop() {
    this.#letGo();
    this.#attempt = 0;
    if (!["stopped", "closed"].includes(this.#state.state)) this.#become("stopped");
  }

  /** The network or the page seems to be back: knock at once, or make sure that the line still stands. */
  hint() {
    if (this.#isUp) this.#ping();
    const spaced = this.#how.clock.now() - this.#triedAt >= HINT_SPACING;
    if (this.#state.state === "waiting" && spaced) this.retryNow();
  }

  /** A person asks to try now; only "too fast" still has to wait. */
  retryNow() {
    const idle = ["waiting", "closed"].includes(this.#state.state);
    if (idle && this.#how.clock.now() >= this.#notBefore) this.#connect();
  }

  /** Come in anew, for what only a welcome says; one is on its way where the line is not up. */
  renew() {
    if (this.isLive) this.#lost(LOST);
  }

  /** Send a frame; false if it certainly did not leave. */
  send(frame) {
    if (!this.#isUp || this.#socket?.readyState !== OPEN) return false;
    try {
      this.#socket.send(JSON.stringify(frame));
      return true;
    } catch {
      return false;
    }
  }

  #connect() {
    this.#letGo();
    this.#triedAt = this.#how.clock.now();
    this.#become("connecting");
    if (this.#state.state === "connecting") this.#open();
  }

  #open() {
    const { url, as, cursors, openSocket } = this.#how;
    try {
      this.#socket = openSocket(address(url, cursors(), as));
    } catch {
      this.#lost(LOST);
      return;
    }
    this.#listen(this.#socket);
    this.#after("welcome", WELCOME_WITHIN, () => this.#lost(LOST));
  }

  #listen(socket) {
    socket.onmessage = (event) => socket === this.#socket && this.#heard(event.data);
    socket.onclose = (event) => socket === this.#socket && this.#lost(event.code);
    // Browsers say nothing useful here, and a close always follows.
    socket.onerror = () => {};
  }

  #heard(text) {
    this.#cancel("answer");
    const frame = parsed(text);
    if (frame === null) return;
    // Before the welcome nothing can be understood; all of it comes again after it.
    if (!this.#isUp && frame.type !== "welcome") return;
    const socket = this.#socket;
    if (NEXT.has(frame.type)) this.#advance(NEXT.get(frame.type));
    if (socket === this.#socket) this.#how.onFrame(frame);
  }

  #advance(state) {
    this.#cancel("welcome");
    if (state === "live") this.#after("steady", STEADY_AFTER, () => (this.#attempt = 0));
    if (!this.#timers.has("ping")) this.#after("ping", PING_EVERY, () => this.#beat());
    this.#become(state);
  }

  #beat() {
    this.#after("ping", PING_EVERY, () => this.#beat());
    this.#ping();
  }

  // Any frame counts as an answer; silence after a ping means that nobody is there.
  #ping() {
    if (this.#timers.has("answer")) return;
    this.#after("answer", ANSWER_WITHIN, () => this.#lost(LOST));
    this.send(this.#how.newPing());
  }

  #lost(code) {
    this.#letGo();
    const name = this.#how.closeNames?.[code] ?? null;
    if (!comesBack(code)) {
      this.#become("closed", { code, name });
      return;
    }
    const now = this.#how.clock.now();
    const wait = waitFor(code, this.#attempt++, this.#how.random);
    this.#notBefore = now + soonest(code);
    this.#after("retry", wait, () => this.#connect());
    this.#become("waiting", { code, name, retryAt: now + wait });
  }

  // From here on the old socket is nobody's: what it still says is not heard.
  #letGo() {
    for (const name of [...this.#timers.keys()]) this.#cancel(name);
    const socket = this.#socket;
    this.#socket = null;
    try {
      socket?.close(1000);
    } catch {
      return;
    }
  }

  #after(name, wait, act) {
    this.#cancel(name);
    const { clock } = this.#how;
    const id = clock.setTimeout(() => {
      this.#timers.delete(name);
      act();
    }, wait);
    this.#timers.set(name, id);
  }

  #cancel(name) {
    if (!this.#timers.has(name)) return;
    this.#how.clock.clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #become(state, more = {}) {
    this.#state = { state, attempt: this.#attempt, retryAt: null, code: null, name: null, ...more };
    this.#how.onState(this.#state);
  }
}

function parsed(text) {
  try {
    const frame = JSON.parse(text);
    return frame !== null && typeof frame === "object" ? frame : null;
  } catch {
    return null;
  }
}
