/**
 * Why words were held, stopped or marked, as staff are told: the rule, and its places in the words.
 *
 * Places come in characters as Python counts them; a page counts in halves of some of them.
 */

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
    const last = pieces.at(-1);
    if (last?.hit === isHit[place]) last.text += letter;
    else pieces.push({ text: letter, hit: isHit[place] });
  });
  return pieces;
}

/** The same of several messages shown as one, `words`: with the places that each of the `reasons` has in them. */
export function marked(words, reasons) {
  const isHit = new Array([...words].length).fill(false);
  for (const { pieces } of reasons) {
    const found = words.indexOf(pieces.map(({ text }) => text).join(""));
    let place = found < 0 ? isHit.length : [...words.slice(0, found)].length;
    for (const { text, hit } of pieces) {
      const { length } = [...text];
      if (hit) isHit.fill(true, place, place + length);
      place += length;
    }
  }
  return piecesOf(words, isHit.flatMap((hit, start) => (hit ? [{ start, end: start + 1 }] : [])));
}

/** How places read once spelling tricks are undone, where that differs from how they were written. */
function formsOf(body, spans) {
  const letters = [...body];
  const plain = (text) => text.toLocaleLowerCase("en").replace(/\s+/g, " ").trim();
  const differ = spans.filter(({ start, end, form }) => form && plain(letters.slice(start, end).join("")) !== plain(form));
  return [...new Set(differ.map(({ form }) => form))];
}
