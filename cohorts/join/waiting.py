"""The line: my turn in it, the place that is kept for me, and the way out of it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cohorts import access, names
from cohorts.actions import (
    NameTaken,
    NameUnfit,
    OfferOver,
    leave_waiting,
    open_for,
    take,
    take_offer,
    wait_again,
)
from cohorts.actions.join import SHOWN_AGAIN
from cohorts.actions.waiting import next_to_join
from cohorts.join import places
from cohorts.join.cookies import let_in, let_out
from cohorts.join.often import how_often
from cohorts.join.until import lasts
from cohorts.join.weekly import weekly
from cohorts.models import Seat, SignIn, WaitingPlace
from cohorts.telling.ways import written_to

SEE_OTHER, MISTAKEN, CONFLICT = 303, 422, 409
NAMES_OFFERED = 4


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Show how far the line has come; take what was decided there. Whoever does not wait is led to their own place."""
    now, sign_in = timezone.now(), access.signed_in(request)
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    if sign_in is None:
        before = access.took_a_seat(request, now - SHOWN_AGAIN) if asked == "take" else None
        seat = before.waiting.taken if before and before.waiting else None
        return _welcome(request, seat, now) if seat else _see_other(reverse("cohorts:sign_in"))
    if sign_in.waiting is None:
        return _see_other(places.place(sign_in, now))
    place = sign_in.waiting
    if asked == "take":
        return _take(request, sign_in, place, now)
    if asked == "leave":
        leave_waiting(place, now)
        response = render(request, "cohorts/waiting_left.html")
        let_out(request, response, [sign_in], now)
        return response
    if asked == "again":
        wait_again(place, now)
        return _see_other(places.place(sign_in, now))
    return _draw(request, sign_in, place, now)


def _take(request: HttpRequest, sign_in: SignIn, place: WaitingPlace, now: datetime) -> HttpResponse:
    """Take the place under the name that was chosen, or the one that was written in its stead."""
    chosen = request.POST.get("name", "") or request.POST.get("own", "")
    try:
        seat = take_offer(place, chosen, now)
    except OfferOver:
        fresh = WaitingPlace.objects.get(pk=place.pk)
        if fresh.taken:  # the same press came twice at once, and the other one was quicker
            return _welcome(request, fresh.taken, now)
        return _draw(request, sign_in, fresh, now, "over", CONFLICT)
    except NameTaken:
        return _draw(request, sign_in, place, now, "taken", MISTAKEN)
    except NameUnfit as unfit:
        return _draw(request, sign_in, place, now, unfit.why, MISTAKEN)
    return _welcome(request, seat, now)


def _welcome(request: HttpRequest, seat: Seat, now: datetime) -> HttpResponse:
    """Let the browser in to the seat that was taken in it."""
    opened = open_for(seat, now)
    response = _see_other(places.place(opened.sign_in, now))
    let_in(request, response, opened, now)
    return response


def _draw(
    request: HttpRequest, sign_in: SignIn, place: WaitingPlace, now: datetime, problem: str = "", status: int = 200
) -> HttpResponse:
    following = next_to_join(place.cohort, now)
    context: dict[str, Any] = {
        "cohort": place.cohort,
        "place": place,
        "offered": place.is_offered(now),
        "following": following,
        "weekly": weekly(place.cohort, following) if following else None,
        "turn": _turn(place) if place.in_line else 0,
        "again": _turn_again(place),
        "kept_for": lasts(timedelta(hours=settings.OFFER_HOURS)),
        "often": how_often(),
        "written_to": written_to().filter(waiting=place).exists(),
        "names": _names(place, now) if place.is_offered(now) else [],
        "own": request.POST.get("own", "")[: names.LONGEST],
        "problem": problem,
        "as_id": sign_in.public_id,
        "sign_out_url": places.leaving(sign_in),
    }
    return render(request, "cohorts/waiting.html", context, status=status)


def _turn(place: WaitingPlace) -> int:
    """How many are asked no later than they are, they themselves counted."""
    mine = Q(lapsed=place.lapsed)
    same = Q(joined_at__lt=place.joined_at) | Q(joined_at=place.joined_at, pk__lte=place.pk)
    before = Q(lapsed__lt=place.lapsed) | (mine & same)
    return WaitingPlace.objects.in_line().filter(before, cohort=place.cohort_id).count()


def _turn_again(place: WaitingPlace) -> int:
    """Which number they would have, should they say now that they still want a place: behind all who let none pass."""
    return 1 + WaitingPlace.objects.in_line().filter(cohort=place.cohort_id, lapsed=0).count()


def _names(place: WaitingPlace, now: datetime) -> list[str]:
    return names.offer(NAMES_OFFERED, take.names_in_use(place.cohort, now))


def _see_other(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=SEE_OTHER)
