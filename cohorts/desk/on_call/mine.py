"""One's own times on call: when they are, and being away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts.actions.on_call import Over, come_back, note_away
from cohorts.actions.swaps import Turn, return_of, turn_of
from cohorts.desk import frame
from cohorts.desk.on_call import look, words
from cohorts.desk.on_call.asking import SwapForm, key
from cohorts.desk.on_call.forms import AwayForm
from cohorts.models import Away, OnCallSpan, SignIn, Staff, Swap
from cohorts.roles import Right, may
from cohorts.staff.gate import staff_only

ON_A_PAGE = 14
LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking another, with its times in words."""

    swap: Swap

    @property
    def waits(self) -> bool:
        """Whether it is still to be answered."""
        return self.swap.answered_at is None

    @property
    def gives(self) -> str:
        """What the asker would give."""
        return _said(turn_of(self.swap))

    @property
    def takes(self) -> str:
        """What they would take in return; empty is nothing."""
        turn = return_of(self.swap)
        return _said(turn) if turn else ""


@require_safe
@staff_only(Right.SEE_ON_CALL)
def mine(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """When one is on call, the next first, with what waits for an answer."""
    return draw(request, sign_in)


@require_POST
@staff_only(Right.SEE_ON_CALL)
def away(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Note that oneself is away, or, for whoever plans, that somebody else is."""
    now, by = timezone.now(), frame.person(sign_in)
    of_others = "who" in request.POST
    if of_others and not may(by.role, Right.PLAN_ON_CALL):
        raise Http404
    form = AwayForm(request.POST, now=now, with_who=of_others)
    if not form.is_valid():
        return look.draw(request, sign_in, form) if of_others else draw(request, sign_in, away_form=form)
    found = form.cleaned_data
    note_away(by, found["who"] if of_others else by, found["starts_at"], found["ends_at"])
    return frame.go(sign_in, "desk:on_call" if of_others else "desk:my_on_call", done="away")


@require_POST
@staff_only(Right.SEE_ON_CALL)
def back(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Take a time away back: one's own, or, for whoever plans, anybody's."""
    by = frame.person(sign_in)
    found = Away.objects.select_related("staff").filter(public_id=public_id).first()
    if found is None or (found.staff_id != by.pk and not may(by.role, Right.PLAN_ON_CALL)):
        raise Http404
    try:
        come_back(by, found)
    except Over:
        return frame.go(sign_in, "desk:my_on_call", done="on_call_changed")
    return frame.go(sign_in, "desk:on_call" if "listed" in request.POST else "desk:my_on_call", done="back")


def draw(
    request: HttpRequest, sign_in: SignIn, away_form: AwayForm | None = None, swap_form: SwapForm | None = None
) -> HttpResponse:
    """Draw the page; with a form as it was filled in, if it was not right."""
    now, staff = timezone.now(), frame.person(sign_in)
    own = coming(staff, now)
    swaps = _swaps(staff, now)
    away = list(Away.objects.filter(staff=staff, ends_at__gt=now).order_by("starts_at", "pk"))
    page = frame.paged(request, own, ON_A_PAGE)
    context: dict[str, Any] = {
        "here": "on_call",
        "within": "mine",
        "zone": settings.HOUSE_ZONE.key,
        "page": page,
        "rows": [_row(one, away, now) for one in page],
        "away": away,
        "to_answer": [one for one in swaps if one.swap.asked_id == staff.pk and one.waits],
        "asking": [one for one in swaps if one.swap.asker_id == staff.pk and one.waits],
        "settled": [one for one in swaps if not one.waits],
        "away_form": away_form or AwayForm(now=now),
        "swap_form": swap_form or SwapForm(asker=staff, own=own, now=now),
        "ticked": set(request.POST.getlist("spans")),
        "may_plan_on_call": may(staff.role, Right.PLAN_ON_CALL),
    }
    status = frame.MISTAKEN if away_form or swap_form else 200
    return frame.page(request, sign_in, "mine", context, status, folder="cohorts/on_call")


def coming(staff: Staff, now: datetime) -> list[OnCallSpan]:
    """Return the times somebody has from now on, whether or not they are away then."""
    return list(OnCallSpan.objects.filter(staff=staff, ends_at__gt=now).order_by("starts_at", "pk"))


def _swaps(staff: Staff, now: datetime) -> list[Asked]:
    """What is to be answered, and what was lately, the soonest time first."""
    theirs = Swap.objects.filter(Q(asker=staff) | Q(asked=staff)).select_related("asker", "asked")
    shown = theirs.filter(Q(answered_at__isnull=True, ends_at__gt=now) | Q(answered_at__gt=now - LATELY))
    return [Asked(one) for one in shown.order_by("starts_at", "pk")]


def _row(span: OnCallSpan, away: list[Away], now: datetime) -> dict[str, Any]:
    return {
        "away": any(one.starts_at < span.ends_at and one.ends_at > span.starts_at for one in away),
        "key": key(span), "post": span.get_post_display(), "now": span.starts_at <= now,
        "time": words.time(span.starts_at, span.ends_at, settings.HOUSE_ZONE),
    }  # fmt: skip


def _said(turn: Turn) -> str:
    return f"{turn.post.label}, {words.time(turn.starts_at, turn.ends_at, settings.HOUSE_ZONE)}"
