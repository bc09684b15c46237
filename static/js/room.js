/** The page of a young person's place in a room: puts the pieces together and decides nothing itself. */
import { drawAgreed } from "./agreed.js";
import { Asked } from "./asked.js";
import { Banner } from "./banner.js";
import { watchMinute } from "./calm.js";
import { Checkin } from "./checkin.js";
import { Choices } from "./choices.js";
import { phaseWords } from "./clock.js";
import { Composer } from "./composer.js";
import { watchCover } from "./cover.js";
import { endOf, showEnd, wordsBefore } from "./ended.js";
import { enter } from "./enter.js";
import { watchCall } from "./help.js";
import { Log } from "./log.js";
import { closeIfGone, watchLongPress } from "./menu.js";
import { drawNotices, noticesOf, whyNot, yourTurn } from "./notices.js";
import { find, put, tell } from "./parts.js";
import { Own } from "./own.js";
import { Pending } from "./pending.js";
import { drawPeople } from "./people.js";
import { PrivateWord } from "./private.js";
import { bodyOf, scriptLine } from "./scriptlines.js";
import { closeSheet, isSheetOpen, openSheet } from "./sheets.js";
import { clockTime, counted, words } from "./words.js";
import { Worry } from "./worry.js";
import { Automatic } from "./models/automatic.js";
import { becameOf } from "./models/call.js";
import { isDiverted, isOfCall } from "./models/item.js";
import { lastWhere } from "./models/last.js";
import { markUnheard } from "./models/unheard.js";
import { LIMITS } from "./protocol.js";

const ROOM = "room";
const SAID = new Set(["message", "prompt"]);
const BEFORE = new Set(["waiting", "lobby"]);
let waitUntil = null;
let endCode = null;
let endsWith = "";
let doors;

const live = enter({ connection, welcome, room, transcript, outbox, answer, forgotten: () => showEnd(endCode, endsWith) });

const page = {
  isClosed: (id) => choices.isClosed(live.transcript.get(id)),
  person: (who) => live.room?.person(who, live.serverNow()) ?? stranger(who),
  me: () => ({ seat: live.state?.you.seat }),
  whoAmI: () => live.state && own(live.state),
  quote: (id) => live.transcript.quote(id),
  bodyOf,
  mark: (item) => (item.headsUp && !choices.isClosed(item) ? words("headsUpMark", { topic: item.headsUp }) : ""),
  timeOf: (iso) => (iso ? clockTime(iso) : ""),
  menu: (item) => SAID.has(item.kind) && !item.removed && !item.hidden,
  line: (item) => (item.kind === "message" ? "" : scriptLine(item, script) ?? (words(`line.${item.fields.phase ?? item.kind}`, { text: item.fields.text, n: item.fields.seconds }) || null)),
  act: (...what) => choices.act(...what),
  // A slow room slows no signs.
  whyNot: () => whyNot(live.state, { now: live.serverNow(), doors }),
};
const choices = new Choices(live, page, () => ({ composer, log, worry }));
const script = { live, seat: () => live.state?.you.seat, nameOf: (who) => page.person(who).name };
// What staff do arrives without their names.
const stranger = (who) => (who === "system" ? { name: words("theFacilitators") } : { name: words("someone"), staff: who.startsWith("staff:") });
const banner = new Banner(() => live.retryNow());
const composer = new Composer({
  form: find("say"), limit: LIMITS.body, send: (fields) => live.ask("say", fields),
  messageAt: (pos) => choices.answerTo(live.transcript.get(`room/${pos}`)),
});
const log = new Log({ box: find("talk"), page, stream: ROOM, transcript: live.transcript, mayMove: hasBegun });
const privateWord = new PrivateWord(live, page);
const pending = new Pending({
  list: find("pending"), live, page, verbs: ["say"], composer: () => composer,
  heldIn: () => live.state && own(live.state),
});
const call = watchCall(live, {
  goPrivate: () => {
    turnTo("private");
    privateWord.open();
  },
  became: (ref) => becameOf(ref, live.transcript.items(own(live.state))),
});
const worry = new Worry(live);
const checkin = new Checkin(live);
const asked = new Asked(live, page);
const ownWords = new Own(live);
const automatic = new Automatic(() => (live.state ? live.transcript.items(own(live.state)) : []));

watchMinute((isAway) => live.away(isAway));
watchCover(live.keep.isMarked("covered"), (isCovered) => live.keep.mark("covered", isCovered));
watchLongPress(find("talk"), (id) => page.act("menu", live.transcript.get(id)));
find("latest").addEventListener("click", () => log.toEnd({ withHand: true }));
document.addEventListener("click", (event) => {
  const tab = event.target.closest?.("[data-view-to]");
  if (tab) turnTo(tab.dataset.viewTo);
});
document.addEventListener("visibilitychange", () => log.atEnd && log.isSeen() && live.transcript.seen(ROOM));
for (const event of ["opened", "closed"]) document.addEventListener(event, drawLatest, { capture: true });
window.setInterval(() => live.state && drawClock(live.state), 1000);
live.start();

function connection(state) {
  if (state.state === "closed") {
    endCode = endOf(state.code, live);
    endsWith = wordsBefore(endCode, live);
  }
  banner.show(state);
  call.stand();
  if (live.state) drawStanding(live.state);
  for (const list of [log, privateWord]) {
    if (state.state === "live") list.speak();
    else list.silent();
  }
}

function welcome(state) {
  composer.keepIn(live.drafts, ROOM);
  privateWord.belongTo(state);
  markUnheard(live);
}

