"""Which member of staff is looking, and which sessions are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from cohorts.access import signed_in
from cohorts.desk import words
from cohorts.models import Cohort, Role, Seat, Session, Shift, Staff
from cohorts.models.session import Kind as Meeting
from cohorts.roles import Right, may

#: Facilitators see their sessions; coordinators and leads see that there are sessions.
SEES_ALL = frozenset({Role.COORDINATOR, Role.LEAD, Role.ADMINISTRATOR})
_LOOKS_BACK = timedelta(hours=12)
_MOST_WELCOMES: Final = 100


@dataclass(frozen=True, slots=True)
class Slot:
    """A welcome as somebody of staff sees it: who welcomes, whether they do themselves, whether its door is open."""

    session: Session
    who: str
    mine: bool
    open: bool


def staff_of(request: HttpRequest) -> tuple[Staff, str] | None:
    """The member of staff behind a request and their sign-in's id, or None for anybody else."""
    sign_in = signed_in(request)
    if sign_in is None or sign_in.staff is None:
        return None
    return sign_in.staff, sign_in.public_id


def sessions_for(staff: Staff, now: datetime) -> QuerySet[Session]:
    """Tonight's and coming sessions that this member of staff may know of, the next first; no welcome nobody picked."""
    sessions = Session.objects.planned().filter(closes_at__gt=now - _LOOKS_BACK)
    sessions = sessions.exclude(kind=Meeting.WELCOME, seat__isnull=True)
    if staff.role not in SEES_ALL:
        sessions = sessions.filter(pk__in=Shift.objects.sessions_of(staff))
    return sessions.select_related("week", "cohort").order_by("starts_at", "pk")


def groups_of(staff: Staff, now: datetime) -> QuerySet[Cohort]:
    """The cohorts that still meet and that this member of staff works with."""
    coming = Session.objects.evenings().to_come(now).order_by().values("cohort")
    theirs = Cohort.objects.filter(pk__in=Shift.objects.cohorts_of(staff)).filter(pk__in=coming)
    return theirs.select_related("course").order_by("first_date", "pk")


def session_on_shift(staff: Staff, public_id: str) -> Session | None:
    """The session whose room is open to this member of staff, or None as if it did not exist.

    Shifts stay when a role changes: whoever holds no rooms any more only looks into welcomes, as the lead does.
    """
    mine = Session.objects.filter(public_id=public_id, pk__in=Shift.objects.sessions_of(staff))
    session = mine.select_related("week__course", "cohort").first()
    if session is None or may(staff.role, Right.HOLD_ROOMS):
        return session
    return session if may(staff.role, Right.WELCOME) and looks_in(staff, session) else None


def evening_to_close(staff: Staff, public_id: str) -> Session | None:
    """The session this member of staff may look back on: one they work, or for the lead any; else as if not there.

    Whoever was taken off while it was on worked it too: they have what they raised to finish, and to go home as well.
    """
    found = Session.objects.planned().filter(public_id=public_id).select_related("week", "cohort")
    if staff.role == Role.LEAD:
        return found.first()
    if not may(staff.role, Right.HOLD_ROOMS):
        return None
    return found.filter(pk__in=Shift.objects.worked().filter(staff=staff).values("session")).first()


def seat_of_group(staff: Staff, public_id: str) -> Seat | None:
    """A seat of a group this member of staff works with, or None as if it did not exist."""
    if not may(staff.role, Right.HOLD_ROOMS):
        return None
    mine = Seat.objects.filter(public_id=public_id, cohort__in=Shift.objects.cohorts_of(staff))
    return mine.select_related("cohort").first()


def looks_in(staff: Staff, session: Session) -> bool:
    """Whether they are in a welcome as somebody who only looks in."""
    standing = Shift.objects.standing().filter(session=session, staff=staff, watching=True)
    return session.is_welcome and standing.exists()


def welcomes_for(staff: Staff, now: datetime) -> list[Slot]:
    """The one-to-one welcomes that this member of staff may look into or gives, the first to begin first."""
    if not may(staff.role, Right.WELCOME):
        return []
    theirs = Session.objects.welcomes().to_come(now)
    if staff.role != Role.LEAD:
        theirs = theirs.filter(cohort__in=_evenings_of(staff).values("cohort"))
    leading = Prefetch("shifts", Shift.objects.standing().filter(leading=True).select_related("staff"), to_attr="led")
    found = theirs.select_related("cohort", "seat").prefetch_related(leading)[:_MOST_WELCOMES]
    return [_slot(one, staff, now) for one in found]


def to_look_into(staff: Staff, now: datetime) -> list[Slot]:
    """Other people's welcomes in which somebody may be at this moment."""
    return [slot for slot in welcomes_for(staff, now) if slot.open and slot.session.seat_id and not slot.mine]


def cohorts_to_welcome(staff: Staff, now: datetime) -> QuerySet[Cohort]:
    """The cohorts whose evenings this member of staff works, and to which somebody may still come anew."""
    first = Session.objects.evenings().planned().filter(opens_at__gt=now, week__number__lte=settings.JOIN_UNTIL_WEEK)
    mine = Cohort.objects.filter(pk__in=_evenings_of(staff).values("cohort"))
    return mine.filter(pk__in=first.values("cohort")).select_related("course").order_by("pk")


def _evenings_of(staff: Staff) -> QuerySet[Session]:
    return Session.objects.evenings().planned().filter(pk__in=Shift.objects.sessions_of(staff))


def _slot(session: Session, staff: Staff, now: datetime) -> Slot:
    led: list[Shift] = getattr(session, "led")  # noqa: B009  (made by the query)
    mine = any(one.staff_id == staff.pk for one in led)
    return Slot(session, words.names(one.staff.name for one in led), mine, session.opens_at <= now)
