"""What is held about somebody, on a page of their own: what, for how long, why, and what they can ask us to do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts.actions import own
from cohorts.addresses import address
from cohorts.join import places
from cohorts.join.gate import SEE_OTHER, seat_only
from cohorts.keeping.person import Section
from cohorts.models import OwnWish, Seat, SignIn, Wanted

#: A name that tells nobody what is in it.
FILE = "copy"


@require_safe
@seat_only
def held(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Say what is kept and why, and show how far what they asked for has come."""
    return _draw(request, sign_in, seat)


@require_POST
@seat_only
def ask(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Ask staff to delete what is held, or to give a copy of it; or take that back."""
    what = request.POST.get("what", "")
    if what not in Wanted.values:
        return HttpResponseBadRequest()
    if request.POST.get("do") == "back":
        own.take_back(seat, Wanted(what), timezone.now())
    else:
        own.ask(seat, Wanted(what), timezone.now())
    return _to_held(sign_in, what)


@require_POST
@seat_only
def copy(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Give the copy that is ready, this once: on the page, or as a file of one kind or the other."""
    now, form = timezone.now(), request.POST.get("as", "page")
    sections = own.show(seat, now)
    if sections is None:
        return _to_held(sign_in, Wanted.COPY)
    if form == "data":
        return _attached(JsonResponse(_as_data(sections, now), json_dumps_params={"indent": 1}), f"{FILE}.json")
    context = {"sections": sections, "now": now, "zone": seat.cohort.zone, **_framed(sign_in)}
    if form == "file":
        return _attached(render(request, "cohorts/copy_file.html", context), f"{FILE}.html")
    return render(request, "cohorts/copy.html", context)


def _draw(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    now = timezone.now()
    wishes = {wish.what: wish for wish in OwnWish.objects.standing(now).filter(seat=seat)}
    ready = OwnWish.objects.ready(now).filter(seat=seat).exists()
    context = {
        **_framed(sign_in),
        "delete": wishes.get(Wanted.DELETE),
        "copy": wishes.get(Wanted.COPY),
        "ready": ready,
        "zone": seat.cohort.zone,
        "chat_days": settings.KEEP_CHAT_DAYS,
        "came_days": settings.KEPT_DAYS,
        "years": settings.KEEP_RECORDS_YEARS,
    }
    return render(request, "cohorts/held.html", context)


def _framed(sign_in: SignIn) -> dict[str, str]:
    """What the frame of one's own pages knows: who is looking, and the way out."""
    return {"as_id": sign_in.public_id, "sign_out_url": places.leaving(sign_in)}


def _as_data(sections: Sequence[Section], now: datetime) -> dict[str, Any]:
    """The same for machines: headings and lines, times in UTC."""
    return {
        "made_at": now.isoformat(),
        "held": [
            {
                "title": section.title,
                "lines": [{"at": line.at and line.at.isoformat(), "says": line.says} for line in section.lines],
            }
            for section in sections
        ],
    }


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _to_held(sign_in: SignIn, part: str) -> HttpResponse:
    return HttpResponseRedirect(address(sign_in.public_id, "cohorts:held") + f"#{part}", status=SEE_OTHER)
