/** What the facilitators of this session write and did among themselves. */
import { Composer } from "../composer.js";
import { Log } from "../log.js";
import { find } from "../parts.js";
import { Pending } from "../pending.js";
import { LIMITS } from "../protocol.js";

const STREAM = "staff";

export class Team {
  #live;
  #log;
  #composer;
  #pending;

  constructor({ live, page, side }) {
    this.#live = live;
    this.#composer = new Composer({ form: find("note"), limit: LIMITS.body, send: ({ body }) => live.ask("note", { body }) });
    this.#log = new Log({ box: find("team").querySelector(".scroll"), page, stream: STREAM, transcript: live.transcript });
    this.#pending = new Pending({ list: find("team").querySelector(".pending"), live, page, verbs: ["note"], composer: () => this.#composer });
    side.onShow("team", () => this.#log.toEnd());
  }

  connection({ state }) {
    if (state === "live") this.#log.speak();
    else this.#log.silent();
  }

  welcome() {
    this.#composer.keepIn(this.#live.drafts, STREAM);
  }

  transcript(change) {
    this.#log.apply(change);
  }

  outbox() {
    this.#pending.draw();
  }
}
