"""Whoever did not come hears the next morning that their place is still theirs; nobody is told off (care.md §2)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Prefetch

from cohorts import turnout
from cohorts.models import Came, Kind, Seat, Session, Telling
from cohorts.telling.outbox import planned, write
from cohorts.turnout import Turnout

AFTER = timedelta(hours=14)
"""So long after the end, so that staff can have put right who came."""
WITHIN = timedelta(hours=24)
"""So long after that it is still planned, by a loop that was away."""


def plan_missed(now: datetime) -> int:
    """Write to whoever had a seat, did not come and had not said so; return how many evenings were held.

    Nobody hears this of an evening whose room was never opened, nor of the last one, when no place is left to keep.
    """
    over = _over(now)
    found = turnout.read(over)
    held = [session for session in over if found.held(session)]
    write(row for session in held for row in _missed(session, found, now))
    return len(held)


def _over(now: datetime) -> list[Session]:
    evenings = (
        Session.objects.evenings().planned().filter(closes_at__lte=now - AFTER, closes_at__gt=now - AFTER - WITHIN)
    )
    to_come = Prefetch("cohort__sessions", Session.objects.evenings().to_come(now), to_attr="still_to_come")
    holders = Prefetch("cohort__seats", Seat.objects.held(), to_attr="holders")
    return list(evenings.filter(cohort__demo=False).select_related("cohort").prefetch_related(to_come, holders))


def _missed(session: Session, found: Turnout, now: datetime) -> Iterator[Telling]:
    coming: list[Session] = session.cohort.still_to_come  # type: ignore[attr-defined]  # fetched above
    holders: list[Seat] = session.cohort.holders  # type: ignore[attr-defined]  # likewise
    for seat in holders if coming else ():
        judged = found.of(session, seat)
        if judged and judged.came == Came.MISSED:
            yield planned(Kind.MISSED, seat, session=session, due_at=now, not_after=coming[0].opens_at)
