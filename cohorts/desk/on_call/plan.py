"""Planning weeks of the rota: one form, a look at everything it changes, and only then saving it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cohorts import planning, rota
from cohorts.actions.on_call import MayNotHold, RotaChanged, plan_on_call, would_change
from cohorts.desk import frame
from cohorts.desk.on_call import mind, words
from cohorts.desk.on_call.forms import WeeksForm
from cohorts.models import SignIn, Staff
from cohorts.on_call import Post
from cohorts.roles import Right
from cohorts.rota import Change, Stretch
from cohorts.staff.gate import staff_only


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words: when, who it was and who it becomes; nobody is empty."""

    when: str
    was: str
    to: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What some weeks would come to. `seen` changes with anything that is shown of it."""

    post: Post
    stretches: Sequence[Stretch]
    changes: Sequence[Change]
    lines: Sequence[Line]
    cautions: Sequence[str]

    @property
    def seen(self) -> str:
        """A short digest, so that what is saved is what was looked at."""
        return hashlib.sha256(repr((self.post, self.lines, self.cautions)).encode()).hexdigest()[:24]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.PLAN_ON_CALL)
def plan(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Ask, show, save. What is saved is exactly what was shown; if that has changed meanwhile, it is shown again."""
    now = timezone.now()
    if request.method != "POST":
        return _draw(request, sign_in, WeeksForm(initial=_first_guess(now), now=now))
    form = WeeksForm(request.POST, now=now)
    if not form.is_valid():
        return _draw(request, sign_in, form, frame.MISTAKEN)
    looked = look(form.cleaned_data["post"], rota.written_out(form.cleaned_data["pattern"]), now)
    if "save" not in request.POST:
        return _draw(request, sign_in, form, looked=looked)
    if request.POST.get("seen") == looked.seen:
        try:
            plan_on_call(frame.person(sign_in), looked.post, looked.stretches, looked.changes, now)
        except (RotaChanged, MayNotHold):
            looked = look(looked.post, looked.stretches, now)
        else:
            return frame.go(sign_in, "desk:on_call", done="on_call_planned", **{"from": form.cleaned_data["first"]})
    return _draw(request, sign_in, form, looked=looked, changed=True)


def look(post: Post, stretches: Sequence[Stretch], now: datetime) -> Looked:
    """Return what these would change from now on, and what is good to know about it."""
    found = would_change(post, stretches, now)
    rows = {who for one in found for who in (one.was, one.to) if who is not None}
    people = {one.pk: one.name for one in Staff.objects.filter(pk__in=rows)}
    return Looked(
        post, stretches, found, [_line(one, people, now) for one in found], mind.cautions(post, found, people)
    )  # fmt: skip


def _line(change: Change, people: dict[int, str], now: datetime) -> Line:
    zone = settings.HOUSE_ZONE
    begun = change.starts_at <= now
    when = words.from_now(change.ends_at, zone) if begun else words.time(change.starts_at, change.ends_at, zone)
    return Line(when, people.get(change.was or 0, ""), people.get(change.to or 0, ""))


def _draw(request: HttpRequest, sign_in: SignIn, form: WeeksForm, status: int = 200, **shown: Any) -> HttpResponse:
    context = {
        "here": "on_call", "within": "plan", "form": form, "zone": settings.HOUSE_ZONE.key, "may_plan_on_call": True,
        **shown,
    }  # fmt: skip
    return frame.page(request, sign_in, "plan", context, status, folder="cohorts/on_call")


def _first_guess(now: datetime) -> dict[str, Any]:
    today = planning.there(now, settings.HOUSE_ZONE).date()
    monday = today + timedelta(days=-today.weekday() % 7)
    return {"post": Post.ON_CALL, "first": monday, "weeks": 4, "every": 1, "begins": "09:00", "ends": "09:00"}
