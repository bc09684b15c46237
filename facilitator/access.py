"""Which member of staff is looking, and which sessions are theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest

from cohorts.access import signed_in
from cohorts.models import Role, Session, Shift, Staff

#: Facilitators see their sessions; coordinators and leads see that there are sessions.
SEES_ALL = frozenset({Role.COORDINATOR, Role.LEAD, Role.ADMINISTRATOR})
_LOOKS_BACK = timedelta(hours=12)


def staff_of(request: HttpRequest) -> tuple[Staff, str] | None:
    """The member of staff behind a request and their sign-in's id, or None for anybody else."""
    sign_in = signed_in(request)
    if sign_in is None or sign_in.staff is None:
        return None
    return sign_in.staff, sign_in.public_id


def sessions_for(staff: Staff, now: datetime) -> QuerySet[Session]:
    """Tonight's and coming sessions that this member of staff may know of, the next first."""
    sessions = Session.objects.planned().filter(closes_at__gt=now - _LOOKS_BACK)
    if staff.role not in SEES_ALL:
        sessions = sessions.filter(pk__in=Shift.objects.sessions_of(staff))
    return sessions.select_related("week", "cohort").order_by("starts_at", "pk")


def session_on_shift(staff: Staff, public_id: str) -> Session | None:
    """The session this member of staff holds, or None as if it did not exist."""
    mine = Session.objects.filter(public_id=public_id, pk__in=Shift.objects.sessions_of(staff))
    return mine.select_related("week", "cohort").first()
