"""Coming in: by the four words, by the personal link, or by a demo link."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cohorts import access, demo, guesses
from cohorts.actions import Opened, open_for, sign_in_by_code, spend_link
from cohorts.actions.link import is_unspent
from cohorts.join.cookies import let_in
from cohorts.join.places import place

SEE_OTHER, GONE, UNKNOWN_WORDS, TOO_OFTEN = 303, 410, 422, 429


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the four words. What was typed is never shown again, and no answer tells one wrong from another."""
    if request.method != "POST":
        return _form(request)
    now, address = timezone.now(), request.META.get("REMOTE_ADDR", "")
    if not guesses.may_guess(address, now):
        return _form(request, "wait", TOO_OFTEN)
    opened = sign_in_by_code(request.POST.get("code", ""), now)
    if opened is None:
        return _form(request, "code", UNKNOWN_WORDS)
    guesses.was_right(address, now)
    return _welcome(request, opened, now)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; pressing it spends the link. Fetching the page, as a preview does, spends nothing."""
    if request.method != "POST":
        return render(request, "cohorts/link.html") if is_unspent(token, timezone.now()) else _gone(request)
    now = timezone.now()
    opened = spend_link(token, now)
    return _welcome(request, opened, now) if opened else _gone(request)


@require_safe
def demo_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign a demo person in whenever their link is opened; the same browser keeps the sign-in it has.

    Evenings of the demo end overnight while it runs on: the first link that is opened then opens the next.
    """
    holder = demo.holder(token) if settings.DEMO else None
    if holder is None:
        raise Http404
    now = timezone.now()
    demo.go_on(holder, now)
    for known in access.standing(access.badges(request.COOKIES), now):
        if holder in {known.seat, known.staff}:
            return _see_other(place(known, now))
    return _welcome(request, open_for(holder, now), now)


def _welcome(request: HttpRequest, opened: Opened, now: datetime) -> HttpResponse:
    response = _see_other(place(opened.sign_in, now))
    let_in(request, response, opened, now)
    return response


def _see_other(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=SEE_OTHER)


def _form(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    response = render(request, "cohorts/in.html", {"problem": problem}, status=status)
    if status == TOO_OFTEN:
        response["Retry-After"] = str(guesses.WINDOW)
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "cohorts/gone.html", status=GONE)
