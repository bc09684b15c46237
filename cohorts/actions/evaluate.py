"""Saying how the course was, once, in the two weeks after it: counted for the group, and kept of nobody."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from cohorts import evaluation
from cohorts.keeping import holds
from cohorts.keeping.leavings import forget_evaluations
from cohorts.models import Cohort, Evaluation, Seat, Session

OPEN_FOR = timedelta(days=14)
"""From the last evening on, or since it is the last. Nothing is shown before they are over: a second look would show
what came in between."""


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
    if last is None or not last.ends_at <= now < shut_at(last):
        return False
    return not Evaluation.objects.filter(cohort=seat.cohort_id, shut=True).exists()


def ask_again(cohort: Cohort, now: datetime) -> None:
    """Before an evening is added after the last, behind the cohort's lock: have the course asked about as a whole.

    What was counted goes, with the marks, so that whoever answered can once more. A hold keeps it, and they stay
    counted. Once the numbers may have been seen nobody answers any more: six less five would be what one person said.
    """
    last = Session.objects.last_of(cohort.pk)
    if last is None or now < last.ends_at:
        return
    if now >= shut_at(last):
        Evaluation.objects.update_or_create(cohort=cohort, defaults={"shut": True})
        return
    stays = holds.standing()
    if cohort.pk not in stays.cohorts | stays.around:
        forget_evaluations(list(Evaluation.objects.filter(cohort=cohort, shut=False)), now)


def shut_at(last: Session) -> datetime:
    """Return when nobody can answer any more, and the numbers may be shown; by one question to the database.

    Until one that would have come after it was cancelled, nobody knew that it was the last, and nobody was asked.
    """
    after = Session.objects.evenings().filter(cohort=last.cohort_id, starts_at__gt=last.starts_at)
    known_since = after.aggregate(Max("cancelled_at"))["cancelled_at__max"]
    return max(last.closes_at, known_since or last.closes_at) + OPEN_FOR
