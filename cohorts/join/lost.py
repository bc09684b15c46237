"""Lost words or link: one question, one answer for everybody, and what else to do."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cohorts import guesses
from cohorts.actions import ContactUnfit, ask_for_way_back
from cohorts.models import Tried
from cohorts.telling import ways

UNFIT, TOO_OFTEN = 422, 429


@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for a contact. What was typed is never shown again, and nothing tells whether anybody has it."""
    if request.method != "POST":
        return _page(request)
    now = timezone.now()
    if not guesses.may_guess(request.META.get("REMOTE_ADDR", ""), now, Tried.CONTACTS):
        response = _page(request, "wait", TOO_OFTEN)
        response["Retry-After"] = str(guesses.WINDOW)
        return response
    try:
        ask_for_way_back(request.POST.get("contact", ""), now)
    except ContactUnfit:
        return _page(request, "unfit", UNFIT)
    return _page(request, "asked")


def _page(request: HttpRequest, said: str = "", status: int = 200) -> HttpResponse:
    context = {"said": said, "desk": settings.DESK_CONTACT, **ways.in_words()}
    return render(request, "cohorts/lost.html", context, status=status)
