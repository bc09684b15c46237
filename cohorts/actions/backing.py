"""Standing behind a facilitator who is alone: an observer's or the safeguarding lead's word, and taking it back."""

from django.db import transaction

from cohorts.actions.acts import record
from cohorts.actions.nights import TooLate
from cohorts.clock import database_now
from cohorts.doorbell import ring_from_thread
from cohorts.models import Role, Session, Shift, Staff
from cohorts.models.session import Outcome


class NotForThem(Exception):
    """Only who watches this session, or the safeguarding lead, can stand behind whoever holds it."""


@transaction.atomic
def stand_behind(by: Staff, session: Session) -> None:
    """Say that somebody stays within reach for this session, so that one facilitator may open it (care.md §6).

    Under its lock; the room opens with every word held. Whoever says it later takes it over. Raises `NotForThem`, or
    `TooLate` once the session is over, or was called off.
    """
    rung = Session.objects.filter(pk=session.pk).locked()
    now = database_now()
    if not may_stand_behind(by, session):
        raise NotForThem
    coming = Session.objects.planned().filter(pk=session.pk, closes_at__gt=now).exclude(outcome=Outcome.NOT_HELD)
    if not coming.update(backed_by=by, backed_at=now):
        raise TooLate
    record(by, "session_backed", session=session)
    ring_from_thread(rung)


@transaction.atomic
def stand_back(by: Staff, session: Session) -> bool:
    """Take one's own word back; return False if it was not theirs. A room that is open stays open."""
    rung = Session.objects.filter(pk=session.pk).locked()
    if not Session.objects.filter(pk=session.pk).backed_no_more(by):
        return False
    record(by, "session_not_backed", session=session)
    ring_from_thread(rung)
    return True


def may_stand_behind(staff: Staff, session: Session) -> bool:
    """Whether this member of staff is the lead, or works this session as its observer."""
    if staff.left_at is not None or session.is_welcome:
        return False
    watching = Shift.objects.standing().filter(session=session, staff=staff, watching=True)
    return staff.role == Role.LEAD or watching.exists()
