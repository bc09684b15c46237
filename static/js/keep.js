// Copying and printing what a page shows only once, or what somebody wrote on it, which is sent nowhere.
// Without scripts the words can still be marked and written down.

const said = document.querySelector("[data-copied]");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy)));
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

async function copy(part) {
  try {
    await navigator.clipboard.writeText(read(part));
    said.textContent = said.dataset.words;
  } catch {
    said.textContent = said.dataset.not;
  }
}

// Where there are fields, what stands in them with what was asked; else the words themselves.
function read(part) {
  const asked = [...part.querySelectorAll("label")];
  const written = asked.map((label) => `${label.textContent.trim()} ${label.control.value.trim()}`.trim());
  return written.join("\n") || part.textContent.trim();
}
