"""When somebody is expected, as a calendar that other programs read: times and nothing else, under a neutral title."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from cohorts.desk.clockwork import timezone_of
from cohorts.models import Session, Shift

STAFF, SEATS = "Alcove//Shifts", "Calendar"
"""Who wrote it, as the file says; what a young person's phone shows names nobody."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: its UID stays for good, and its sequence grows with every change."""

    uid: str
    session: Session
    until: datetime
    status: str
    sequence: int


def write(shifts: Iterable[Shift], title: str, now: datetime) -> bytes:
    """Return the calendar of one person's shifts, ended ones included, in order of their sessions.

    An evening that was cancelled, or that the person was taken off or cannot come to, says so.
    """
    rows = (list(same) for _, same in groupby(shifts, key=lambda one: one.session_id))
    return _written([_of_shifts(same) for same in rows], title, STAFF, now)


def write_evenings(sessions: Iterable[Session], title: str, now: datetime) -> bytes:
    """Return the calendar of what one seat is expected at; an evening that was cancelled says so."""
    return _written([_of_session(one) for one in sessions], title, SEATS, now)


def _of_shifts(same: list[Shift]) -> Entry:
    session = same[0].session
    sequence = session.revision + sum(one.revision + 1 + bool(one.ended_at) for one in same) - 1
    return Entry(f"{session.public_id}@alcove", session, session.closes_at, _status(same), sequence)


def _of_session(session: Session) -> Entry:
    status = "CANCELLED" if session.cancelled_at else "CONFIRMED"
    return Entry(f"{session.public_id}@calendar", session, session.ends_at, status, session.revision)


def _status(same: list[Shift]) -> str:
    standing = [one for one in same if one.ended_at is None and one.declined_at is None]
    if not standing or same[0].session.cancelled_at is not None:
        return "CANCELLED"
    return "CONFIRMED" if standing[0].confirmed_at else "TENTATIVE"


def _written(entries: list[Entry], title: str, writer: str, now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{writer}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for zone, starts in _zones(entries).items():
        calendar.add_component(timezone_of(zone, min(starts), max(starts)))
    for entry in entries:
        calendar.add_component(_event(entry, title, now))
    return bytes(calendar.to_ical())


def _zones(entries: list[Entry]) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for entry in entries:
        found.setdefault(entry.session.cohort.zone, []).append(entry.session.opens_at)
    return found


def _event(entry: Entry, title: str, now: datetime) -> Event:
    session = entry.session
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", session.opens_at.astimezone(ZoneInfo(session.cohort.zone)))
    # A length, since on a night the clocks go back an end by the clock could mean two moments.
    event.add("duration", entry.until - session.opens_at)
    event.add("summary", title)
    event.add("status", entry.status)
    event.add("sequence", entry.sequence)
    event.add("class", "PRIVATE")
    return event
