"""Giving a seat up: the name stays in what was said, every right ends at once."""

from datetime import datetime

from django.db import transaction

from cohorts.actions.contacts import forget_contacts
from cohorts.doorbell import ring_from_thread
from cohorts.models import Seat, Session, SignIn


def withdraw(seat: Seat, now: datetime) -> bool:
    """Give the seat up for good, under the locks of its sessions; return False if that was done before.

    Its sign-ins end, and the contacts of its holder are deleted.

    Once this returns, nothing the seat asks for is decided as if it were still held.
    """
    with transaction.atomic():
        sessions = Session.objects.filter(cohort=seat.cohort_id).listening(now).locked()
        given_up = Seat.objects.held().filter(pk=seat.pk).order_by().update(withdrawn_at=now, link_digest=None)
        if given_up:
            SignIn.objects.filter(seat=seat, ended_at__isnull=True).update(ended_at=now)
            forget_contacts(seat)
            ring_from_thread(sessions)
    return bool(given_up)