function room(state) {
  drawPeople(state, live.transcript);
  privateWord.belongTo(state);
  doors = lastOf(ROOM, "phase");
  asked.draw(state);
  drawStanding(state);
  document.body.dataset.phase = state.session.phase;
  document.body.toggleAttribute("data-aside", Boolean(state.you.aside));
  checkin.draw(state, checkins(state));
  ownWords.draw(state);
  drawAgreed(state.room.agreement);
  drawLatest();
  drawClock(state);
  call.stand();
}

/** The cards that say how things stand, as far as the line lets this page know. */
function drawStanding(state) {
  const notices = noticesOf(state, {
    now: live.serverNow(),
    doors,
    told: { aside: lastOf(own(state), "aside")?.text, muted: lastOf(own(state), "muted")?.text },
    line: live.connection.state,
    hasOwn: ownWords.isWritten,
  });
  drawNotices(find("notices"), notices);
  drawNotices(find("private-notices"), [...(asked.isTheirTurn ? [yourTurn()] : []), ...notices.filter(({ title }) => title)]);
}

const isSaid = () => live.transcript.items(ROOM).some((item) => SAID.has(item.kind));
// What tonight is about stands alone before the doors and in the lobby, and is read from its beginning.
function hasBegun() {
  return !BEFORE.has(document.body.dataset.phase) || isSaid();
}
const own = (state) => `seat:${state.you.seat}`;
const checkins = (state) => live.transcript.items(own(state)).filter((item) => item.kind === "checkin").map(({ ref, fields }) => ({ ref, ...fields }));
const lastOf = (stream, kind) => lastWhere(live.transcript.items(stream), (item) => item.kind === kind)?.fields;

function drawClock(state) {
  const facts = { lastSaidAt: live.lastSaidAt, waitUntil, now: live.serverNow(), doors };
  put(find("phase"), phaseWords(state, facts.now, doors));
  composer.allow(whyNot(state, facts));
  if (find("pending").childElementCount) pending.draw();
}

function transcript(change) {
  const isTold = change.live && change.added.map((id) => news(live.transcript.get(id))).some(Boolean);
  log.apply(change);
  const fresh = privateWord.apply(change);
  if (fresh && !isTold) tell(counted("newPrivate", fresh));
  automatic.due().forEach(toPrivate);
  if (composer.answering && live.transcript.get(`room/${composer.answering.pos}`)?.body == null) composer.replyTo(null);
  composer.cameIn();
  closeIfGone((id) => live.transcript.get(id));
  find("talk").querySelector("[data-empty]").hidden = isSaid();
  // What was said of the doors, or to whoever was set aside, may have come with history only now.
  if (live.state && !change.live && change.added.length) room(live.state);
  else if (live.state) {
    drawPeople(live.state, live.transcript);
    checkin.draw(live.state, checkins(live.state));
    asked.draw(live.state);
    ownWords.draw(live.state);
  }
  pending.draw();
  drawLatest();
}

/** What just happened and wants more than a place in the list. Returns whether it was told to ears. */
function news(item) {
  if (item.kind === "taken") call.taken(item.fields.name);
  if (item.kind === "phase" && item.fields.help) openSheet("help");
  if (item.kind === "automatic") toPrivate(item);
  else if (isOfCall(item) && !privateWord.isSeen) tell(privateWord.lineOf(item));
  else if (item.kind === "held" && item.mine && !isDiverted(item)) tell(item.fields.text ?? words("held"));
  else return false;
  return true;
}

/** Somebody may be in danger: from here on they write to the facilitators, and see at once whom to call. */
function toPrivate(item) {
  automatic.tell(item);
  turnTo("private");
  privateWord.openWithHelp();
  tell(item.body);
}

/** What is new in the room, and that it is their turn, on the way there from wherever else they are. */
function drawLatest() {
  const unseen = live.transcript.unseen(ROOM).count;
  const away = unseen > 0 && !(log.atEnd && log.isSeen());
  find("latest").hidden = !away;
  find("latest").querySelector("span").textContent = counted("newMessages", unseen);
  const turn = asked.isTheirTurn && (isSheetOpen() || !log.isSeen());
  const badge = document.querySelector("[data-badge=room]");
  put(badge, away || turn ? String((away ? unseen : 0) + (turn ? 1 : 0)) : "");
  badge.setAttribute("aria-label", [turn && words("turn.mine"), away && counted("newMessages", unseen)].filter(Boolean).join(" "));
}

function outbox(change) {
  markUnheard(live);
  pending.draw();
  privateWord.drawPending();
  privateWord.settled(change.settled);
  call.outbox(change);
  checkin.settled(change.settled, (ref) => checkins(live.state).find((one) => one.ref === ref));
  asked.settled(change.settled);
  ownWords.settled(change.settled, (ref) => live.transcript.items(own(live.state)).find((item) => item.ref === ref)?.fields);
  if (change.added.length && log.isSeen()) log.toEnd();
  automatic.settled(change.settled);
  automatic.due().forEach(toPrivate);
}

function answer(item, frame) {
  if (frame.retry_after) waitUntil = live.serverNow() + frame.retry_after * 1000;
  call.answer(item, frame);
  privateWord.answer(item, frame);
  worry.answer(item, frame);
  checkin.answer(item, frame);
  asked.answer(item, frame);
  ownWords.answer(item, frame);
  const { code, suggestion, text } = frame;
  if (code === "swap") tell([words("notYet"), text, suggestion && `“${suggestion}”`].filter(Boolean).join(" "));
  else if (frame.type === "no" || code) tell([words("notsent"), text].join(" "));
}

function turnTo(view) {
  document.body.dataset.view = view;
  for (const tab of document.querySelectorAll("[data-view-to]")) tab.setAttribute("aria-pressed", String(tab.dataset.viewTo === view));
  closeSheet();
  if (view === ROOM && hasBegun()) log.toEnd();
  drawLatest();
}
