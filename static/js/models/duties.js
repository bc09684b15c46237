/** Which duties stand for whoever looks, from one look at them to the next: references and levels alone, never words. */

/** Does any of these sound until somebody answers it? */
export const rings = (duties) => duties.some(({ level }) => level === "now");

/** Those that were not there at the last look. `known` is what stood then; the first look makes nothing fresh, as the page came with it. */
export function fresh(known, duties) {
  const before = new Set(known.map(({ ref }) => ref));
  return duties.filter(({ ref }) => !before.has(ref));
}
