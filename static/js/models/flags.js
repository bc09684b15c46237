/** How many flags are named in few requests. */
import { LIMITS } from "../protocol.js";

/** `{pos, also}` for each request that these positions take, in order; nothing beside the first where there is none. */
export function together(positions) {
  const asks = [];
  for (let from = 0; from < positions.length; from += LIMITS.also + 1) {
    const [pos, ...also] = positions.slice(from, from + LIMITS.also + 1);
    asks.push(also.length ? { pos, also } : { pos });
  }
  return asks;
}
