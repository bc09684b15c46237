"""My shifts: saying yes or no to each, and the calendar link."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts.actions.feeds import end_feed, feed_holder, feed_of, make_feed
from cohorts.actions.nights import TooLate
from cohorts.actions.shifts import AskedAnew, NotOnShift, confirm, decline
from cohorts.desk import calendar, evenings, frame
from cohorts.models import Seat, Session, Shift, SignIn, Staff
from cohorts.roles import Right
from cohorts.staff.gate import staff_only

LOOKS_BACK = timedelta(days=60)
ON_A_PAGE = 20
_MEANWHILE = (NotOnShift, AskedAnew, TooLate)


@require_safe
@staff_only(Right.HOLD_ROOMS)
def mine(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """The evenings somebody works, the next first."""
    return _draw(request, sign_in)


@require_POST
@staff_only(Right.HOLD_ROOMS)
def answer(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Take somebody's yes or no to one evening, as their page had it."""
    staff = frame.person(sign_in)
    standing = Shift.objects.standing().select_related("session")
    shift = standing.filter(session__public_id=public_id, staff=staff).first()
    if shift is None:
        raise Http404
    if request.POST.get("change", "") != shift.session.change:
        return frame.go(sign_in, "desk:shifts", done="late")
    say = decline if request.POST.get("answer") == "no" else confirm
    try:
        say(staff, shift)
    except _MEANWHILE:
        return frame.go(sign_in, "desk:shifts", done="late")
    return frame.go(sign_in, "desk:shifts", done="answered", page=request.POST.get("page", ""))


@require_POST
@staff_only(Right.HOLD_ROOMS)
def answer_all(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Say yes to every evening not answered yet that their page asked about, as it had it."""
    asked = request.POST.getlist("asked")
    staff, now = frame.person(sign_in), timezone.now()
    for shift in _waiting(staff, now):
        with suppress(*_MEANWHILE):  # changed this very moment: it will be asked anew
            if _asks(shift) in asked:
                confirm(staff, shift)
    return frame.go(sign_in, "desk:shifts", done="rest_waits" if _waiting(staff, now).exists() else "answered")


@require_POST
@staff_only(Right.HOLD_ROOMS)
def calendar_link(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Make a new calendar link, shown this once, or shut the one there is."""
    staff = frame.person(sign_in)
    if request.POST.get("do") == "end":
        end_feed(staff)
        return frame.go(sign_in, "desk:shifts", done="feed_ended")
    link = settings.BASE_URL + reverse("desk:feed", args=[make_feed(staff)])
    return _draw(request, sign_in, link=link)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a link: for whoever holds it, and until it is shut. It names nobody."""
    holder, now = feed_holder(token), timezone.now()
    if holder is None:
        raise Http404
    written = _shifts_of(holder, now) if isinstance(holder, Staff) else _evenings_of(holder, now)
    return HttpResponse(written, content_type="text/calendar; charset=utf-8")


def _shifts_of(staff: Staff, now: datetime) -> bytes:
    shifts = Shift.objects.filter(staff=staff, session__closes_at__gt=now - LOOKS_BACK)
    in_order = shifts.select_related("session__cohort").order_by("session__starts_at", "pk")
    return calendar.write(in_order, settings.CALENDAR_TITLE, now)


def _evenings_of(seat: Seat, now: datetime) -> bytes:
    since = max(now - LOOKS_BACK, seat.taken_at)
    sessions = Session.objects.for_seat(seat).filter(closes_at__gt=since).select_related("cohort")
    return calendar.write_evenings(sessions.order_by("starts_at", "pk"), settings.SEAT_CALENDAR_TITLE, now)


def _draw(request: HttpRequest, sign_in: SignIn, link: str = "") -> HttpResponse:
    staff, now = frame.person(sign_in), timezone.now()
    page = frame.paged(request, _coming(staff, now), ON_A_PAGE)
    them = evenings.read(Session.objects.filter(pk__in=[one.pk for one in page]).order_by("starts_at", "pk"))
    context = {
        "here": "shifts",
        "page": page,
        "rows": [(one, next((shift for shift in one.shifts if shift.staff_id == staff.pk), None)) for one in them],
        "waiting": [_asks(shift) for shift in _waiting(staff, now)],
        "link": link,
        "has_feed": feed_of(staff).exists(),
    }
    return frame.page(request, sign_in, "shifts", context)


def _asks(shift: Shift) -> str:
    """What a yes to many says back of each: which evening, and after which change of it."""
    return f"{shift.session.public_id} {shift.session.change}"


def _waiting(staff: Staff, now: datetime) -> QuerySet[Shift]:
    open_still = Shift.objects.standing().filter(staff=staff, confirmed_at__isnull=True, declined_at__isnull=True)
    to_come = open_still.filter(session__in=Session.objects.to_come(now).order_by()).select_related("session")
    return to_come.order_by("session__starts_at", "pk")


def _coming(staff: Staff, now: datetime) -> QuerySet[Session]:
    working = Shift.objects.sessions_of(staff)
    return Session.objects.filter(pk__in=working, closes_at__gt=now).order_by("starts_at", "pk")
