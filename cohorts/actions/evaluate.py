"""Saying how the course was, once, in the two weeks after it: counted for the group, and kept of nobody."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from cohorts import evaluation
from cohorts.models import Cohort, Evaluation, Seat, Session

OPEN_FOR = timedelta(days=14)
"""From the last evening on. Nothing is shown before it is over: a second look would show what came in between."""


@transaction.atomic
def evaluate(seat: Seat, answers: Mapping[str, str], now: datetime) -> bool:
    """Count what somebody chose; False, and nothing is counted, if they chose nothing or may not answer now.

    The mark on the seat and the counts are written together or not at all, behind the cohort's lock.
    """
    chosen = evaluation.chosen(answers)
    Cohort.objects.select_for_update(no_key=True).get(pk=seat.cohort_id)
    if not chosen or not is_open(seat, now):
        return False
    if not Seat.objects.held().filter(pk=seat.pk, evaluated=False).order_by().update(evaluated=True):
        return False
    theirs, _ = Evaluation.objects.get_or_create(cohort_id=seat.cohort_id)
    theirs.counts = evaluation.added(theirs.counts, chosen)
    theirs.save(update_fields=["counts"])
    return True


def is_open(seat: Seat, now: datetime) -> bool:
    """Whether somebody of this group can answer now."""
    last = Session.objects.last_of(seat.cohort_id)
    return last is not None and last.ends_at <= now < shut_at(last)


def shut_at(last: Session) -> datetime:
    """Return when nobody can answer any more, and the numbers may be shown."""
    return last.closes_at + OPEN_FOR
