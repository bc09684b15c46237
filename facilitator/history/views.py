"""The page of one young person's history. For whoever is not of their group's staff it is not there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as written
from django.views.decorators.http import require_safe

from cohorts.actions import record as act
from cohorts.models import Seat, Staff
from cohorts.staff import gate
from facilitator import access
from facilitator.safeguarding import record
from facilitator.safeguarding.models import Concern

from . import picture, reading


@require_safe
def seat(request: HttpRequest, public_id: str) -> HttpResponse:
    """What they said and did, how they said they are, and what was flagged and done; that it was read is an act."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    about = access.seat_of_group(staff, public_id)
    if about is None:
        raise Http404
    context = {"staff": staff, "as_id": as_id, "here": "tonight", "seat": about, **_read(staff, about)}
    return render(request, "facilitator/seat.html", context)


@transaction.atomic
def _read(staff: Staff, about: Seat) -> dict[str, Any]:
    act(staff, "history_read", cohort=about.cohort, seat=about.public_id)
    evenings = reading.evenings(about, staff, timezone.now())
    concerns = Concern.objects.filter(seat=about).select_related("session__week", "raised_by", "session__cohort")
    cards = [(one, record.missing(one), one.may_be_read_by(staff)) for one in concerns.prefetch_related("record")]
    return {"evenings": evenings, "checkins": _checkins(evenings), "picture": _picture(evenings), "concerns": cards}


def _checkins(evenings: Sequence[reading.Evening]) -> list[tuple[reading.Evening, Any]]:
    """Each with its evening, the first first."""
    return [(evening, said) for evening in reversed(evenings) for said in evening.checkins]


def _picture(evenings: Sequence[reading.Evening]) -> picture.Picture | None:
    checkins = _checkins(evenings)
    if not checkins:
        return None
    zone = ZoneInfo(evenings[0].session.cohort.zone)
    days = [written(evening.session.starts_at.astimezone(zone), "j M") for evening, _ in checkins]
    return picture.draw([(day, said.mood, said.goal) for day, (_, said) in zip(days, checkins, strict=True)])
