"""Who came: told by whoever knows. What happens in a room is chat's, so chat registers the ones who can say."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

KEPT = timedelta(days=settings.KEPT_DAYS)
"""How long after a course's last evening it is known who came; then it is forgotten."""


@dataclass(frozen=True, slots=True)
class Stay:
    """From when to when somebody was there, in the lobby or in the room."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """A room that was open: when first, when last (None while nobody has closed it), and the stay of each number."""

    opened_at: datetime
    closed_at: datetime | None
    stays: Mapping[int, Stay]


Counts = Mapping[int, int]
"""Sessions by their row, each with how many seats came in."""
Rooms = Mapping[int, Room]
"""Sessions by their row, each that was really held."""

_counts: list[Callable[[Collection[int]], Counts]] = []
_rooms: list[Callable[[Collection[int]], Rooms]] = []


def register(counts: Callable[[Collection[int]], Counts]) -> None:
    """Ask this from now on, in place of whatever was asked before."""
    _counts[:] = [counts]


def register_rooms(rooms: Callable[[Collection[int]], Rooms]) -> None:
    """Ask this which rooms were held, from now on."""
    _rooms[:] = [rooms]


def came(sessions: Collection[int]) -> Counts:
    """Return how many seats came to each of these sessions, by one question for all of them."""
    return _counts[0](sessions) if _counts and sessions else {}


def rooms(sessions: Collection[int]) -> Rooms:
    """Return who stayed how long, for each of these sessions whose room was open; one that never was is left out."""
    return _rooms[0](sessions) if _rooms and sessions else {}
