"""Giving a seat up: the name stays in what was said, every right ends at once."""

from datetime import datetime

from django.db import transaction

from cohorts.actions.contacts import forget_contacts
from cohorts.actions.welcomes import give_back_under_locks
from cohorts.doorbell import ring_from_thread
from cohorts.keeping.holds import behind_locks
from cohorts.models import Seat, Session, SignIn


def withdraw(seat: Seat, now: datetime) -> bool:
    """Give the seat up for good, under the locks of its sessions and cohort; return False if that was done before.

    Its sign-ins end, the contacts of its holder are deleted unless a legal hold keeps them, and a welcome it had picked
    is free for somebody else.

    Once this returns, nothing the seat asks for is decided as if it were still held.
    """
    with transaction.atomic():
        locked_around(seat, now)
        behind_locks([seat.pk])
        given_up = give_up(seat, now, withdrawn_at=now, link_digest=None)
        if given_up:
            SignIn.objects.filter(seat=seat, ended_at__isnull=True).update(ended_at=now)
            forget_contacts(seat, now)
    return given_up


def give_up(seat: Seat, now: datetime, **changes: object) -> bool:
    """Make these changes to a seat that is held, give its welcome back, and ring; False if it was not held.

    In the caller's transaction, under the locks of its sessions, which it takes.
    """
    sessions = locked_around(seat, now)
    given_up = Seat.objects.held().filter(pk=seat.pk).order_by().update(**changes)
    if given_up:
        give_back_under_locks(seat, now)
        ring_from_thread(sessions)
    return bool(given_up)


def locked_around(seat: Seat, now: datetime) -> list[str]:
    """Lock every session a seat may be in or have picked; return their public ids."""
    welcomes = Session.objects.welcomes().filter(cohort=seat.cohort_id).to_come(now)
    return (Session.objects.for_seat(seat).listening(now) | welcomes).locked()
