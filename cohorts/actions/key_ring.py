"""Changing the organisation's key for another one while people use the house, so that nothing is ever without a key.

1. `add_key`: a key that opens and closes nothing yet. Every process is started anew, and so comes to know it.
2. `use_key`: it closes from now on. Refused while somebody runs who could not open that. Start all anew once more.
3. `close_anew`: what older keys closed is closed by it, a few rows at a time, beside everything that goes on.
4. `retire_key`: an old key goes. Refused while it still opens anything, or a process runs that still closes with it.

The ring's file is changed last in the transaction of its act. What a process has in memory stays as it began.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from cohorts.actions.acts import record
from cohorts.keyring import Place, holders, places, tally
from cohorts.keys import changing_ring, read_ring, write_ring
from cohorts.seal import Ring, Unsealable, closed_by

AT_ONCE = 200
"""Rows closed anew in one transaction, so that nobody waits long."""


class NotYet(Exception):
    """Doing this now would leave something without its key. Says what to do first, and no key."""


def add_key(path: Path) -> Ring:
    """Add a key that closes nothing yet; `NotYet` while the one added before is still not in use."""
    with changing_ring(path) as ring:
        if ring.coming:
            raise NotYet(f"Key {ring.coming[0]} was added before and is not in use yet. Use that one.")
        return _changed(path, ring.with_coming(), "key_added")


def use_key(path: Path) -> Ring:
    """Let the key that was added close from now on; `NotYet` while somebody runs who does not know it."""
    with changing_ring(path) as ring:
        if ring.coming is None:
            raise NotYet("No key waits to be used. Add one first.")
        _must_be_known(ring.coming[0])
        return _changed(path, ring.moved_on(), "key_used")


def close_anew(path: Path) -> dict[str, int]:
    """Close what older keys closed by the current one; return how many things of each place, by its name.

    What is being changed at this moment, or opens with no key, is left as it is.
    """
    ring = read_ring(path)
    _must_be_known(ring.current)
    return {place.name: _anew(place, ring) for place in places()}


def retire_key(path: Path, name: str) -> Ring:
    """Take an old key out of the ring; `NotYet` while it opens anything, or somebody may still close with it."""
    with changing_ring(path) as ring:
        if name not in (key for key, _ in ring.keys[:-1]):
            raise NotYet("That is no old key of this ring." if name != ring.current else "That key is in use.")
        if closing := sum(holder.closes_with(name) for holder in holders()):
            raise NotYet(f"Running processes that still close with it: {closing}. {_ANEW}")
        if left := sum(each.opens.get(name, 0) for each in tally(ring).values()):
            raise NotYet(f"Things that it alone opens: {left}. Rewrap first.")
        return _changed(path, ring.without(name), "key_retired", name)


_ANEW = "Start every worker and duty loop anew; one that has just been killed counts for a minute."


def _must_be_known(name: str) -> None:
    if strangers := sum(not holder.knows(name) for holder in holders()):
        raise NotYet(f"Running processes that do not know key {name} yet: {strangers}. {_ANEW}")


def _changed(path: Path, ring: Ring, verb: str, name: str = "") -> Ring:
    """Write act and file: whatever fails before the file is written leaves both as they were."""
    with transaction.atomic():
        record(None, verb, key=name or (ring.coming[0] if ring.coming else ring.current))
        write_ring(path, ring)
    return ring


def _anew(place: Place[Any], ring: Ring) -> int:
    old = [row.pk for row in place.rows().iterator(chunk_size=AT_ONCE) if _is_old(place, row, ring)]
    return sum(_some(place, ring, old[at : at + AT_ONCE]) for at in range(0, len(old), AT_ONCE))


def _is_old(place: Place[Any], row: Any, ring: Ring) -> bool:
    return any(closed_by(one.blob) != ring.current for one in place.closed(row))


def _some(place: Place[Any], ring: Ring, pks: Iterable[int]) -> int:
    """Nobody is waited for: whoever changes one of these now keeps it, and it is left for the next time."""
    with transaction.atomic():
        rows = place.rows().filter(pk__in=pks).order_by("pk")
        moved = [row for row in rows.select_for_update(skip_locked=True, of=("self",)) if _moved(place, row, ring)]
        if moved:
            place.rows().bulk_update(moved, [place.field])
            record(None, "keys_closed_anew", key=ring.current, what=place.name, count=len(moved))
    return len(moved)


def _moved(place: Place[Any], row: Any, ring: Ring) -> bool:
    try:
        place.put(row, [ring.rewrap(one.blob, one.row) for one in place.closed(row)])
    except Unsealable:
        return False
    return True
