/**
 * One thing on the page, made of an entry and of the later entries about it.
 * Words live here in one place only, so that a removal needs to reach nowhere else.
 */

import { whoOf } from "./who.js";

const ENVELOPE = new Set([
  "type", "stream", "pos", "at", "kind", "from", "ref", "body", "heads_up", "reply_to", "removed",
]);
const ABOUT_ANOTHER = new Set(["removed", "restored", "reaction", "released", "flag_done", "reopened"]);
const FIRST_STATUS = { held: "waiting", flag: "open" };
const WORDS = new Set(["message", "prompt", "whisper", "held", "returned", "help", "note", "stopped", "automatic"]);

/** Does this entry only change the one it names by `of`? */
export function isAboutAnother({ kind, stream }) {
  return ABOUT_ANOTHER.has(kind) || (kind === "taken" && stream === "staff");
}

export const idOf = (stream, pos) => `${stream}/${pos}`;

/** Somebody's words, or the machine's own, not a line of the system's. */
export const isWords = (item) => WORDS.has(item.kind) || (item.kind === "answer" && item.body !== null);

/** What became of somebody's own call: that a facilitator is here, or still nobody. */
export const isOfCall = ({ kind, fields }) => kind === "taken" || (kind === "waiting" && fields.what === "help");

/** Words for the room that went to the facilitators instead. */
export const isDiverted = ({ kind, fields }) => kind === "held" && Boolean(fields.help);

/** What is kept of an entry. `mine`: the reader wrote it. `live`: it happened just now. */
export function kept(entry, { mine, live }) {
  const { stream, pos, at, kind, from, ref = null } = entry;
  return {
    id: idOf(stream, pos), stream, pos, at, kind, from, ref, who: whoOf(from), mine, live,
    body: entry.body ?? null,
    headsUp: entry.heads_up ?? null,
    replyTo: entry.reply_to == null ? null : idOf("room", entry.reply_to),
    removed: entry.removed ? { text: null, reason: null } : null,
    reactions: new Map(),
    status: FIRST_STATUS[kind] ?? null,
    taken: null,
    // Somebody read held words and decided on them; what nobody decided on goes back by itself as the room closes.
    isLookedAt: false,
    letGo: null,
    outcome: null,
    openSince: at,
    fields: Object.fromEntries(Object.entries(entry).filter(([name]) => !ENVELOPE.has(name))),
  };
}

/** What each kind does to the item it is about. `forStaff`: staff keep the words of what was removed. */
export const changes = {
  removed(item, entry, forStaff) {
    item.removed = { text: entry.text ?? null, reason: entry.reason ?? null };
    item.reactions.clear();
    if (forStaff) return;
    Object.assign(item, { body: null, headsUp: null, replyTo: null });
    delete item.fields.options;
  },

  // The words come along, for whoever had let go of them; those that were taken away again do not.
  restored(item, entry, forStaff) {
    item.removed = null;
    if (forStaff || entry.removed) return;
    const { body, heads_up: headsUp = null, reply_to: replyTo } = entry;
    Object.assign(item, { body, headsUp, replyTo: replyTo == null ? null : idOf("room", replyTo) });
  },

  reaction(item, entry) {
    if (item.removed) return;
    const people = item.reactions.get(entry.emoji) ?? new Set();
    if (entry.on) people.add(whoOf(entry.from));
    else people.delete(whoOf(entry.from));
    if (people.size) item.reactions.set(entry.emoji, people);
    else item.reactions.delete(entry.emoji);
  },

  // The words are in the room now; a second copy here would outlive their removal there.
  released(item, entry, forStaff) {
    Object.assign(item, { status: "released", isLookedAt: true, letGo: { staff: entry.from.staff ?? null, at: entry.at } });
    if (!forStaff) item.body = null;
  },

  returned(item, entry) {
    Object.assign(item, { status: "returned", isLookedAt: !entry.from.system });
  },

  taken(item, entry) {
    item.taken = { staff: entry.staff ?? null, at: entry.at };
    if (item.status === "open") item.status = "taken";
  },

  flag_done(item, entry) {
    item.status = "done";
    item.outcome = entry.outcome ?? null;
  },

  reopened(item, entry) {
    item.status = item.taken ? "taken" : "open";
    item.outcome = null;
    item.openSince = entry.at;
  },

  waiting(item) {
    item.hasWaited = true;
  },
};

/** The item as the page is shown it: a copy, with the reactions counted and the reader's own marked. */
export function shown(item, { hidden, me }) {
  const reactions = [...item.reactions].map(([emoji, people]) => ({
    emoji, count: people.size, mine: people.has(me), who: [...people],
  }));
  return { ...item, reactions, hidden };
}
