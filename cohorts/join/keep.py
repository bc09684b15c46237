"""A sheet to keep, once the last evening has ended: a plan to fill in, who to turn to, what the evenings were about.

It is made of what stands elsewhere. What somebody writes on it stays on the page or on paper: nothing takes it in here.
"""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cohorts import signposts
from cohorts.join import course, places
from cohorts.join.gate import seat_only, to_mine
from cohorts.models import Seat, SignIn

#: A name that tells nobody what is in it.
FILE: Final = "sheet.txt"
PLAN: Final[tuple[Promise, ...]] = (
    _("I notice it by …"),
    _("First I will …"),
    _("Then I can try …"),
    _("I can tell …"),
    _("Three things that help me:"),
)
"""What a plan is made of, in the words of the last evening of the course that comes along."""


@require_safe
@seat_only
def keep(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Show the sheet, to be filled in here or printed; before the end of the last evening there is none."""
    now = timezone.now()
    if not course.is_over(seat, now):
        return to_mine(sign_in)
    framed = {"as_id": sign_in.public_id, "sign_out_url": places.leaving(sign_in)}
    return render(request, "cohorts/keep.html", {**framed, **_on_it(seat, now)})


@require_safe
@seat_only
def file(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Give the sheet as plain text, with empty lines where there is something to fill in."""
    now = timezone.now()
    if not course.is_over(seat, now):
        return to_mine(sign_in)
    saved = render(request, "cohorts/keep.txt", _on_it(seat, now), content_type="text/plain; charset=utf-8")
    saved["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return saved


def _on_it(seat: Seat, now: datetime) -> dict[str, object]:
    return {
        "name": seat.name,
        "zone": seat.cohort.zone,
        "plan": PLAN,
        "pack": signposts.pack(),
        "met": course.met(seat),
        "until": course.way_in_ends(seat, now),
    }
