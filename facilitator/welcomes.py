"""One-to-one welcomes for those who welcome, and for the lead: what is offered, times of one's own, and looking in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.actions.nights import TooLate
from cohorts.actions.welcomes import NotForThem, look_in, take_back_offer
from cohorts.addresses import address
from cohorts.desk import words
from cohorts.desk.forms import OwnWelcomesForm
from cohorts.desk.frame import MISTAKEN, SEE_OTHER, person
from cohorts.desk.offering import offered
from cohorts.models import Session, SignIn
from cohorts.roles import Right
from cohorts.staff.gate import staff_only
from facilitator import access


@require_safe
@staff_only(Right.WELCOME)
def welcomes(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Those of one's own cohorts, for the lead of all, the first to begin first."""
    staff, now = person(sign_in), timezone.now()
    cohorts = [(one, words.cohort(one)) for one in access.cohorts_to_welcome(staff, now)]
    context = {"slots": access.welcomes_for(staff, now), "cohorts": cohorts, "done": request.GET.get("done", "")}
    return _page(request, sign_in, "welcomes", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WELCOME)
def offer(request: HttpRequest, sign_in: SignIn, cohort: str) -> HttpResponse:
    """Offer times at which one welcomes oneself, in a cohort whose evenings one works."""
    staff, now = person(sign_in), timezone.now()
    found = access.cohorts_to_welcome(staff, now).filter(public_id=cohort).first()
    if found is None:
        raise Http404
    form = OwnWelcomesForm(request.POST if request.method == "POST" else None, cohort=found, now=now)
    if form.is_valid() and offered(form, staff, found, staff):
        return _go(sign_in, "facilitator:welcomes", done="offered")
    context = {"cohort": found, "name": words.cohort(found), "form": form}
    return _page(request, sign_in, "offer", context, MISTAKEN if form.is_bound else 200)


@require_POST
@staff_only(Right.WELCOME)
def take_back(_request: HttpRequest, sign_in: SignIn, session: str) -> HttpResponse:
    """Offer a time of one's own no longer; whoever had picked it is told."""
    staff = person(sign_in)
    mine = Session.objects.welcomes().filter(shifts__in=staff.shifts.standing().filter(leading=True))
    slot = mine.select_related("cohort").filter(public_id=session).first()
    if slot is None:
        raise Http404
    try:
        take_back_offer(staff, slot)
    except TooLate:
        return _go(sign_in, "facilitator:welcomes", done="late")
    return _go(sign_in, "facilitator:welcomes", done="taken_back")


@require_POST
@staff_only(Right.WELCOME)
def look(_request: HttpRequest, sign_in: SignIn, session: str) -> HttpResponse:
    """Go into a welcome that is on, as somebody whom both of them see; an act says so."""
    slot = Session.objects.welcomes().select_related("cohort").filter(public_id=session).first()
    if slot is None:
        raise Http404
    try:
        look_in(person(sign_in), slot)
    except NotForThem:
        raise Http404 from None
    except TooLate:
        return _go(sign_in, "facilitator:welcomes", done="late")
    return _go(sign_in, "facilitator:console", slot.public_id)


def _page(
    request: HttpRequest, sign_in: SignIn, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    framed = {"staff": sign_in.staff, "as_id": sign_in.public_id, "here": "welcomes", "now": timezone.now()}
    return render(request, f"facilitator/{template}.html", {**framed, **context}, status=status)


def _go(sign_in: SignIn, name: str, *args: object, **query: object) -> HttpResponse:
    return HttpResponseRedirect(address(sign_in.public_id, name, *args, **query), status=SEE_OTHER)
