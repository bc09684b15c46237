"""Signing an evening off, leaving words for the next one, and saying to one's supervisor how one is."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from cohorts import attendance
from cohorts.actions import record as act
from cohorts.models import Role, Session, Shift, Staff
from cohorts.models.session import Kind
from facilitator.closing import sealed
from facilitator.closing.models import About, Afterword, HowIAm, SignOff, WhyInstead
from facilitator.safeguarding import record
from facilitator.safeguarding.models import Concern

#: For so long an evening that was not signed stands on the first page of whoever held it.
LOOKED_BACK: Final = timedelta(days=21)
#: The same words within this time are the same word.
SAID_LATELY: Final = timedelta(days=1)


class Missing(StrEnum):
    """What stands in the way of a signature."""

    NOT_OVER = "not_over"
    ATTENDANCE = "attendance"
    CONCERNS = "concerns"
    REASON = "reason"


class NotYet(Exception):
    """Not signed, and nothing was kept; `missing` says why."""

    def __init__(self, missing: list[Missing]) -> None:
        """Say everything that is missing at once."""
        super().__init__(", ".join(missing))
        self.missing = missing


class NotTheirs(Exception):
    """Whoever would sign has no part in this evening, or there is no such signature to be given."""


@transaction.atomic
def sign_off(
    by: Staff, whose: Staff, session: Session, now: datetime, *, attendance_seen: bool, why: WhyInstead | None = None
) -> SignOff:
    """Sign, as an act; signed before is the signature there is. Raises `NotYet`, `NotTheirs`.

    It needs an evening that is over, the attendance looked at, and of every concern this facilitator raised the least
    that a record holds: the words, what was done, who was told. For somebody else it needs a reason as well.
    """
    Session.objects.filter(pk=session.pk).locked()
    _must_be_theirs(by, whose, session)
    if (there := SignOff.objects.filter(session=session, staff=whose).first()) is not None:
        return there
    if missing := _missing(session, whose, now, attendance_seen=attendance_seen, reason=by == whose or bool(why)):
        raise NotYet(missing)
    instead = "" if by == whose else str(why)
    signed = SignOff.objects.create(session=session, staff=whose, by=by, why=instead, at=now)
    act(by, "signed_off", session=session, staff=whose.public_id, why=instead)
    return signed


def unfinished(session: Session, whose: Staff) -> list[Concern]:
    """Return the concerns this facilitator raised that evening whose record lacks something of the least."""
    raised = Concern.objects.of(session).filter(raised_by=whose).prefetch_related("record")
    return [concern for concern in raised if record.missing(concern)]


def is_over(session: Session, now: datetime) -> bool:
    """Whether the evening is past its end, or its room was closed."""
    room = attendance.rooms([session.pk]).get(session.pk)
    return now >= session.ends_at or (room is not None and room.closed_at is not None)


def owed(session: Session) -> list[Staff]:
    """Return who is to sign: whoever worked the evening, to its end or not, and did not only watch."""
    shifts = Shift.objects.worked().filter(session=session, watching=False, staff__role__in=_HOLD)
    # Taken off and on again they have two shifts, and one signature.
    return list(dict.fromkeys(one.staff for one in shifts.select_related("staff__supervisor").order_by(*_IN_ORDER)))


def unsigned(staff: Staff, now: datetime) -> list[Session]:
    """Return the sessions of the last weeks that this member of staff has still to sign off, the first first."""
    worked = Shift.objects.worked().filter(staff=staff, watching=False).values("session")
    ended = Session.objects.planned().filter(pk__in=worked, ends_at__lte=now, ends_at__gt=now - LOOKED_BACK)
    held = ended.filter(Q(kind=Kind.GROUP) | Q(seat__isnull=False))
    signed = SignOff.objects.filter(staff=staff).values("session")
    return list(held.exclude(pk__in=signed).select_related("week", "cohort").order_by("starts_at", "pk"))


@transaction.atomic
def leave_word(by: Staff, session: Session, about: About, text: str, now: datetime) -> None:
    """Keep a note for whoever holds the group's next evening, as an act; the same one sent again is one note."""
    Session.objects.filter(pk=session.pk).locked()
    theirs = Afterword.objects.filter(session=session, by=by, about=about)
    if text in (sealed.text_of(one) for one in theirs):
        return
    word = Afterword(session=session, by=by, about=about, at=now)
    sealed.put(word, text)
    word.save(force_insert=True)
    act(by, "note_left", session=session, about=str(about))


def say_how_i_am(staff: Staff, text: str, now: datetime) -> bool:
    """Let one's supervisor know, and nobody else: no act is written. False, and nothing kept, if there is none.

    The same sent again, as after a line that was away, is said once.
    """
    if staff.supervisor is None:
        return False
    lately = HowIAm.objects.filter(staff=staff, to=staff.supervisor, at__gt=now - SAID_LATELY)
    if text in (sealed.text_of(one) for one in lately):
        return True
    said = HowIAm(staff=staff, to=staff.supervisor, at=now)
    sealed.put(said, text)
    said.save(force_insert=True)
    return True


_HOLD = (Role.COUNSELLOR, Role.VOLUNTEER)
_IN_ORDER = (F("ended_at").asc(nulls_first=True), "-leading", "pk")


def _must_be_theirs(by: Staff, whose: Staff, session: Session) -> None:
    worked = Shift.objects.worked().filter(session=session)
    if by.role != Role.LEAD and not worked.filter(staff=by).exists():
        raise NotTheirs
    if not worked.filter(staff=whose, watching=False).exists():
        raise NotTheirs


def _missing(session: Session, whose: Staff, now: datetime, *, attendance_seen: bool, reason: bool) -> list[Missing]:
    asked = {
        Missing.NOT_OVER: is_over(session, now),
        Missing.ATTENDANCE: attendance_seen,
        Missing.CONCERNS: not unfinished(session, whose),
        Missing.REASON: reason,
    }
    return [one for one, there in asked.items() if not there]
