"""Putting right how somebody was there: staff saw more than the room did, or it saw wrong."""

from datetime import datetime

from django.db import transaction

from cohorts.actions.acts import record
from cohorts.models import AttendanceMark, Came, Kind, Seat, Session, Staff, WhyMarked
from cohorts.telling.outbox import untell
from cohorts.turnout import expected


class NothingToMark(Exception):
    """The evening has not begun, was cancelled, or was never theirs; nothing was kept."""


@transaction.atomic
def mark_attendance(by: Staff, session: Session, seat: Seat, came: Came, why: WhyMarked, now: datetime) -> bool:
    """Put this in place of what the room saw, as an act; return False if that stands there already.

    Whoever did not miss it after all is not written to for having missed it, unless that went out before.
    Raises `NothingToMark`.
    """
    fresh = _locked(session, seat, now)
    there = AttendanceMark.objects.filter(session=fresh, seat=seat).first()
    if there is not None and (there.came, there.reason) == (came, why):
        return False
    kept = {"came": came, "reason": why, "by": by, "at": now}
    AttendanceMark.objects.update_or_create(session=fresh, seat=seat, defaults=kept)
    if came != Came.MISSED:
        untell(Kind.MISSED, session=fresh, holder=seat)
    was = there.came if there else ""
    record(by, "attendance_marked", session=fresh, seat=seat.public_id, came=str(came), why=str(why), was=was)
    return True


@transaction.atomic
def take_mark_back(by: Staff, session: Session, seat: Seat, now: datetime) -> bool:
    """Let what the room saw count again, as an act; return False if nothing else did. Raises `NothingToMark`."""
    fresh = _locked(session, seat, now)
    there = AttendanceMark.objects.filter(session=fresh, seat=seat).first()
    if there is None:
        return False
    there.delete()
    record(by, "attendance_unmarked", session=fresh, seat=seat.public_id, was=there.came)
    return True


def _locked(session: Session, seat: Seat, now: datetime) -> Session:
    Session.objects.filter(pk=session.pk).locked()
    fresh = Session.objects.select_related("cohort").get(pk=session.pk)
    if fresh.cancelled_at is not None or fresh.starts_at > now or not expected(fresh, seat):
        raise NothingToMark
    return fresh
