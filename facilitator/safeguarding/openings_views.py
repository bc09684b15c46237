"""The leads' list of openings, month by month, and the page of one: telling the young person, and reviewing it."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.desk import frame
from cohorts.models import SignIn
from cohorts.roles import Right
from cohorts.seal import Unsealable
from cohorts.staff.gate import staff_only

from . import afterwards, openings
from .forms import NOT_KEPT
from .models import Opening
from .seal_forms import SparedForm, ToldForm

ON_A_PAGE = 40


@require_safe
@staff_only(Right.REVIEW_OPENINGS)
def listed(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """All of them, the newest month first: who, when, for which kind of reason, who was told, what came of it."""
    known = openings.known_to(frame.person(sign_in))
    page = Paginator(known, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = openings.read(list(page.object_list))
    months = [(month, list(found)) for month, found in groupby(rows, key=_month)]
    waits = openings.waiting(known, timezone.now())
    return _draw(request, sign_in, "openings", {"months": months, "page": page, "waits": waits})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.REVIEW_OPENINGS)
def one(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """One of them, and what is left to do about it."""
    opening = openings.known_to(frame.person(sign_in)).filter(public_id=public_id).first()
    if opening is None:
        raise Http404
    form = _sent(request) if request.method == "POST" else None
    if form is None and request.method == "POST":
        return _reviewed(sign_in, opening)
    if isinstance(form, ToldForm) and form.is_valid():
        return _told(request, sign_in, opening, form)
    return _one(request, sign_in, opening, form)


def _sent(request: HttpRequest) -> ToldForm | None:
    """The form that was sent; none for the mark alone."""
    kinds: dict[str, type[ToldForm]] = {"told": ToldForm, "spared": SparedForm}
    kind = kinds.get(request.POST.get("do", ""))
    return kind(request.POST, prefix=request.POST["do"]) if kind else None


def _told(request: HttpRequest, sign_in: SignIn, opening: Opening, form: ToldForm) -> HttpResponse:
    try:
        afterwards.tell(opening, frame.person(sign_in), form.chosen, form.cleaned_data["words"], timezone.now())
    except afterwards.AlreadyDone:
        return frame.go(sign_in, "facilitator:opening", opening.public_id, done="late")
    except Unsealable:
        form.add_error("words", NOT_KEPT)
        return _one(request, sign_in, opening, form)
    return frame.go(sign_in, "facilitator:opening", opening.public_id, done="told")


def _reviewed(sign_in: SignIn, opening: Opening) -> HttpResponse:
    try:
        afterwards.review(opening, frame.person(sign_in), timezone.now())
    except afterwards.NotYourOwn:
        return frame.go(sign_in, "facilitator:opening", opening.public_id, done="own")
    except afterwards.AlreadyDone:
        return frame.go(sign_in, "facilitator:opening", opening.public_id, done="late")
    return frame.go(sign_in, "facilitator:opening", opening.public_id, done="reviewed")


def _one(request: HttpRequest, sign_in: SignIn, opening: Opening, form: forms.Form | None) -> HttpResponse:
    told = ToldForm(prefix="told", initial={"words": openings.suggestion(opening)})
    sent = {"spared" if isinstance(form, SparedForm) else "told": form} if form else {}
    (row,) = openings.read([opening])
    own = opening.by == sign_in.staff and afterwards.other_leads(frame.person(sign_in))
    context = {"row": row, "told": told, "spared": SparedForm(prefix="spared"), "left_to_others": own, **sent}
    return _draw(request, sign_in, "opening", context, 422 if form else 200)


def _month(row: openings.Opened) -> date:
    return openings.there(row.opening.opened_at).date().replace(day=1)


def _draw(
    request: HttpRequest, sign_in: SignIn, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    framed = {
        "staff": sign_in.staff, "as_id": sign_in.public_id, "here": "concerns", "done": request.GET.get("done", ""),
    }  # fmt: skip
    return render(request, f"facilitator/{template}.html", {**framed, **context}, status=status)
