// Copying and printing what a page shows only once. Without scripts the words can still be marked and written down.

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
    await navigator.clipboard.writeText(part.textContent.trim());
    said.textContent = said.dataset.words;
  } catch {
    said.textContent = said.dataset.not;
  }
}
