"""Who is in the room, from leases: pure.

A row belongs to one socket of one worker and counts only while that worker's lease is fresh,
so a worker that is killed takes its people with it within seconds and nothing has to be put
right by hand. Presence is no entry: it may be lost without harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

#: A worker renews its lease this often, by the database's clock …
RENEW_EVERY: Final = timedelta(seconds=5)
#: … and its people stop counting when it has been silent for this long.
LAPSES_AFTER: Final = timedelta(seconds=15)
#: A worker that lapsed may only have lost the database, and come back with its sockets; after this it has not.
FORGOTTEN_AFTER: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """One socket, as the database has it. `seen_at` is the last sign of its worker's life."""

    session: str
    person: str
    socket: str
    entered_at: datetime
    left_at: datetime | None
    away_at: datetime | None
    seen_at: datetime
    stopped: bool

    def here(self, now: datetime) -> bool:
        """Whether this socket counts at this moment."""
        return self.left_at is None and not self.stopped and now - self.seen_at < LAPSES_AFTER

    def lapsed(self, now: datetime) -> bool:
        """Whether it does not, for no other reason than that its worker is silent."""
        return self.left_at is None and not self.stopped and now - self.seen_at >= LAPSES_AFTER


@dataclass(frozen=True, slots=True)
class Presence:
    """One person tonight. `gone_since` is None while they are here."""

    here: bool
    away: bool
    gone_since: datetime | None


Attendance = Mapping[str, Presence]


def attendance(rows: Iterable[PresenceRow], now: datetime) -> dict[str, Presence]:
    """Everybody who was ever here tonight, and how they stand now."""
    by_person: dict[str, list[PresenceRow]] = {}
    for row in rows:
        by_person.setdefault(row.person, []).append(row)
    return {person: _presence(theirs, now) for person, theirs in by_person.items()}


def _presence(rows: list[PresenceRow], now: datetime) -> Presence:
    here = [row for row in rows if row.here(now)]
    if here:
        return Presence(True, all(row.away_at is not None for row in here), None)
    return Presence(False, False, max(row.left_at or row.seen_at for row in rows))


class Cover(StrEnum):
    """Whether somebody holds the room, in the steps of the course's rule for a dropped facilitator.

    A minute's grace, then every word is held, then the room is calmed, then it closes with help.
    """

    HERE = "here"
    GRACE = "grace"
    HOLD = "hold"
    PAUSE = "pause"
    CLOSE = "close"


_STEPS: Final = (
    (timedelta(minutes=10), Cover.CLOSE),
    (timedelta(minutes=2), Cover.PAUSE),
    (timedelta(seconds=60), Cover.HOLD),
    (timedelta(0), Cover.GRACE),
)


def unheld_since(people: Attendance) -> datetime | None:
    """Since when no facilitator has been here; None while one is, or if none ever was."""
    staff = [presence for person, presence in people.items() if person.startswith("staff:")]
    if any(presence.here for presence in staff):
        return None
    return max((p.gone_since for p in staff if p.gone_since is not None), default=None)


def staffed(people: Attendance) -> bool:
    """Whether a facilitator is here at this moment, and so reads what is written to them."""
    return any(p.here for person, p in people.items() if person.startswith("staff:"))


def cover(people: Attendance, now: datetime) -> Cover:
    """How far the room is from being held; nobody ever having come counts as a pause."""
    if staffed(people):
        return Cover.HERE
    since = unheld_since(people)
    if since is None:
        return Cover.PAUSE
    alone = max(now - since, timedelta(0))
    return next(step for after, step in _STEPS if alone >= after)
