"""The page on which a seal is opened, and the contact is seen for ten minutes by whoever opened it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from cohorts import signposts
from cohorts.actions import record as act
from cohorts.addresses import address
from cohorts.clock import database_now
from cohorts.models import Contact, Staff
from cohorts.seal import Unsealable
from cohorts.staff import gate
from facilitator import access

from . import breakglass
from .held import held, say
from .models import Concern, Opening
from .seal_forms import OpenForm
from .who_asks import Facts, facts, second_person
from .who_opens import WhyNot, free_at

SEE_OTHER, MISTAKEN = 303, 422


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, their sign-in's id, about which concern, when by the database, and what the rule says."""

    staff: Staff
    as_id: str
    concern: Concern
    now: datetime
    facts: Facts
    why_not: WhyNot | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A contact that shows at this moment: its words stay out of its repr. `text` is None if it was taken back."""

    opening: Opening
    seconds: int
    text: str | None = field(repr=False)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is held and who may see it; to whoever opened it, the contact. For whoever never may it is not there."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    asking = _asking(*found, public_id)
    if request.method == "POST":
        return _opened(request, asking) if "close" not in request.POST else _closed(request, asking)
    try:
        shown = _shown(asking) if request.method == "GET" else None
    except Unsealable:
        return _draw(request, asking, {"unreadable": True})
    if shown is None:
        return _draw(request, asking, {})
    answer = _draw(request, asking, {"shown": shown})
    # A page without scripts asks again once it is over, and is shown none of it any more.
    answer.headers["Refresh"] = str(shown.seconds)
    return answer


def _asking(staff: Staff, as_id: str, public_id: str) -> Asking:
    rows = Concern.objects.select_related("seat", "session__cohort", "session__week", "acknowledged_by")
    concern = rows.filter(public_id=public_id).first()
    if concern is None:
        raise Http404
    now = database_now()
    if not breakglass.sees(concern, staff, now):
        raise Http404
    known = facts(concern, staff, now)
    return Asking(staff, as_id, concern, now, known, known.why_not(now))


def _opened(request: HttpRequest, asking: Asking) -> HttpResponse:
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _draw(request, asking, {"form": form}, MISTAKEN)
    try:
        breakglass.open_contact(asking.concern, asking.staff, form.chosen, form.cleaned_data["words"], asking.now)
    except breakglass.KeyMissing:
        return _draw(request, asking, {"unreadable": True})
    except (breakglass.MayNot, breakglass.NothingHeld):
        pass  # The page says which.
    return _back(asking)


def _closed(request: HttpRequest, asking: Asking) -> HttpResponse:
    opening = breakglass.open_for(asking.concern, asking.staff, asking.now)
    if opening is None or breakglass.close(opening, asking.staff, asking.now):
        return _back(asking)
    return _draw(request, asking, {"unwritten": True})


def _shown(asking: Asking) -> Shown | None:
    """The contact, once it is committed that it is looked at; also to somebody who might not open it anew by now."""
    opening = breakglass.open_for(asking.concern, asking.staff, asking.now)
    if opening is None or asking.why_not == WhyNot.CLOSED:
        return None
    with transaction.atomic():
        act(asking.staff, "contact_shown", session=asking.concern.session, opening=opening.public_id)
    # The lock of the act may have taken a while: the clock is asked again.
    if not opening.shows(now := database_now()):
        return None
    return Shown(opening, _seconds(opening.closes_at, now), say(opening))


def _back(asking: Asking) -> HttpResponse:
    return HttpResponseRedirect(
        address(asking.as_id, "facilitator:contact", asking.concern.public_id), status=SEE_OTHER
    )  # fmt: skip


def _draw(request: HttpRequest, asking: Asking, context: dict[str, Any], status: int = 200) -> HttpResponse:
    found = held(asking.concern.seat)
    framed = {
        "staff": asking.staff, "as_id": asking.as_id, "here": "concerns", "concern": asking.concern, "now": asking.now,
        "why_not": asking.why_not, "free_at": free_at(asking.facts.stand), "held": _kind(found), "form": OpenForm(),
        "second": second_person(asking.facts.on_call, asking.staff), "pack": signposts.pack(),
        "before": _before(asking), "wait_seconds": _seconds(free_at(asking.facts.stand), asking.now),
    }  # fmt: skip
    return render(request, "facilitator/contact.html", {**framed, **context}, status=status)


def _seconds(until: datetime, now: datetime) -> int:
    """How many whole seconds have to pass until then; rounded up, so that it is over when they have."""
    return max(0, math.ceil((until - now).total_seconds()))


def _kind(found: Contact | None) -> str:
    return found.kind if found else ""


def _before(asking: Asking) -> list[Opening]:
    """The openings there were, so that nobody opens what a colleague is looking at without knowing."""
    rows = Opening.objects.filter(concern=asking.concern).select_related("by")
    return list(rows.order_by("-opened_at")[:5])
