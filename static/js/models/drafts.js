/** Words being written, by the place they are written in ("room", "seat:3"). */
export class Drafts {
  #keep;

  constructor(keep) {
    this.#keep = keep;
  }

  get(place) {
    return this.#keep.read(`draft:${place}`) ?? "";
  }

  /** What is kept for this place, and after it what was written there before that could be read: neither is lost. */
  before(place, written) {
    const { body } = this.kept(place);
    return body === written ? body : [body, written].filter(Boolean).join("\n");
  }

  set(place, text) {
    this.#keep.write(`draft:${place}`, text);
  }

  /** What was being written: its words, the heads-up they are to have, and the place of what they answer, if any. */
  kept(place) {
    const text = this.get(place);
    return { heads_up: null, reply_to: null, ...(parsed(text) ?? { body: text }) };
  }

  /** Keep words with all that belongs to them; of what they answer the place alone, as nothing that was said is kept. */
  keep(place, { body, heads_up, reply_to }) {
    const isNothing = !body && !heads_up && reply_to === null;
    this.set(place, isNothing ? "" : JSON.stringify({ body, heads_up, reply_to }));
  }

  /** Words come back to this place, before whatever is kept there. */
  giveBack(place, text) {
    const kept = this.kept(place);
    this.keep(place, { ...kept, body: [text, kept.body].filter(Boolean).join("\n") });
  }
}

/** Null for what an earlier page kept: that was the words alone. */
function parsed(text) {
  try {
    const draft = JSON.parse(text);
    return typeof draft?.body === "string" ? draft : null;
  } catch {
    return null;
  }
}
