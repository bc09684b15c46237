"""The page that shows how the guard's rules fare, for whoever answers for them. It knows numbers and no words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chat.opened import opened
from cohorts.models import Cohort, Session
from cohorts.roles import Right, may
from cohorts.staff import gate
from facilitator import access

from . import counting

#: Where no group is chosen, the evenings that began so lately.
LATELY: Final = timedelta(days=28)
MOST_GROUPS: Final = 100
T = TypeVar("T", Cohort, Session)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show how often each rule pointed at something, lately or for one group or evening, and what came of it."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    if not may(staff.role, Right.SEE_RULES):
        raise Http404
    context = {"staff": staff, "as_id": as_id, "here": "desk", **_counted(request, timezone.now())}
    return render(request, "facilitator/rules.html", context)


def _counted(request: HttpRequest, now: datetime) -> dict[str, Any]:
    groups = list(_groups(now))
    group = _chosen(groups, request.GET.get("cohort"))
    evenings = [] if group is None else list(_evenings(now).filter(cohort=group).select_related("week", "cohort"))
    evening = _chosen(evenings, request.GET.get("evening"))
    of = [evening] if evening else evenings if group else _evenings(now).filter(starts_at__gt=now - LATELY)
    found = counting.count(opened([one.pk for one in of], Q(kind__in=counting.KINDS)))
    most = max((rule.shown for rule in found), default=0)
    return {
        "rules": [(rule, rule.bar(most)) for rule in found], "width": counting.WIDTH,
        "groups": groups, "group": group, "evenings": evenings, "evening": evening,
    }  # fmt: skip


def _evenings(now: datetime) -> QuerySet[Session]:
    """Evenings of groups alone: numbers of a one-to-one would be about one person."""
    return Session.objects.evenings().planned().filter(opens_at__lte=now).order_by("-starts_at", "-pk")


def _groups(now: datetime) -> QuerySet[Cohort]:
    began = _evenings(now).order_by().values("cohort")
    return Cohort.objects.filter(pk__in=began).select_related("course").order_by("-first_date", "-pk")[:MOST_GROUPS]


def _chosen(among: list[T], public_id: str | None) -> T | None:
    return next((one for one in among if one.public_id == public_id), None)
