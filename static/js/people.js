/** Who is here tonight, with "hide for me" beside each young person. */
import { initials } from "./bubble.js";
import { button, make, partsOf, put } from "./parts.js";
import { words } from "./words.js";
import { whoOfPerson } from "./models/who.js";

/** Draw the list into every place that shows it. */
export function drawPeople(state, transcript) {
  const hidden = new Set(transcript.hiddenPeople());
  const known = JSON.stringify([state.people, [...hidden]]);
  for (const list of document.querySelectorAll("[data-people]")) {
    if (list.drawn === known) continue;
    list.drawn = known;
    const held = list.contains(document.activeElement) ? document.activeElement.dataset.who : null;
    list.replaceChildren(...state.people.filter((person) => person.present).map((person) => row(person, state.you, hidden, transcript)));
    if (held) list.querySelector(`[data-who="${held}"]`)?.focus();
  }
}

function row(person, you, hidden, transcript) {
  const who = whoOfPerson(person);
  const mine = who === whoOfPerson(you);
  const made = make("person");
  const part = partsOf(made);
  made.dataset.face = person.seat ?? "staff";
  part.face.textContent = initials(person.name);
  put(part.name, person.name);
  put(part.role, mine ? words("thatsYou") : person.staff ? words(person.role) : "");
  if (!mine && person.seat) part.ways.append(hideButton(who, person.name, hidden.has(who), transcript));
  return made;
}

/** "Hide messages", or "Show again": kept in this page alone and never sent. */
export function hideButton(who, name, isHidden, transcript) {
  const made = button(words(isHidden ? "show" : "hide"), () => transcript[isHidden ? "show" : "hide"](who), "plain");
  made.setAttribute("aria-label", words(isHidden ? "showName" : "hideName", { name }));
  made.dataset.who = who;
  return made;
}
