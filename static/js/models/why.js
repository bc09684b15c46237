/**
 * Why words were held, stopped or marked, as staff are told: the rule, and its places in the words.
 *
 * Places come in characters as Python counts them; a page counts in halves of some of them.
 */

import { last } from "./last.js";

/** What is known of an entry's reasons, or null: `{sort, rule, pieces, forms}`. `body`: the words it points into. */
export function whyOf({ sort = null, why = null, spans = [] }, body) {
  if (!sort && !spans.length) return null;
  return { sort, rule: spans[0]?.rule ?? why ?? "", pieces: piecesOf(body ?? "", spans), forms: formsOf(body ?? "", spans) };
}

/** The words in order, `{text, hit}` each. Places that overlap are one. */
export function piecesOf(body, spans) {
  const letters = [...body];
  const isHit = new Array(letters.length).fill(false);
  for (const { start, end } of spans) isHit.fill(true, Math.max(0, start), Math.min(letters.length, end));
  const pieces = [];
  letters.forEach((letter, place) => {
    const before = last(pieces);
    if (before?.hit === isHit[place]) before.text += letter;
    else pieces.push({ text: letter, hit: isHit[place] });
  });
  return pieces;
}

/**
 * The same of several messages shown as one, `words`: with the places that each of the `reasons` has in them. The piece
 * to be seen first (`isFirst`) is where the first of the reasons points, wherever its message stands.
 */
export function marked(words, reasons) {
  const places = reasons.flatMap(({ pieces }) => placesIn(words, pieces));
  let end = 0;
  return piecesOf(words, places).map(({ text, hit }) => {
    const start = end;
    end += [...text].length;
    return { text, hit, isFirst: hit && start <= places[0].start && places[0].start < end };
  });
}

/** Where one message's places stand in the words of several. */
function placesIn(words, pieces) {
  const found = words.indexOf(pieces.map(({ text }) => text).join(""));
  if (found < 0) return [];
  let end = [...words.slice(0, found)].length;
  return pieces.flatMap(({ text, hit }) => {
    const start = end;
    end += [...text].length;
    return hit ? [{ start, end }] : [];
  });
}

/** How places read once spelling tricks are undone, where that differs from how they were written. */
function formsOf(body, spans) {
  const letters = [...body];
  const plain = (text) => text.toLocaleLowerCase("en").replace(/\s+/g, " ").trim();
  const differ = spans.filter(({ start, end, form }) => form && plain(letters.slice(start, end).join("")) !== plain(form));
  return [...new Set(differ.map(({ form }) => form))];
}
