"""The gate before the pages of one's own: somebody who holds a seat, else the way to where they belong."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from cohorts import access
from cohorts.addresses import address
from cohorts.join import places
from cohorts.models import Seat, SignIn

P = ParamSpec("P")
SEE_OTHER = 303
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def seat_only(view: Callable[Concatenate[HttpRequest, SignIn, Seat, P], HttpResponse]) -> View[P]:
    """Let a view be asked by whoever holds a seat; it is given their sign-in and the seat."""

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        sign_in = access.signed_in(request)
        if sign_in is None or sign_in.seat is None:
            return elsewhere(sign_in)
        return view(request, sign_in, sign_in.seat, *args, **kwargs)

    return cast("View[P]", asked)


def elsewhere(sign_in: SignIn | None) -> HttpResponse:
    """Lead staff to their own place, and nobody to the words."""
    return HttpResponseRedirect(
        places.place(sign_in, timezone.now()) if sign_in else address("", "cohorts:sign_in"), status=SEE_OTHER
    )


def to_mine(sign_in: SignIn, part: str = "") -> HttpResponse:
    """Lead back to one's own page after something was done there, to the part of it where that shows."""
    return HttpResponseRedirect(
        address(sign_in.public_id, "cohorts:mine") + (f"#{part}" if part else ""), status=SEE_OTHER
    )
