"""The rota: who answers now, two weeks as a picture and day by day, and what is open, in plain words."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cohorts import on_call, planning
from cohorts.desk import frame
from cohorts.desk.forms import FURTHEST
from cohorts.desk.on_call import picture, words
from cohorts.desk.on_call.forms import AwayForm
from cohorts.models import Away, Session, SignIn, Staff, Swap
from cohorts.on_call import OnCall, Post
from cohorts.roles import Right, may
from cohorts.staff.gate import staff_only

WEEKS, DAYS = 2, 14
A_NIGHT = timedelta(hours=12)
"""The last evening shown may go on after the last day has ended."""
A_MOMENT = timedelta(microseconds=1)


@require_safe
@staff_only(Right.SEE_ON_CALL)
def rota(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Two weeks from a day on; without one, from today."""
    return draw(request, sign_in)


def draw(request: HttpRequest, sign_in: SignIn, form: AwayForm | None = None) -> HttpResponse:
    """Draw the page; with the form of somebody else's time away as it was filled in, if it was not right."""
    now, staff, zone = timezone.now(), frame.person(sign_in), settings.HOUSE_ZONE
    today = planning.there(now, zone).date()
    first = _day(request.GET.get("from", ""), today)
    start, end = picture.of(first, zone)[0], picture.of(first + timedelta(days=DAYS - 1), zone)[1]
    found, evenings, lead = on_call.read(start, end + A_NIGHT), _evenings(staff, start, end), on_call.first_lead(now)
    since = max(start, min(now, end))
    context: dict[str, Any] = {
        "here": "on_call",
        "within": "rota",
        "now_on_call": _right_now(now, lead),
        "first": first,
        "last": first + timedelta(days=DAYS - 1),
        "before": first - timedelta(days=DAYS),
        "after": first + timedelta(days=DAYS),
        "today": today,
        "zone": zone.key,
        "days": picture.days(found, first, DAYS, zone, [(one.starts_at, _called(one)) for one in evenings]),
        "weeks": picture.weeks(found, first, WEEKS, zone, [one.starts_at for one in evenings], now),
        "over": end <= now,
        "gaps": words.gaps(found, since, end, zone, lead),
        "unanswered": [
            (planning.there(one.starts_at, zone), _called(one)) for one in evenings if not found.answers_for(one, now)
        ],
        "away": _away(staff, start, end),
        "asked": Swap.objects.waiting(now).filter(asked=staff).count(),
        "may_plan_on_call": may(staff.role, Right.PLAN_ON_CALL),
        "form": form or AwayForm(now=now, with_who=True),
    }
    return frame.page(
        request, sign_in, "rota", context, frame.MISTAKEN if form else 200, folder="cohorts/on_call"
    )  # fmt: skip


def _right_now(now: datetime, lead: Staff | None) -> OnCall:
    found = on_call.read(now, now + A_MOMENT)
    return OnCall(*(found.holder(post, now) or (lead if post == Post.LEAD else None) for post in Post))


def _evenings(staff: Staff, start: datetime, end: datetime) -> list[Session]:
    """The evenings in this time, for whoever may know that each exists."""
    if not may(staff.role, Right.SEE_SESSIONS):
        return []
    return list(on_call.evenings(start, end).select_related("cohort__course").order_by("starts_at", "pk"))


def _called(session: Session) -> str:
    return session.cohort.name or session.cohort.course.title


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) < FURTHEST else today


def _away(staff: Staff, start: datetime, end: datetime) -> list[Away]:
    """Who is away in this time, for whoever plans; to the others it is a gap without a reason."""
    if not may(staff.role, Right.PLAN_ON_CALL):
        return []
    away = Away.objects.filter(starts_at__lt=end, ends_at__gt=start, staff__left_at__isnull=True)
    return list(away.select_related("staff").order_by("starts_at", "pk"))
