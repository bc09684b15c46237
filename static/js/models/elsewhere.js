/** What newly waits in somebody's other rooms, from what each of them had before. Counts alone: no words come here. */

/** Does somebody call, or is there something to look at now? */
export const isUrgent = ({ calls, looks }) => calls + looks > 0;

/** Those of `rooms` in which a call or a look-now waits that did not before; `known` is what was told last. */
export function newlyWaiting(known, rooms) {
  const before = new Map(known.map((room) => [room.id, room]));
  return rooms.filter((room) => {
    const { calls = 0, looks = 0, newest = 0 } = before.get(room.id) ?? {};
    return isUrgent(room) && (room.calls > calls || room.looks > looks || room.newest > newest);
  });
}
