/** Text size: the one thing a page may remember, because it says nothing about anybody. */
const KEY = "text-size";
const SMALLEST = -1;
const LARGEST = 3;
const root = document.documentElement;

function remembered() {
  try {
    return Number(window.localStorage.getItem(KEY)) || 0;
  } catch {
    return 0;
  }
}

function remember(size) {
  try {
    if (size) window.localStorage.setItem(KEY, String(size));
    else window.localStorage.removeItem(KEY);
  } catch {
    /* Not kept, then: the page still changes. */
  }
}

function apply(size) {
  const bounded = Math.max(SMALLEST, Math.min(LARGEST, size));
  if (bounded) root.dataset.size = String(bounded);
  else delete root.dataset.size;
  return bounded;
}

let size = apply(remembered());

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-text-size] [data-step]");
  if (!button) return;
  const step = Number(button.dataset.step);
  size = apply(step ? size + step : 0);
  remember(size);
});
