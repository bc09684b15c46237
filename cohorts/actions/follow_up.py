"""Being written to once more, four weeks after the course: by a young person's own wish alone."""

from datetime import datetime, timedelta

from django.db import transaction

from cohorts.models import Cohort, Kind, Seat, Session, Telling
from cohorts.telling.outbox import tell, untell
from cohorts.telling.ways import written_to

AFTER = timedelta(weeks=4)
OF_USE = timedelta(hours=36)
"""Contacts are deleted thirty days after the course, so it is told before or not at all."""


@transaction.atomic
def want_follow_up(seat: Seat, now: datetime) -> bool:
    """Have this seat written to once, four weeks after its last evening; False if it cannot be asked for now.

    Behind the cohort's lock, so that no evening is added after the last one meanwhile.
    """
    Cohort.objects.select_for_update(no_key=True).get(pk=seat.cohort_id)
    last = Session.objects.last_of(seat.cohort_id)
    if last is None or not may_want(seat, now):
        return False
    due_at = last.closes_at + AFTER
    tell(Kind.FOLLOWUP, seat, due_at=due_at, not_after=due_at + OF_USE)
    return True


def put_follow_ups_right(cohort: Cohort, now: datetime) -> None:
    """Have those of this cohort who asked for it written to four weeks after what is its last evening by now.

    Inside the transaction that changed its evenings. Whoever had one in hand for today leaves it. Where four weeks are
    over already, as an evening that was added for later is cancelled, they are written to at once and not left out.
    """
    last = Session.objects.last_of(cohort.pk)
    if last is None:
        return
    due_at = max(last.closes_at + AFTER, now)
    asked = Telling.objects.waiting().filter(cohort=cohort, kind=Kind.FOLLOWUP, handing_at__isnull=True)
    asked.update(due_at=due_at, next_at=due_at, not_after=due_at + OF_USE, claimed_by="", claimed_until=None)


def want_no_follow_up(seat: Seat) -> bool:
    """Take that back; False if there was nothing to take back."""
    return bool(untell(Kind.FOLLOWUP, holder=seat))


def wants_follow_up(seat: Seat) -> bool:
    """Whether this seat is to be written to."""
    return Telling.objects.waiting().filter(seat=seat, kind=Kind.FOLLOWUP).exists()


def may_choose(seat: Seat, now: datetime) -> bool:
    """Whether to show the choice: while they may ask for it, and as long as what they asked for can be taken back."""
    return may_want(seat, now) or (wants_follow_up(seat) and written_to().filter(seat=seat).exists())


def may_want(seat: Seat, now: datetime) -> bool:
    """Whether to ask: once the last evening has begun, while four weeks are not over, and we can write to them."""
    last = Session.objects.last_of(seat.cohort_id)
    if last is None or not last.opens_at <= now < last.closes_at + AFTER:
        return False
    return written_to().filter(seat=seat).exists()
