/** The page's words. They stand in the template, translated; here they are only looked up and filled in. */

const language = document.documentElement.lang || undefined;
const plurals = new Intl.PluralRules(language);
const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });

const known = new Map();
for (const list of document.querySelectorAll("template[data-words]")) {
  for (const word of list.content.children) known.set(word.dataset.word, word.textContent);
}

/** The words called `key`, with `{name}` and the like filled in; "" if there are none. */
export function words(key, fields = {}) {
  return (known.get(key) ?? "").replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);
}

/** Words that depend on how many: `key.one`, `key.other`. */
export function counted(key, n, fields = {}) {
  return words(`${key}.${plurals.select(n)}`, { n, ...fields }) || words(`${key}.other`, { n, ...fields });
}

const list = new Intl.ListFormat(language, { type: "conjunction" });

/** "Sam, Robin and Kim". */
export const named = (names) => list.format(names);

/** A moment (iso or milliseconds) as the clock on the wall here shows it: "19:42". */
export const clockTime = (moment) => hour.format(new Date(moment));
