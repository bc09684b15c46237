/** Help, always one tap away. What is said back is only what the server has confirmed. */
import { find } from "./parts.js";
import { isSheetOpen, openSheet } from "./sheets.js";
import { words } from "./words.js";
import { callSays } from "./models/call.js";

/** The call for a facilitator. `goPrivate`: where they answer. `called(ref)`: the entry a call became, or null. */
export function watchCall(live, { goPrivate, called }) {
  const calls = new Set();
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
  const confirm = (isAlone) => {
    say(words(isAlone ? "calledNobody" : "calledCard"), true, isAlone);
    if (isAlone) showOthers(card);
  };
  // That the line is lost is told above the card, which leaves less of it.
  new ResizeObserver(() => calls.size && show()).observe(find("help"));
  find("call-private-open").addEventListener("click", goPrivate);
  // It says how things stand now, and does not outlive that; a call that waits to be taken does.
  find("help").addEventListener("closed", () => {
    card.hidden = true;
    if (isOver && !calls.size) say("", false);
  });
  find("call").addEventListener("submit", (event) => {
    event.preventDefault();
    const body = find("call-words").value.trim();
    calls.add(live.ask("help", body ? { body } : {}));
    find("call-words").value = "";
    wait();
  });
  return {
    /** The line came or went, or the evening is over by now: whether the call can have gone out, or ever will. */
    stand() {
      if (calls.size && said.textContent !== waiting()) wait();
    },
    answer(item, frame) {
      if (!calls.delete(item.ref)) return;
      if (frame.type === "ok") confirm(Boolean(frame.nobody));
      else say(words(`call ${frame.code}`) || frame.text, false);
    },
    /** An entry came before its answer, which is as good as an `ok`. */
    settled(refs) {
      for (const ref of refs) if (calls.delete(ref)) confirm(Boolean(called(ref)?.nobody));
    },
    /** Somebody took the call: now, and only now, it is true to say who. */
    taken(name) {
      say(words("line.taken", { name }), true);
    },
  };
}

/** Nobody of ours is here: who else there is stands first, and is seen even if the card was closed meanwhile. */
function showOthers(card) {
  if (!isSheetOpen()) openSheet("help");
  card.hidden = false;
  find("help").scrollTop = 0;
  card.focus({ preventScroll: true });
}
