"""Who works an evening: taking somebody on or off for one night, and their own yes or no."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from cohorts.actions.acts import record
from cohorts.actions.nights import TooLate
from cohorts.actions.plan import next_version
from cohorts.clock import database_now
from cohorts.doorbell import ring_from_thread
from cohorts.models import Kind, Session, Shift, Staff
from cohorts.telling.outbox import tell_all, untell
from cohorts.telling.unheld import whom

ON_THE_DAY = timedelta(hours=12)
_NO = "no"
"""What the letters that tell of a no are known by; those of who is in the room have the time it starts."""


class WorksAlready(Exception):
    """That person works this evening already."""


class NotOnShift(Exception):
    """That person does not work this evening any more."""


class AskedAnew(Exception):
    """The evening was moved since somebody was asked: a yes or no to its old time says nothing of the new one."""


@transaction.atomic
def replace_staff(by: Staff, session: Session, *, off: Staff | None, on: Staff | None, part: str, version: int) -> None:
    """For one evening take somebody off, on, or both, under its lock; `part` is `lead`, `second` or `watcher`.

    Raises `TooLate`, `ChangedMeanwhile`, `WorksAlready` or `NotOnShift`, and then nothing happened.
    """
    rung = Session.objects.filter(pk=session.pk).locked()
    now = database_now()
    fresh = Session.objects.select_related("cohort").get(pk=session.pk)
    if fresh.cancelled_at is not None or fresh.closes_at <= now:
        raise TooLate
    next_version(fresh.cohort, version)
    standing = Shift.objects.standing().filter(session=fresh)
    if off and not standing.filter(staff=off).update(ended_at=now, revision=F("revision") + 1):
        raise NotOnShift
    if off:
        Session.objects.filter(pk=fresh.pk).backed_no_more(off)
    if on and standing.filter(staff=on).exists():
        raise WorksAlready
    if on:
        if part == "lead":
            standing.update(leading=False)
        Shift.objects.create(session=fresh, staff=on, leading=part == "lead", watching=part == "watcher")
    if on:
        _take_back_if_enough(fresh)
    record(
        by, "staff_replaced", session=fresh, off=off.public_id if off else None, on=on.public_id if on else None,
        part=part,
    )  # fmt: skip
    ring_from_thread(rung)


def confirm(staff: Staff, shift: Shift) -> None:
    """Write down that somebody will come, as they were asked: of `shift.session` as it was read.

    Raises `NotOnShift`, `AskedAnew` or `TooLate`, and then nothing happened.
    """
    _answer(staff, shift, comes=True)


def decline(staff: Staff, shift: Shift) -> None:
    """Write down that somebody cannot come; they stay on the shift until a coordinator finds somebody else.

    Raises what `confirm` raises. Within half a day of the start, or later, the others and the coordinators are told at
    once if too few are left: they may have fallen ill in the middle of the evening.
    """
    _answer(staff, shift, comes=False)


@transaction.atomic
def _answer(staff: Staff, shift: Shift, *, comes: bool) -> None:
    asked_of = shift.session
    Session.objects.filter(pk=shift.session_id).locked()
    now = database_now()
    session = Session.objects.get(pk=shift.session_id)
    if session.cancelled_at is not None or session.ends_at <= now:
        raise TooLate
    if session.change != asked_of.change:
        raise AskedAnew
    mine = Shift.objects.standing().filter(pk=shift.pk, staff=staff)
    since = None if comes else Coalesce(F("declined_at"), now)
    if not mine.update(confirmed_at=now if comes else None, declined_at=since, revision=F("revision") + 1):
        raise NotOnShift
    if not comes:
        Session.objects.filter(pk=session.pk).backed_no_more(staff)
    if comes:
        _take_back_if_enough(session)
    if not comes and session.starts_at <= now + ON_THE_DAY:
        _tell_the_others(mine.get(), session, now)
    record(staff, "shift_confirmed" if comes else "shift_declined", session=session)


def _enough(session: Session) -> bool:
    return Shift.objects.coming().filter(session=session).count() >= session.least_staff


def _take_back_if_enough(session: Session) -> None:
    """What could not leave yet, as after an outage of the post, would tell of somebody whose place is taken by now."""
    if _enough(session):
        untell(Kind.SHORT, session=session, occasion=_NO)


def _tell_the_others(ill: Shift, session: Session, now: datetime) -> None:
    """Once for each no: whoever was well again, or was asked anew for another time, may fall ill once more."""
    if not _enough(session):
        others = whom(session, but=[ill.staff.public_id])
        occasion = f"{_NO} {ill.staff.public_id} {ill.declined_at:%d%H%M%S%f}"
        tell_all(Kind.SHORT, others, session=session, due_at=now, not_after=session.ends_at, occasion=occasion)
