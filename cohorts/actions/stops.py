"""Holding back what would be sent by itself, and letting it go on."""

from datetime import datetime

from django.db import transaction

from cohorts.actions.acts import record
from cohorts.models import Cause, Seat, Staff, Stop
from cohorts.moved import place_now


@transaction.atomic
def stop_messages(seat: Seat, cause: Cause, now: datetime, by: Staff | None = None) -> Stop:
    """Send this seat nothing by itself from now on; the lead gets a task. Again for the same cause it changes nothing.

    Whoever was moved since is stopped where they are now. An act if somebody of staff decided it; the cause is not part
    of it, as more people read acts than look after seats.
    """
    seat = place_now(seat)
    fresh = Stop(seat=seat, cause=cause, since=now, by=by)
    Stop.objects.bulk_create([fresh], ignore_conflicts=True)
    standing = Stop.objects.standing().get(seat=seat, cause=cause)
    if by is not None and standing.public_id == fresh.public_id:
        record(by, "messages_stopped", cohort=seat.cohort, seat=seat.public_id)
    return standing


@transaction.atomic
def lift_stop(stop: Stop, by: Staff, now: datetime) -> bool:
    """Let messages go on, as an act; return False if that was done before. What was held back is not sent later."""
    if not Stop.objects.standing().filter(pk=stop.pk).update(lifted_at=now, lifted_by=by):
        return False
    record(by, "messages_resumed", cohort=stop.seat.cohort, seat=stop.seat.public_id)
    return True
