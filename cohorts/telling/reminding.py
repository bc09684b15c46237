"""Planning reminders: whoever has a seat is asked whether they come, and told that it starts soon.

Rows are written by a chore as soon as a meeting comes near, so that what could not be told in time has its reason.
Whoever takes a seat later has them from then on; a moved evening has others, as its start is part of what they are
known by.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch

from cohorts.models import Kind, Seat, Session, Telling
from cohorts.models.session import Kind as Meeting
from cohorts.telling.outbox import planned, write

AHEAD = timedelta(minutes=10)
"""So long before the first is due they are written; the chore runs every minute, and may have been away."""


def plan_reminders(now: datetime) -> int:
    """Write the reminders of every meeting that comes near; return how many were new."""
    rows = [row for session in _near(now) for row in _reminders(session, now)]
    there = set(Telling.objects.filter(session__in={row.session_id for row in rows}).values_list("ref", flat=True))
    fresh = [row for row in rows if row.ref not in there]
    write(fresh)
    return len(fresh)


def _near(now: datetime) -> Iterable[Session]:
    until = now + timedelta(hours=settings.CONFIRM_HOURS) + AHEAD
    held = Prefetch("cohort__seats", Seat.objects.held(), to_attr="holders")
    return (
        Session.objects.planned()
        .exclude(kind=Meeting.WELCOME, seat__isnull=True)
        .filter(starts_at__gt=now, starts_at__lte=until, cohort__demo=False)
        .select_related("cohort")
        .prefetch_related(held)
    )


def _reminders(session: Session, now: datetime) -> Iterator[Telling]:
    ask_at = session.starts_at - timedelta(hours=settings.CONFIRM_HOURS)
    soon_at = session.starts_at - timedelta(minutes=settings.START_MINUTES)
    asks = Kind.WELCOME if session.is_welcome else Kind.CONFIRM
    occasion = str(int(session.starts_at.timestamp()))
    for seat in _expected(session):
        if _known_by(session, seat, ask_at):
            yield planned(asks, seat, session=session, due_at=ask_at, not_after=soon_at, occasion=occasion)
        yield planned(Kind.START, seat, session=session, due_at=soon_at, not_after=session.starts_at, occasion=occasion)


def _expected(session: Session) -> list[Seat]:
    holders: list[Seat] = session.cohort.holders  # type: ignore[attr-defined]  # fetched above
    return [seat for seat in holders if seat.belongs_to(session)]


def _known_by(session: Session, seat: Seat, ask_at: datetime) -> bool:
    """Whoever took the seat, or was told of a new time, only since has just read when it is and is not asked again."""
    return seat.taken_at < ask_at and (session.changed_at is None or session.changed_at < ask_at)
