"""What becomes of a telling that is due: handed over, put off, skipped with its reason, or dropped. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cohorts import quiet
from cohorts.models import Contact, ContactKind, Kind, Seat, Session, Staff, Telling, Way, Why
from cohorts.models.session import Kind as Meeting
from cohorts.models.session import Outcome
from cohorts.models.telling import OF_STAFF

ASKED_FOR = frozenset({Kind.WAY_BACK})
"""What answers somebody's own asking a moment ago: told at any hour, and whatever else is held back (invariant I10)."""
WAY_TO = {ContactKind.EMAIL: Way.EMAIL, ContactKind.PHONE: Way.TEXT}
OF_A_TIME = frozenset({Kind.CONFIRM, Kind.START, Kind.WELCOME, Kind.MOVED, Kind.SHORT, Kind.UNCOVERED})
THAT_IT_IS_OFF = frozenset({Kind.CANCELLED, Kind.UNHELD})
"""What is so for as long as the evening is cancelled, or nobody opened its room after all."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the row itself. `ways` are those this house can send by."""

    now: datetime
    hours: quiet.Hours
    ways: frozenset[Way]
    contact: Contact | None = None
    stopped: bool = False
    coming: bool | None = None


@dataclass(frozen=True, slots=True)
class Hand:
    """Tell it now, by this way."""

    way: Way


@dataclass(frozen=True, slots=True)
class Later:
    """Look again then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """It is no longer so: what took its place is planned anew, or there is nobody any more."""


def on(telling: Telling, facts: Facts) -> Hand | Later | Why | Drop:
    """Return what is to be done with it now."""
    if not _still_so(telling, facts.now):
        return Drop()
    if telling.not_after <= facts.now:
        return Why.LATE
    if why := _held_back(telling, facts):
        return why
    way = _way(telling.staff, facts)
    if isinstance(way, Why):
        return way
    where = ZoneInfo(telling.cohort.zone)
    at = facts.now if _any_hour(telling, facts, where) else quiet.over(facts.now, facts.hours, where)
    if _cannot_wait(telling, facts, at, where):
        at = facts.now
    if at >= telling.not_after:
        return Why.QUIET
    return Later(at) if at > facts.now else Hand(way)


def _still_so(telling: Telling, now: datetime) -> bool:
    session, seat, waiting = telling.session, telling.seat, telling.waiting
    if seat is not None and seat.withdrawn_at is not None and not _asks_to_come_back(telling, seat, now):
        return False
    if waiting is not None and (not waiting.in_line or waiting.offer_ends_at != telling.not_after):
        return False
    return session is None or _of_the_meeting(telling, session)


def _of_the_meeting(telling: Telling, session: Session) -> bool:
    """A room that was closed by a slip may have opened since; who came must not read that we did not."""
    if telling.kind in THAT_IT_IS_OFF:
        return session.cancelled_at is not None or session.outcome == Outcome.NOT_HELD
    if telling.kind not in OF_A_TIME:
        return True
    return _theirs(telling, session) and session.cancelled_at is None and session.starts_at == telling.about_at


def _theirs(telling: Telling, session: Session) -> bool:
    """A welcome is whoever picked it's alone; staff hear of one for as long as somebody has picked it."""
    if session.kind == Meeting.GROUP:
        return True
    return session.seat_id is not None and (telling.staff_id is not None or telling.seat_id == session.seat_id)


def _way(staff: Staff | None, facts: Facts) -> Way | Why:
    """Return how they are reached, or why not; staff by the email they sign in with."""
    works_here = staff is not None and staff.left_at is None and bool(staff.email)
    if facts.contact is None and not works_here:
        return Why.NO_CONTACT
    way = WAY_TO[ContactKind(facts.contact.kind)] if facts.contact else Way.EMAIL
    return way if way in facts.ways else Why.NO_WAY


def _asks_to_come_back(telling: Telling, seat: Seat, now: datetime) -> bool:
    """Whoever left may take it back for a while, and may have lost their link."""
    return telling.kind == Kind.WAY_BACK and seat.returns_until is not None and seat.returns_until > now


def _held_back(telling: Telling, facts: Facts) -> Why | None:
    """Return why this person is not written to of this."""
    if telling.kind in ASKED_FOR:
        return None
    if facts.stopped:
        return Why.STOPPED
    if facts.contact is not None and facts.contact.unsubscribed_at is not None:
        return Why.UNSUBSCRIBED
    answered = telling.kind == Kind.CONFIRM and facts.coming is not None
    comes_not = telling.kind == Kind.START and facts.coming is False
    return Why.ANSWERED if answered or comes_not else None


def _any_hour(telling: Telling, facts: Facts, where: ZoneInfo) -> bool:
    """A meeting in the quiet hours is announced in them; nobody would come otherwise. Staff are told at any hour."""
    if telling.kind in ASKED_FOR or telling.kind in OF_STAFF:
        return True
    soon = telling.session if telling.kind in {Kind.START, Kind.WELCOME} else None
    return soon is not None and quiet.is_quiet(soon.starts_at, facts.hours, where)


def _cannot_wait(telling: Telling, facts: Facts, until: datetime, where: ZoneInfo) -> bool:
    """A meeting in the quiet hours that is off, or has another time, is told of in them: else somebody comes to it."""
    session = telling.session
    if session is None or telling.kind not in {Kind.CANCELLED, Kind.MOVED}:
        return False
    was = session.was_at if telling.kind == Kind.MOVED else None
    comes_before = was is not None and facts.now < was <= until
    return comes_before or (until >= telling.not_after and quiet.is_quiet(session.starts_at, facts.hours, where))
