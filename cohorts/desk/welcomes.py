"""The one-to-one welcomes of a cohort: times are offered, seen with whether they are picked, and taken back."""

from datetime import datetime

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.actions.nights import TooLate
from cohorts.actions.welcomes import take_back_offer
from cohorts.desk import frame, words
from cohorts.desk.cohort import of_id
from cohorts.desk.forms import WelcomesForm
from cohorts.desk.offering import offered
from cohorts.models import Cohort, Session, Shift, SignIn, Staff
from cohorts.roles import Right
from cohorts.staff.gate import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.PLAN)
def welcomes(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Show what is offered, and offer more, one after another."""
    found, now = of_id(public_id), timezone.now()
    usual = {"who": _leads(found, now)}
    form = WelcomesForm(request.POST if request.method == "POST" else None, initial=usual, cohort=found, now=now)
    if form.is_valid() and offered(form, frame.person(sign_in), found, form.cleaned_data["who"]):
        return frame.go(sign_in, "desk:welcomes", public_id, done="offered")
    coming = Session.objects.welcomes().filter(cohort=found, closes_at__gt=now).order_by("starts_at", "pk")
    able = Shift.objects.able().filter(watching=False).select_related("staff").order_by("-leading", "pk")
    slots = coming.select_related("seat").prefetch_related(Prefetch("shifts", able, to_attr="who"))
    context = {"cohort": found, "name": words.cohort(found), "form": form, "slots": slots, "now": now}
    return frame.page(request, sign_in, "welcomes", context, frame.MISTAKEN if form.is_bound else 200)


@require_POST
@staff_only(Right.PLAN)
def take_back(_request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Offer a time no longer; whoever had picked it is told."""
    slot = Session.objects.welcomes().select_related("cohort").filter(public_id=public_id).first()
    if slot is None:
        raise Http404
    try:
        take_back_offer(frame.person(sign_in), slot)
    except TooLate:
        return frame.go(sign_in, "desk:welcomes", slot.cohort.public_id, done="late")
    return frame.go(sign_in, "desk:welcomes", slot.cohort.public_id, done="taken_back")


def _leads(cohort: Cohort, now: datetime) -> Staff | None:
    """Whoever leads the cohort's next evening, who most often welcomes too."""
    coming = Session.objects.evenings().to_come(now).filter(cohort=cohort).order_by()
    shifts = Shift.objects.standing().filter(session__in=coming, leading=True).select_related("staff")
    first = shifts.order_by("session__opens_at", "pk").first()
    return first.staff if first else None
