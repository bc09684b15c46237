"""What a verdict has to know beside the rows themselves, read for all of them by three questions."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from cohorts.models import Contact, ContactPurpose, Reply, Stop, Telling
from cohorts.telling.verdict import Facts
from cohorts.telling.ways import ways


def known(tellings: Sequence[Telling], now: datetime) -> dict[int, Facts]:
    """Return what is known of each of these by its row, as it stands at this moment."""
    seats = {one.seat_id for one in tellings if one.seat_id}
    theirs = Q(seat__in=seats) | Q(waiting__in={one.waiting_id for one in tellings if one.waiting_id})
    given = Contact.objects.filter(theirs, purpose=ContactPurpose.REMINDERS)
    contacts = {(one.seat_id, one.waiting_id): one for one in given}
    stopped = set(Stop.objects.standing().filter(seat__in=seats).values_list("seat", flat=True))
    meetings = {one.session_id for one in tellings if one.session_id}
    replies = Reply.objects.standing().filter(seat__in=seats, session__in=meetings)
    coming: dict[tuple[int | None, int | None], bool] = {(one.seat_id, one.session_id): one.coming for one in replies}
    hours, house = settings.QUIET_HOURS, ways()
    return {
        one.pk: Facts(
            now, hours, house, contacts.get((one.seat_id, one.waiting_id)), one.seat_id in stopped,
            coming.get((one.seat_id, one.session_id)),
        )
        for one in tellings
    }  # fmt: skip
