"""Shifts as a calendar that other programs read: when and nothing else, under a neutral title."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from cohorts.desk.clockwork import timezone_of
from cohorts.models import Shift


def write(shifts: Iterable[Shift], title: str, now: datetime) -> bytes:
    """Return the calendar of one person's shifts, ended ones included, in order of their sessions.

    An event keeps its UID for good and its SEQUENCE grows with every change; an evening that was cancelled, or that the
    person was taken off or cannot come to, says so.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Alcove//Shifts//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    rows = [list(same) for _, same in groupby(shifts, key=lambda one: one.session_id)]
    for zone, starts in _zones(rows).items():
        calendar.add_component(timezone_of(zone, min(starts), max(starts)))
    for same in rows:
        calendar.add_component(_event(same, title, now))
    return bytes(calendar.to_ical())


def _zones(rows: list[list[Shift]]) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for same in rows:
        session = same[0].session
        found.setdefault(session.cohort.zone, []).append(session.opens_at)
    return found


def _event(same: list[Shift], title: str, now: datetime) -> Event:
    session = same[0].session
    event = Event()
    event.add("uid", f"{session.public_id}@alcove")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", session.opens_at.astimezone(ZoneInfo(session.cohort.zone)))
    # A length, since on a night the clocks go back an end by the clock could mean two moments.
    event.add("duration", session.closes_at - session.opens_at)
    event.add("summary", title)
    event.add("status", _status(same))
    event.add("sequence", session.revision + sum(one.revision + 1 + bool(one.ended_at) for one in same) - 1)
    event.add("class", "PRIVATE")
    return event


def _status(same: list[Shift]) -> str:
    standing = [one for one in same if one.ended_at is None and one.declined_at is None]
    if not standing or same[0].session.cancelled_at is not None:
        return "CANCELLED"
    return "CONFIRMED" if standing[0].confirmed_at else "TENTATIVE"
