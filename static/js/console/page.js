/**
 * The page a room is held from: puts its panels together; every control is judged by the server.
 *
 * A panel is a module of its own with a partial in templates/facilitator/panels/. It may have any of
 * `connection(state)`, `welcome(state)`, `room(state)`, `transcript(change)`, `outbox(change)`,
 * `answer(item, frame)`, `tick(state)` (once a second) and `forgotten()` (before the page is wiped); one that fails does
 * not hold up the others.
 */
import { Banner } from "../banner.js";
import { showEnd } from "../ended.js";
import { enter } from "../enter.js";
import { find, report } from "../parts.js";
import { bodyOf, scriptLine } from "../scriptlines.js";
import { Strip } from "../strip.js";
import { words } from "../words.js";
import { safely } from "../models/safely.js";
import { Together } from "../models/together.js";
import { Acts } from "./acts.js";
import { Agreement } from "./agreement.js";
import { Alarms } from "./alarms.js";
import { watchAsking } from "./asking.js";
import { Concerns } from "./concern.js";
import { Controls } from "./controls.js";
import { Elsewhere } from "./elsewhere.js";
import { InRoom } from "./inroom.js";
import { Keys } from "./keys.js";
import { lineOf, noteOf } from "./lines.js";
import { People } from "./people.js";
import { PrivateWords } from "./private.js";
import { Queue } from "./queue.js";
import { Script } from "./script.js";
import { Side } from "./side.js";
import { Talk } from "./talk.js";
import { Tasks } from "./tasks.js";
import { Team } from "./team.js";
import { Unusual } from "./unusual.js";

const SECOND = 1000;
const DRAWN_EVERY_MS = 60;
const NOT_SIGNED_IN = 4401;
let endCode = null;
let panels = [];

const tell = (event) => (...told) => {
  for (const panel of panels) safely(() => panel[event]?.(...told), report)();
};
const drawn = new Together({ act: tell("transcript"), clock: window, wait: DRAWN_EVERY_MS });
/** Told once all that was said before it is drawn. */
const after = (event) => (...told) => {
  drawn.flush();
  tell(event)(...told);
};
const live = enter({
  connection, welcome: after("welcome"), room: after("room"), transcript: (change) => drawn.take(change), outbox: after("outbox"),
  answer: after("answer"), forgotten,
});

const person = (who) => live.room?.person(who, live.serverNow()) ?? { name: words("someone"), staff: who.startsWith("staff:") };
const nameOf = (who) => person(who).name;
/** What every list needs to know to paint what was said (see bubble.js). */
const page = {
  person,
  nameOf: (seat) => person(`seat:${seat}`).name,
  me: () => ({ staff: live.state?.you.staff }),
  whoAmI: () => `staff:${live.state?.you.staff}`,
  quote: (id) => live.transcript.quote(id),
  bodyOf,
  line: (item) => scriptLine(item, { live, nameOf }) ?? lineOf(item, nameOf),
  removedWords: (item) => item.body,
  note: noteOf,
  mark: (item) => (item.headsUp ? words("headsUpMark", { topic: item.headsUp }) : ""),
};

const banner = new Banner(() => live.retryNow());
const side = new Side();
const acts = new Acts(live);
const desk = { live, acts, page, side };
const privateWords = new PrivateWords(desk);
const people = new People(desk, privateWords);
const talk = new Talk(desk, { people, privateWords });
const tasks = new Tasks(desk, { talk, privateWords });
const queue = new Queue(desk, { tasks });
const alarms = new Alarms(desk, { tasks });
const concerns = new Concerns(desk, { privateWords });
panels = [acts, concerns, talk, privateWords, people, new Team(desk), queue, alarms, new Controls(desk), new Unusual(desk), new Elsewhere({ alarms }), new Keys(desk, { alarms })];
if (find("script")) {
  const agreement = new Agreement(desk);
  panels.push(new InRoom(desk), new Script(desk, agreement), agreement);
}

watchAsking();
const strip = new Strip({ ring: (wanted) => alarms.hearDuties(wanted), soft: () => alarms.soft() });
window.setInterval(() => live.state && tell("tick")(live.state), SECOND);
live.start();

function connection(state) {
  if (state.state === "closed") endCode = state.code;
  banner.show(state);
  after("connection")(state);
}

function forgotten() {
  after("forgotten")();
  if (endCode === NOT_SIGNED_IN) strip.forget();
  showEnd(endCode, concerns.isLeft ? words("concernLeft") : "");
}
