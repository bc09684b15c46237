"""Placing a legal hold and lifting it: from then on nothing of it is deleted, or everything that is due."""

from datetime import datetime

from django.db import transaction

from cohorts.actions.acts import record
from cohorts.keeping.holds import behind_locks
from cohorts.models import Cohort, LegalHold, Seat, Staff, WhyHeld


@transaction.atomic
def place_hold(by: Staff, of: Cohort | Seat, why: WhyHeld, now: datetime) -> LegalHold:
    """Keep everything of a cohort, or of whoever has this seat, as an act; again for the same reason changes nothing.

    Whoever lets go reads the holds behind the lock of the cohort that a row is in, which may be another one than theirs
    is now: all of them are taken, and nothing goes once this returns.
    """
    cohort, seat = (of, None) if isinstance(of, Cohort) else (of.cohort, of)
    behind_locks([seat.pk] if seat else cohort.seats.values_list("pk", flat=True), [cohort.pk])
    there = LegalHold.objects.standing().filter(cohort=None if seat else cohort, seat=seat, why=why).first()
    if there is not None:
        return there
    hold = LegalHold.objects.create(cohort=None if seat else cohort, seat=seat, why=why, since=now, by=by)
    record(
        by, "hold_placed", cohort=cohort, hold=hold.public_id, why=str(why), seat=seat.public_id if seat else None
    )  # fmt: skip
    return hold


@transaction.atomic
def lift_hold(by: Staff, hold: LegalHold, now: datetime) -> bool:
    """Let what is due go again, as an act; False if that was done before."""
    if not LegalHold.objects.standing().filter(pk=hold.pk).update(lifted_at=now, lifted_by=by):
        return False
    cohort = hold.seat.cohort if hold.seat else hold.cohort
    record(by, "hold_lifted", cohort=cohort, hold=hold.public_id)
    return True
