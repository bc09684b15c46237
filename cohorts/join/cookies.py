"""The cookies a sign-in lives in: gone with the browser, out of reach of scripts, one for each identity."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cohorts import access
from cohorts.actions import Opened, sign_out
from cohorts.models import SignIn


def let_in(request: HttpRequest, response: HttpResponse, opened: Opened, now: datetime) -> None:
    """Give the browser its cookie. Outside the demo a browser acts as one person: who was signed in here, is out."""
    if not settings.DEMO:
        let_out(request, response, access.standing(access.badges(request.COOKIES), now), now)
    response.set_cookie(
        access.cookie_name(opened.sign_in.public_id),
        opened.token,
        secure=settings.BASE_URL.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )


def let_out(request: HttpRequest, response: HttpResponse, leaving: list[SignIn], now: datetime) -> None:
    """End these sign-ins and take their cookies back; outside the demo, every cookie of this kind."""
    for sign_in in leaving:
        sign_out(sign_in, now)
    left = {sign_in.public_id for sign_in in leaving}
    for badge in access.badges(request.COOKIES):
        if badge.as_id in left or not settings.DEMO:
            response.delete_cookie(access.cookie_name(badge.as_id), samesite="Lax")
