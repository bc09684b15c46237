/** The page a room is held from: puts the pieces together; every control is judged by the server. */
import { Acts } from "./acts.js";
import { askFor, listed, watchAsking } from "./asking.js";
import { Banner } from "./banner.js";
import { phaseWords } from "./clock.js";
import { Composer } from "./composer.js";
import { showEnd } from "./ended.js";
import { enter } from "./enter.js";
import { lineOf, noteOf } from "./lines.js";
import { Log } from "./log.js";
import { openMenu, watchLongPress } from "./menu.js";
import { drawNotices, noticesOf, whyNot } from "./notices.js";
import { find, put } from "./parts.js";
import { Pending } from "./pending.js";
import { Queue } from "./queue.js";
import { Seats } from "./seats.js";
import { closeSheet } from "./sheets.js";
import { Threads } from "./threads.js";
import { clockTime, counted, words } from "./words.js";
import { LIMITS } from "./protocol.js";

const ROOM = "room";
let endCode = null;

const live = enter({ connection, welcome, room, transcript, outbox, answer: (item, frame) => acts.answer(item, frame), forgotten: () => showEnd(endCode) });
const acts = new Acts(live);

const person = (who) => live.room?.person(who, live.serverNow()) ?? { name: words("someone"), staff: who.startsWith("staff:") };
const nameOf = (seat) => person(`seat:${seat}`).name;
const page = {
  person,
  me: () => ({ staff: live.state?.you.staff }),
  whoAmI: () => `staff:${live.state?.you.staff}`,
  quote: (id) => live.transcript.quote(id),
  menu: (item) => item.kind === "message" || (item.kind === "held" && item.status === "waiting"),
  line: (item) => lineOf(item, (who) => person(who).name),
  act,
  removedWords: (item) => item.body,
  note: noteOf,
  mark: (item) => (item.headsUp ? words("headsUpMark", { topic: item.headsUp }) : ""),
};
const banner = new Banner(() => live.retryNow());
const say = new Composer({ form: find("say"), limit: LIMITS.body, send: (fields) => live.ask("say", fields) });
const note = new Composer({ form: find("note"), limit: LIMITS.body, send: ({ body }) => live.ask("note", { body }) });
const threads = new Threads(live, page, () => turnTo("side", "thread"));
const seats = new Seats(live, acts, threads);
const queue = new Queue(live, acts, { nameOf, staffName: (id) => person(`staff:${id}`).name, openThread: (seat) => threads.open(seat), showMessage });
const log = new Log({ box: find("talk"), page, stream: ROOM, transcript: live.transcript });
const team = new Log({ box: find("team").querySelector(".scroll"), page: { ...page, menu: null }, stream: "staff", transcript: live.transcript });
const logs = [log, team, threads];
const pendings = [
  new Pending({ list: find("pending"), live, page, verbs: ["say"], composer: () => say }),
  new Pending({ list: find("team").querySelector(".pending"), live, page, verbs: ["note"], composer: () => note }),
];

watchAsking();
watchLongPress(find("talk"), (id) => act("menu", live.transcript.get(id)));
watchControls();
window.setInterval(() => live.state && drawClock(live.state), 1000);
live.start();

function connection(state) {
  if (state.state === "closed") endCode = state.code;
  banner.show(state);
  for (const one of logs) {
    if (state.state === "live") one.speak();
    else one.silent();
  }
}

function welcome() {
  say.keepIn(live.drafts, ROOM);
  note.keepIn(live.drafts, "staff");
}

function room(state) {
  const last = live.transcript.items(ROOM).filter((item) => item.kind === "phase").at(-1);
  drawNotices(find("notices"), noticesOf(state, { now: live.serverNow(), wasClosedForWant: last?.fields.help ?? false, told: {} }));
  seats.draw(state);
  threads.draw(state);
  drawControls(state);
  drawClock(state);
}

function drawControls({ session, room: { paused, slow, mode } }) {
  const now = live.serverNow();
  const canOpen = session.phase === "lobby" || (session.phase === "closing" && now < Date.parse(session.ends_at));
  put(find("door"), canOpen ? words(session.phase === "lobby" ? "door.open" : "door.again") : "");
  put(find("pause"), session.phase === "open" || paused !== null ? words(paused === null ? "pause" : "resume") : "");
  find("close-room").hidden = session.phase !== "open";
  if (document.activeElement !== find("slow")) find("slow").value = String(slow);
  if (document.activeElement !== find("mode")) find("mode").value = mode ?? "open";
}

