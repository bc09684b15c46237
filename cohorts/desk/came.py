"""Who came to one evening, as the room saw it, and putting that right with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cohorts import attendance, planning, turnout
from cohorts.actions import NothingToMark, mark_attendance, take_mark_back
from cohorts.attendance import Stay
from cohorts.desk import frame, theirs, words
from cohorts.keeping import ended_before
from cohorts.lost_evenings import lost
from cohorts.models import Came, Cohort, Seat, Session, SignIn, Staff, WhyMarked
from cohorts.staff.gate import staff_only
from cohorts.turnout import Judged

AS_SEEN = "seen"
"""Chosen in place of how somebody was there: what the room saw counts again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One seat, how it was there, and from when to when where the cohort lives."""

    seat: Seat
    judged: Judged
    stay: Stay | None


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only()
def came(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Show everybody who had a place that evening; facilitators of the cohort and whoever plans put it right."""
    session, staff, now = theirs.session_of(sign_in, public_id), frame.person(sign_in), timezone.now()
    may_mark = theirs.may_put_right(staff, session.cohort)
    problem = ""
    if request.method == "POST":
        if not may_mark:
            raise Http404
        problem = _put_right(request, staff, session, now)
        if not problem:
            return frame.go(sign_in, "desk:came", public_id, done="marked")
    context: dict[str, Any] = {
        "session": session,
        "cohort": session.cohort,
        "name": words.cohort(session.cohort),
        "title": words.evening(session),
        "starts": planning.there(session.starts_at, ZoneInfo(session.cohort.zone)),
        "ends": planning.there(session.ends_at, ZoneInfo(session.cohort.zone)),
        "lost": bool(lost([session.pk])),
        "lines": [] if forgotten(session.cohort, now) else _lines(session),
        "begun": session.starts_at <= now,
        "is_on": session.starts_at <= now < session.ends_at,
        "choices": Came.choices,
        "reasons": WhyMarked.choices,
        "as_seen": AS_SEEN,
        "may_mark": may_mark,
        "problem": problem,
    }
    return frame.page(request, sign_in, "came", context, frame.MISTAKEN if problem else 200)


def forgotten(of: Cohort, now: datetime) -> bool:
    """Whether it is no longer kept who came: not that nobody did, nor of the one whom a legal hold keeps it of."""
    return ended_before(now - attendance.KEPT).filter(pk=of.pk).exists()


def _put_right(request: HttpRequest, by: Staff, session: Session, now: datetime) -> str:
    """Do it, or return why not: "nothing" was chosen, or it is too "late"."""
    seat = Seat.objects.filter(cohort=session.cohort_id, public_id=request.POST.get("seat", "")).first()
    wanted, why = request.POST.get("came", ""), request.POST.get("why", "")
    if seat is None or wanted not in {*Came.values, AS_SEEN} or (wanted != AS_SEEN and why not in WhyMarked.values):
        return "nothing"
    try:
        if wanted == AS_SEEN:
            take_mark_back(by, session, seat, now)
        else:
            mark_attendance(by, session, seat, Came(wanted), WhyMarked(why), now)
    except NothingToMark:
        return "late"
    return ""


def _lines(session: Session) -> list[Line]:
    found, zone = turnout.read([session]), ZoneInfo(session.cohort.zone)
    seats = Seat.objects.filter(cohort=session.cohort_id).order_by("number", "taken_at")
    return [
        Line(seat, judged, _there(judged.stay, zone))
        for seat in seats
        if (judged := found.of(session, seat))
    ]  # fmt: skip


def _there(stay: Stay | None, zone: ZoneInfo) -> Stay | None:
    return Stay(planning.there(stay.first, zone), planning.there(stay.last, zone)) if stay else None
