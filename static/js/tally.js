/** Counts as a table with its picture beside it. The words are in the table; the picture is for eyes alone. */
import { make } from "./parts.js";
import { barsOf } from "./models/asked.js";

/** Draw how many picked each of `labels` into `box`, as its last child; untouched if nothing changed. */
export function drawTally(box, labels, counts) {
  const key = JSON.stringify([labels, counts]);
  if (box.dataset.tally === key) return;
  box.dataset.tally = key;
  box.querySelector(".tally")?.remove();
  const table = make("tally");
  const bars = barsOf(counts);
  table.tBodies[0].append(...counts.map((count, place) => rowOf(labels[place], count, bars[place])));
  box.append(table);
}

function rowOf(label, count, width) {
  const row = make("tally-row").rows[0];
  row.cells[0].textContent = label;
  row.cells[1].textContent = count;
  row.querySelector("rect").setAttribute("width", width);
  return row;
}
