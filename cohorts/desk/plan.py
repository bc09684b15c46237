"""Planning a cohort: one form, a look at what it comes to, and only then saving it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cohorts import ids, planning
from cohorts.actions.plan import is_as_planned, plan_cohort
from cohorts.desk import frame, preview, words
from cohorts.desk.forms import PlanForm
from cohorts.models import Cohort, SignIn
from cohorts.roles import Right
from cohorts.staff.gate import staff_only

IN_THREE_WEEKS = timedelta(days=21)
MOST_BREAKS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.PLAN)
def plan(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Ask, show, save. What is saved is exactly what was shown; if that has changed meanwhile, it is shown again."""
    now = timezone.now()
    if request.method != "POST":
        return _draw(request, sign_in, PlanForm(initial=_first_guess(now), now=now))
    posted = _posted(request.POST)
    form, breaks = PlanForm(posted, now=now), _days(posted.getlist("breaks"))
    looked = _look(form, breaks)
    if looked is None:
        return _draw(request, sign_in, form, frame.MISTAKEN, breaks=breaks)
    if "save" in posted:
        return _save(request, sign_in, form, looked)
    return _draw(request, sign_in, form, looked=looked)


def _look(form: PlanForm, breaks: list[date]) -> preview.Preview | None:
    if not form.is_valid():
        return None
    try:
        return preview.look(form.cleaned_data, breaks)
    except planning.NeverEnds:
        form.add_error("first_date", _("So many weeks are skipped that this course would never end."))
        return None


def _save(request: HttpRequest, sign_in: SignIn, form: PlanForm, looked: preview.Preview) -> HttpResponse:
    ticket = frame.ticket(request.POST.get("ticket", ""))
    # What the first press made is seen by the second look as evenings that its people work already.
    if made := _made_with(ticket):
        return _made(request, sign_in, form, looked, made)
    if request.POST.get("seen") != looked.seen:
        return _draw(request, sign_in, form, looked=looked, changed=True)
    try:
        plan_cohort(frame.person(sign_in), looked.planned, ticket)
    except IntegrityError:
        # The button was pressed twice at once: what the first press made is there.
        made = _made_with(ticket)
        if made is None:
            raise
        return _made(request, sign_in, form, looked, made)
    return frame.go(sign_in, "desk:cohort", ticket, done="planned")


def _made_with(ticket: str) -> Cohort | None:
    return Cohort.objects.select_related("course").filter(public_id=ticket).first()


def _made(request: HttpRequest, sign_in: SignIn, form: PlanForm, looked: preview.Preview, made: Cohort) -> HttpResponse:
    """Lead on to what this form has made; if it says something else by now, that is a plan of its own."""
    if is_as_planned(made, looked.planned):
        return frame.go(sign_in, "desk:cohort", made.public_id, done="planned")
    return _draw(request, sign_in, form, looked=looked, made=made, made_name=words.cohort(made), ticket=ids.new())


def _draw(request: HttpRequest, sign_in: SignIn, form: PlanForm, status: int = 200, **shown: Any) -> HttpResponse:
    """Draw the form; `breaks` are carried along while there is no preview that shows them as ticks."""
    context: dict[str, Any] = {
        "form": form,
        "nearest": form.nearest,
        "ticket": frame.ticket(request.POST.get("ticket", "")),
        "zones": planning.zone_names(),
        **shown,
    }
    return frame.page(request, sign_in, "plan", context, status)


def _posted(posted: QueryDict) -> QueryDict:
    """Take the day that a button offered instead of the one that was written."""
    found = posted.copy()
    if "nearest" in found:
        found["first_date"] = str(found["nearest"])
    return found


def _days(written: list[str]) -> list[date]:
    """Read the weeks to leave out; whatever is no day is none of them."""
    found = set()
    for one in written[:MOST_BREAKS]:
        try:
            found.add(date.fromisoformat(one))
        except ValueError:
            continue
    return sorted(found)


def _first_guess(now: datetime) -> dict[str, Any]:
    day = now.date() + IN_THREE_WEEKS
    return {
        "weekday": day.weekday(), "first_date": day, "local_time": "18:30", "zone": "Europe/London", "capacity": 8,
        "age_from": 14, "age_to": 18, "contact_policy": "optional", "skips_holidays": True,
        "holidays": next(iter(settings.HOLIDAY_PLACES), ""),
    }  # fmt: skip
