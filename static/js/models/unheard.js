/** What was meant for the facilitators and may not have reached them: a page that is wiped knows of it no more. */

const FOR_STAFF = new Set(["help", "whisper", "worry", "checkin"]);
const ARRIVED = new Set(["sent", "held"]);

/** Over a reload there is a mark of it, as a page loaded anew may meet the end before it knows whose it is. */
const MARK = "unheard";

/** Whether any of these asks (see outbox.js) is for the facilitators and has not surely arrived. */
export const isUnheard = (asks) => asks.some(({ verb, state }) => FOR_STAFF.has(verb) && !ARRIVED.has(state));

/** Keep the mark as things stand now. `live`: see live.js. */
export const markUnheard = (live) => live.keep.mark(MARK, isUnheard(live.outbox.items()));

/** Whether there is any such thing, here or from before a reload. */
export const isAnythingUnheard = (live) => live.keep.isMarked(MARK) || isUnheard(live.outbox.items());
