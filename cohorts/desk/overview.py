"""What needs doing today, the month, and the list of all cohorts."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cohorts import absences, fullness, on_call, planning
from cohorts.absences import Absence, Step
from cohorts.desk import asks, evenings, frame, guessing, messages, support, todo, wishes, words
from cohorts.desk.evenings import Evening
from cohorts.desk.month import Month
from cohorts.models import Cohort, Session, SignIn, Staff
from cohorts.roles import Right, may
from cohorts.staff.gate import staff_only

MOST_OF_A_KIND = 10
IN_A_CELL = 3
ON_A_PAGE = 40
A_DAY = timedelta(days=1)


@require_safe
@staff_only(Right.SEE_SESSIONS)
def today(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """What needs doing, by kind; `?need=` shows all of one kind."""
    now = timezone.now()
    rota = on_call.read(now, now + todo.SOON + A_DAY)
    tasks = todo.tasks(evenings.read(todo.sessions(now)), rota, now)
    wanted = request.GET.get("need", "")
    kinds = [(need, list(found)) for need, found in groupby(tasks, key=lambda task: task.need)]
    context = {
        "groups": [
            {
                "need": need.value,
                "title": todo.title(need),
                "tasks": found if need.value == wanted else found[:MOST_OF_A_KIND],
                "more": 0 if need.value == wanted else max(0, len(found) - MOST_OF_A_KIND),
                "count": len(found),
            }
            for need, found in kinds
            if wanted in ("", need.value)
        ],
        "all_of_one": wanted,
        "nothing_planned": not kinds and not Cohort.objects.exists(),
        "now": now,
        "wishes": wishes.open_wishes() if may(frame.person(sign_in).role, Right.PLAN) else 0,
        "support": support.asked(now),
        "asks": asks.of(frame.person(sign_in)),
        "guessed": guessing.lately(now),
        "absences": _absences(frame.person(sign_in), now),
        "held_back": messages.standing_stops() if may(frame.person(sign_in).role, Right.LIFT_STOPS) else 0,
    }
    return frame.page(request, sign_in, "today", context)


@require_safe
@staff_only(Right.SEE_SESSIONS)
def month(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """A month as a grid and as a list; `?day=` lists one day alone."""
    now = timezone.now()
    this_day = planning.there(now, settings.HOUSE_ZONE).date()
    day = _day(request.GET.get("day", ""))
    shown = Month.written(request.GET.get("month", "")) or Month.of(day or this_day)
    found = evenings.read(_in(shown))
    by_day = {on: list(them) for on, them in groupby(sorted(found, key=_by_day), key=lambda one: one.day)}
    from_today = not day and shown == Month.of(this_day) and "all" not in request.GET
    inside = [one for on in sorted(by_day) if Month.of(on) == shown for one in by_day[on]]
    listed = by_day.get(day, []) if day else [one for one in inside if not from_today or one.day >= this_day]
    weeks = [[_cell(on, by_day.get(on, []), shown, this_day, now) for on in week] for week in shown.weeks()]
    context: dict[str, Any] = {
        "shown": shown,
        "weeks": weeks,
        "missing": any(cell["missing"] for week in weeks for cell in week),
        "weekdays": shown.weeks()[0],
        "day": day,
        "from_today": from_today,
        "page": frame.paged(request, listed, ON_A_PAGE),
        "this_month": Month.of(this_day),
    }
    return frame.page(request, sign_in, "month", context)


@require_safe
@staff_only(Right.SEE_SESSIONS)
def cohorts(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """All cohorts, those that still meet first; searched by name, course or who works there."""
    now, asked = timezone.now(), frame.searched(request, "q")
    found = frame.paged(request, _cohorts(asked, now))
    full = fullness.read(found, now)
    rows = [{"cohort": one, "name": words.cohort(one), "places": full[one.pk]} for one in found]
    return frame.page(request, sign_in, "cohorts", {"rows": rows, "page": found, "q": asked, "now": now})


def _absences(staff: Staff, now: datetime) -> list[Absence]:
    """What nobody has looked at yet; for leads also what they were asked to look at."""
    found = absences.read(Cohort.objects.filter(demo=False), now)
    asked = Step.LEAD if may(staff.role, Right.LIFT_STOPS) else None
    return [one for one in found if one.step in {None, asked}]


def _cohorts(asked: str, now: datetime) -> QuerySet[Cohort]:
    coming = Session.objects.evenings().planned().filter(cohort=OuterRef("pk"), closes_at__gt=now).order_by("starts_at")
    rows = Cohort.objects.select_related("course").annotate(
        next_at=Subquery(coming.values("starts_at")[:1]), next_week=Subquery(coming.values("week__number")[:1])
    )
    if asked:
        works = Session.objects.filter(shifts__staff__name__icontains=asked, shifts__ended_at__isnull=True)
        rows = rows.filter(
            Q(name__icontains=asked) | Q(course__title__icontains=asked) | Q(pk__in=works.values("cohort"))
        )
    return rows.order_by(F("next_at").asc(nulls_last=True), "-first_date", "pk")


def _in(shown: Month) -> QuerySet[Session]:
    weeks = shown.weeks()
    # A day begins up to fourteen hours earlier, and ends up to twelve later, somewhere in the world.
    first = datetime.combine(weeks[0][0] - A_DAY, datetime.min.time(), tzinfo=timezone.get_default_timezone())
    last = datetime.combine(weeks[-1][-1] + 2 * A_DAY, datetime.min.time(), tzinfo=timezone.get_default_timezone())
    return Session.objects.evenings().filter(starts_at__gte=first, starts_at__lt=last)


def _by_day(one: Evening) -> tuple[date, datetime, int]:
    return one.day, one.session.starts_at, one.session.pk


def _cell(on: date, them: list[Evening], shown: Month, this_day: date, now: datetime) -> dict[str, Any]:
    return {
        "day": on, "evenings": them[:IN_A_CELL], "more": max(0, len(them) - IN_A_CELL), "count": len(them),
        "elsewhere": Month.of(on) != shown, "today": on == this_day,
        "missing": any(one.lacks_staff(now) for one in them),
    }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if Month.written(str(Month.of(day))) else None