function drawClock(state) {
  put(find("phase"), phaseWords(state, live.serverNow()));
  say.allow(whyNot(state, { now: live.serverNow() }));
}

function transcript(change) {
  for (const one of logs) one.apply(change);
  if (say.answering && live.transcript.get(`room/${say.answering.pos}`)?.removed) say.replyTo(null);
  find("talk").querySelector("[data-empty]").hidden = live.transcript.items(ROOM).length > 0;
  queue.draw();
  if (live.state) seats.draw(live.state);
  const unseen = change.unseen[ROOM] ?? 0;
  const away = unseen > 0 && !(log.atEnd && log.isSeen());
  find("latest").hidden = !away;
  find("latest").querySelector("span").textContent = counted("newMessages", unseen);
  put(document.querySelector("[data-badge=room]"), away ? String(unseen) : "");
}

function outbox(change) {
  acts.settled(change.removed);
  for (const pending of pendings) pending.draw();
  threads.drawPending();
}

function showMessage(id) {
  turnTo(ROOM);
  log.show(id);
}

function turnTo(view, pane = null) {
  closeSheet();
  document.body.dataset.view = view;
  for (const tab of document.querySelectorAll("[data-view-to]")) tab.setAttribute("aria-pressed", String(tab.dataset.viewTo === view));
  if (pane) showPane(pane);
  if (view === ROOM) log.toEnd();
}

function showPane(name) {
  for (const pane of document.querySelectorAll("[data-pane]")) pane.hidden = pane.dataset.pane !== name;
  for (const tab of document.querySelectorAll("[data-side]")) tab.setAttribute("aria-pressed", String(tab.dataset.side === name));
  if (name === "team") team.toEnd();
  if (name === "thread") threads.showAny();
}

function watchControls() {
  document.addEventListener("click", (event) => {
    const view = event.target.closest?.("[data-view-to]");
    const side = event.target.closest?.("[data-side]");
    if (view) turnTo(view.dataset.viewTo);
    if (side) showPane(side.dataset.side);
  });
  find("latest").addEventListener("click", () => log.toEnd());
  find("door").addEventListener("click", () => acts.do("open"));
  find("pause").addEventListener("click", () => (live.state.room.paused === null ? acts.do("pause") : acts.do("resume")));
  find("pause-words").addEventListener("click", () => askFor({ key: "pause", first: words("ask.pause.first"), wanted: true, act: ({ text }) => acts.do("pause", { text }) }));
  find("close-room").addEventListener("click", () => askFor({ key: "close", act: () => acts.do("close") }));
  find("mode").addEventListener("change", (event) => acts.do("mode", { mode: event.target.value }));
  find("slow").addEventListener("change", (event) => acts.do("slow", { seconds: Number(event.target.value) }));
}

function act(what, item, element) {
  if (what === "react") return live.ask("react", { pos: item.pos, emoji: element.dataset.emoji, on: element.getAttribute("aria-pressed") !== "true" });
  if (what !== "menu" || !item || !page.menu(item)) return undefined;
  const { name } = person(item.who);
  const react = item.kind === "message" && !item.removed ? (emoji, on) => live.ask("react", { pos: item.pos, emoji, on }) : null;
  return openMenu(item, { name, react, choices: choicesFor(item, name) });
}

function choicesFor(item, name) {
  if (item.kind === "held") return [
    { text: words("release"), act: () => acts.do("release", { stream: item.stream, pos: item.pos }) },
    { text: words("giveBack"), act: () => queue.giveBack(item) },
  ];
  const { seat } = item.from;
  return [
    !item.removed && { text: words("reply"), act: () => say.replyTo({ pos: item.pos, name, body: item.body }) },
    !item.removed && { text: words("remove"), act: () => remove(item, name) },
    seat && { text: words("writeAuthor", { name }), act: () => threads.open(seat) },
    seat && { text: words("moreAuthor", { name }), act: () => seats.open(seat) },
  ].filter(Boolean);
}

/** Gone at once; the reason and a word to the author come after. */
function remove(item, name) {
  const explain = ({ reason, text }) => {
    live.ask("note", { body: words("removeNote", { name, time: clockTime(item.at), reason }) });
    if (text && item.from.seat) live.ask("whisper", { seat: item.from.seat, body: text });
  };
  acts.do("remove", { pos: item.pos, reason: words("removeFirst") }, {
    name, then: () => askFor({ key: "explain", name, reasons: listed("reasons"), act: explain }),
  });
}
