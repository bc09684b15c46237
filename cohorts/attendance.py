"""Who came: told by whoever knows. What happens in a room is chat's, so chat registers the one who can say."""

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


Rooms = Mapping[int, Room]
"""Sessions by their row, each that was really held."""
Asked = Callable[[Collection[int]], Rooms]

_asked: list[Asked] = []


def register(rooms: Asked) -> None:
    """Ask this from now on, in place of whatever was asked before."""
    _asked[:] = [rooms]


def rooms(sessions: Collection[int]) -> Rooms:
    """Return who stayed how long, for each of these sessions whose room was open; one that never was is left out."""
    return _asked[0](sessions) if _asked and sessions else {}
