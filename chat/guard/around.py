"""What only several messages of a room show together: one person who asks others again, a dare that goes round.

Counted from the flags there are already, so nothing is kept for it and no word is needed. It says something of the
messages, never of a person, and goes to staff alone (care.md §4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from .verdict import Kind

Pattern = Literal["asks_again", "goes_round"]

#: Somebody who asks one after the other waits for answers in between.
ASKS_WITHIN: Final = timedelta(minutes=30)
#: A dare goes from one to the next while it is fresh.
GOES_WITHIN: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Flagged:
    """Words that were flagged: as what, whose, when."""

    kind: Kind | None
    seat: int | None
    at: datetime


class Around(NamedTuple):
    """What shows, and how many: messages of one who asks again, or people whom a dare has reached."""

    pattern: Pattern
    many: int


def around(now: Flagged, earlier: Iterable[Flagged]) -> Around | None:
    """What these words show with those before them; None if nothing more than by themselves."""
    if now.kind == "meet":
        asked = [one for one in earlier if _close(one, now, ASKS_WITHIN) and one.seat == now.seat]
        return Around("asks_again", len(asked) + 1) if asked else None
    if now.kind == "encourage":
        seats = {one.seat for one in earlier if _close(one, now, GOES_WITHIN)} | {now.seat}
        return Around("goes_round", len(seats)) if len(seats) > 1 else None
    return None


def _close(one: Flagged, now: Flagged, within: timedelta) -> bool:
    return one.kind == now.kind and now.at - one.at <= within
