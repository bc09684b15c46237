"""Concerns: the list of those one may know of, and the record of one."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.actions import record as act
from cohorts.addresses import address
from cohorts.models import Role, Staff
from cohorts.roles import Right, may
from cohorts.staff import gate
from facilitator import access
from facilitator.actions.raising import add_to_record

from . import capture, record
from .forms import PartForm
from .models import Concern, Part

SEE_OTHER, MISTAKEN = 303, 422
MOST: Final = 200
#: The lead reads all of it; a coordinator knows that there are concerns and how they stand (care.md §7).
SEES_ALL: Final = frozenset({Role.LEAD, Role.COORDINATOR})


def known_to(staff: Staff) -> QuerySet[Concern]:
    """Return the concerns that somebody may know of: facilitators their own."""
    concerns = Concern.objects.select_related("seat", "session__week", "session__cohort", "raised_by")
    if staff.role not in SEES_ALL:
        concerns = concerns.filter(raised_by=staff)
    return concerns.prefetch_related("record").order_by("-raised_at", "-pk")


@require_safe
def concerns(request: HttpRequest) -> HttpResponse:
    """Which there are, and what of the least each still lacks; none of their words."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    if not may(staff.role, Right.SEE_CONCERNS):
        raise Http404
    rows = [(one, record.missing(one), one.may_be_read_by(staff)) for one in known_to(staff)[:MOST]]
    return _draw(request, staff, as_id, "concerns", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, public_id: str) -> HttpResponse:
    """The record of one, to whoever may read it; each reading is an act. What is sent is added at its end."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    about = known_to(staff).filter(public_id=public_id).first()
    if about is None or not (may(staff.role, Right.SEE_CONCERNS) and about.may_be_read_by(staff)):
        raise Http404
    form = PartForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        add_to_record(staff, about, Part(form.cleaned_data["part"]), form.cleaned_data["text"], timezone.now())
        return HttpResponseRedirect(address(as_id, "facilitator:record", public_id), status=SEE_OTHER)
    context = {"concern": about, "entries": _read(staff, about), "missing": record.missing(about), "form": form}
    return _draw(request, staff, as_id, "record", context, MISTAKEN if form.is_bound else 200)


@transaction.atomic
def _read(staff: Staff, about: Concern) -> list[tuple[record.Opened, capture.Captured | None]]:
    act(staff, "record_read", session=about.session, concern=about.public_id)
    opened = record.read(about)
    return [(one, capture.unpack(one.text) if one.part == Part.WORDS else None) for one in opened]


def _draw(
    request: HttpRequest, staff: Staff, as_id: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    framed = {"staff": staff, "as_id": as_id, "here": "concerns"}
    return render(request, f"facilitator/{template}.html", {**framed, **context}, status=status)
