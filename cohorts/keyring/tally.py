"""Counting what each key of a ring closed, by opening all of it; nothing that was opened is kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cohorts.keyring.places import Place, places
from cohorts.seal import Ring, Unsealable, closed_by

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of one place each key closed: those that it opens, and those that no key of the ring opens.

    What does not open was closed by a key that is not there, moved to another row, or changed.
    """

    opens: Mapping[str, int]
    shut: Mapping[str, int]


def tally(ring: Ring) -> dict[str, Tally]:
    """Return the count of every place by its name."""
    return {place.name: _of(place, ring) for place in places()}


def _of(place: Place[Any], ring: Ring) -> Tally:
    opens: Counter[str] = Counter()
    shut: Counter[str] = Counter()
    for row in place.rows().order_by("pk").iterator(chunk_size=AT_ONCE):
        for one in place.closed(row):
            try:
                ring.unwrap(one.blob, one.row)
            except Unsealable:
                shut[closed_by(one.blob)] += 1
            else:
                opens[closed_by(one.blob)] += 1
    return Tally(opens, shut)
