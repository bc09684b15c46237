"""Being written to once more, four weeks after the course: by a young person's own wish alone."""

from datetime import datetime, timedelta

from django.db import transaction

from cohorts.models import Kind, Seat, Session, Telling
from cohorts.telling.outbox import tell, untell
from cohorts.telling.ways import written_to

AFTER = timedelta(weeks=4)
OF_USE = timedelta(hours=36)
"""Contacts are deleted thirty days after the course, so it is told before or not at all."""


@transaction.atomic
def want_follow_up(seat: Seat, now: datetime) -> bool:
    """Have this seat written to once, four weeks after its last evening; False if it cannot be asked for now."""
    last = Session.objects.last_of(seat.cohort_id)
    if last is None or not may_want(seat, now):
        return False
    due_at = last.closes_at + AFTER
    tell(Kind.FOLLOWUP, seat, due_at=due_at, not_after=due_at + OF_USE)
    return True


def want_no_follow_up(seat: Seat) -> bool:
    """Take that back; False if there was nothing to take back."""
    return bool(untell(Kind.FOLLOWUP, holder=seat))


def wants_follow_up(seat: Seat) -> bool:
    """Whether this seat is to be written to."""
    return Telling.objects.waiting().filter(seat=seat, kind=Kind.FOLLOWUP).exists()


def may_want(seat: Seat, now: datetime) -> bool:
    """Whether to ask: once the last evening has begun, while four weeks are not over, and we can write to them."""
    last = Session.objects.last_of(seat.cohort_id)
    if last is None or not last.opens_at <= now < last.closes_at + AFTER:
        return False
    return written_to().filter(seat=seat).exists()
