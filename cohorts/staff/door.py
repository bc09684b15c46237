"""The door between having signed in and being in: the one place where staff get the sign-in that opens things."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from cohorts.actions import admit
from cohorts.join.cookies import let_in
from cohorts.models import Staff
from cohorts.staff import device, gate, half

UNFINISHED = 403


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Give whoever has just shown a second factor their sign-in, once. Whoever has not is sent where they belong."""
    staff = gate.person(request)
    if staff is None:
        return _to(reverse("account_login"))
    if gate.wholly(request):
        return _to(wanted(request, reverse("facilitator:home")))
    if request.session.pop(half.PROVED, None) == staff.pk:
        return _come_in(request, staff)
    if gate.setting_up(request):
        return _to(reverse("mfa_index"))
    if request.session.get(half.PASSED):
        # Their sign-in ended somewhere else.
        return _out(request)
    logout(request)
    return render(request, "cohorts/staff/unfinished.html", status=UNFINISHED)


def _come_in(request: HttpRequest, staff: Staff) -> HttpResponse:
    now = timezone.now()
    opened = admit(staff, now, device=device.kind(request.headers.get("User-Agent", "")))
    if opened is None:
        return _out(request)
    request.session.pop(half.SETTING_UP, None)
    request.session[half.PASSED] = True
    request.session.cycle_key()
    response = _to(wanted(request, reverse("facilitator:home")))
    let_in(request, response, opened, now)
    return response


def _out(request: HttpRequest) -> HttpResponse:
    """End Django's session and ask anew."""
    logout(request)
    return _to(reverse("account_login"))


def wanted(request: HttpRequest, otherwise: str) -> str:
    """Return the page of ours that this one is on the way to, or another where the address names none."""
    asked = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=settings.SECURE)
    return asked if allowed and asked.startswith("/") else otherwise


def _to(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=gate.SEE_OTHER)
