/** The last of a list: `at` and `findLast` came to browsers in 2021 and 2022, and phones are older than that. */

/** The last one there is, or undefined. */
export const last = (list) => list[list.length - 1];

/** The place of the last one that fits, or -1. */
export function lastPlace(list, fits) {
  let place = list.length - 1;
  while (place >= 0 && !fits(list[place])) place -= 1;
  return place;
}

/** The last one that fits, or undefined. */
export const lastWhere = (list, fits) => list[lastPlace(list, fits)];
