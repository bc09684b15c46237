/** Help, always one tap away. What is said back is only what the server has confirmed. */
import { find } from "./parts.js";
import { isSheetOpen, openSheet } from "./sheets.js";
import { words } from "./words.js";
import { callSays } from "./models/call.js";

/** The call for a facilitator. `goPrivate`: where they answer. `became(ref)`: what became of a call, see models/call.js. */
export function watchCall(live, { goPrivate, became }) {
  const calls = new Set();
  let confirmed = null;
  const card = find("call-nobody");
  const said = find("call-said");
  let isOver = false;
  // On a phone it is long, and its end, which says whom to turn to meanwhile, would stand below the edge.
  const show = () => [find("call-private"), said].forEach((one) => one.scrollIntoView({ block: "nearest" }));
  const say = (text, isThere, isLast = true) => {
    isOver = isLast;
    said.textContent = text;
    find("call-private").hidden = !isThere;
    card.hidden = true;
    if (text) show();
  };
  const waiting = () => words(callSays(live.connection.state, live.state?.session.phase));
  const wait = () => say(waiting(), false, false);
  const refuse = ({ code, text }) => say(words(`call ${code}`) || text, false);
  const take = (name) => {
    confirmed = null;
    say(words("line.taken", { name }), true);
  };
  const confirm = (ref, { isAlone, by = null }) => {
    confirmed = ref;
    if (by) return take(by);
    say(words(isAlone ? "calledNobody" : "calledCard"), true, isAlone);
    if (isAlone) showOthers(card);
  };
  // That the line is lost is told above the card, which leaves less of it.
  new ResizeObserver(() => calls.size && show()).observe(find("help"));
  find("call-private-open").addEventListener("click", goPrivate);
  // It says how things stand now, and does not outlive that; a call that waits to be taken does.
  find("help").addEventListener("closed", () => {
    card.hidden = true;
    if (!isOver || calls.size) return;
    confirmed = null;
    say("", false);
  });
  find("call").addEventListener("submit", (event) => {
    event.preventDefault();
    const body = find("call-words").value.trim();
    live.ask("help", body ? { body } : {});
    find("call-words").value = "";
  });
  return {
    /**
     * A call of this page, or of this page before it was loaded anew: whoever called hears what becomes of it. Where its entry comes
     * before its answer, that is as good as an `ok`.
     */
    outbox({ added, settled }) {
      const asked = added.map((ref) => live.outbox.get(ref)).filter(({ verb }) => verb === "help");
      for (const ask of asked) {
        if (ask.state === "notsent") refuse(ask);
        else calls.add(ask.ref);
      }
      if (asked.length && calls.size) wait();
      for (const ref of settled) if (calls.delete(ref)) confirm(ref, became(ref) ?? {});
    },
    /** The line came or went, or the evening is over by now: how it stands with the call, which may have been taken meanwhile. */
    stand() {
      const by = confirmed && became(confirmed)?.by;
      if (calls.size && said.textContent !== waiting()) wait();
      else if (!calls.size && by) take(by);
    },
    answer(item, frame) {
      if (!calls.delete(item.ref)) return;
      if (frame.type === "ok") confirm(item.ref, { isAlone: Boolean(frame.nobody) });
      else refuse(frame);
    },
    /** Somebody took the call: now, and only now, it is true to say who. */
    taken: take,
  };
}

/** Nobody of ours is here: who else there is stands first, and is seen even if the card was closed meanwhile. */
function showOthers(card) {
  if (!isSheetOpen()) openSheet("help");
  card.hidden = false;
  find("help").scrollTop = 0;
  card.focus({ preventScroll: true });
}
