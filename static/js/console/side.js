/** Which part of the page is in view: on a narrow screen one at a time, and beside the room one pane at a time. */
import { closeSheet } from "../sheets.js";

export class Side {
  #shown = new Map();

  constructor() {
    document.addEventListener("click", (event) => {
      const view = event.target.closest?.("[data-view-to]");
      const pane = event.target.closest?.("[data-side]");
      if (view) this.turnTo(view.dataset.viewTo);
      if (pane) this.showPane(pane.dataset.side);
    });
  }

  /** Call `act` whenever this view (`room`, `people`, `side`) or pane (`queue`, `thread`, …) comes into view. */
  onShow(name, act) {
    this.#shown.set(name, act);
  }

  turnTo(view, pane = null) {
    closeSheet();
    document.body.dataset.view = view;
    for (const tab of document.querySelectorAll("[data-view-to]")) tab.setAttribute("aria-pressed", String(tab.dataset.viewTo === view));
    if (pane) this.showPane(pane);
    this.#shown.get(view)?.();
  }

  showPane(name) {
    for (const pane of document.querySelectorAll("[data-pane]")) pane.hidden = pane.dataset.pane !== name;
    for (const tab of document.querySelectorAll("[data-side]")) tab.setAttribute("aria-pressed", String(tab.dataset.side === name));
    this.#shown.get(name)?.();
  }
}
