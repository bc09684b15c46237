/**
 * What the box says once a quick reply was pressed: after whatever is written there, or in place of another quick reply
 * that nobody has changed yet.
 */
export function withReply(written, reply, replies) {
  const there = written.trim();
  return !there || replies.includes(there) ? reply : `${there} ${reply}`;
}

/** Where a key leads among `count` buttons in a row, from the one `at`; null for a key that leads nowhere. */
export function stepTo(key, at, count) {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : (to + count) % count;
}
