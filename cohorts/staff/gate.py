"""The gate before every page of staff: a whole sign-in, the right the page asks for, else the way to get them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.access import signed_in
from cohorts.models import SignIn, Staff
from cohorts.roles import Right, may
from cohorts.staff import half, written

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SEE_OTHER, NOT_SIGNED_IN = 303, 401


def staff_only(*rights: Right) -> Callable[[Callable[Concatenate[HttpRequest, SignIn, P], HttpResponse]], View[P]]:
    """Let a view be asked by staff who have these rights; it is given their sign-in. For others it is not there."""

    def guarded(view: Callable[Concatenate[HttpRequest, SignIn, P], HttpResponse]) -> View[P]:
        @wraps(view)
        def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            sign_in = signed_in(request)
            if sign_in is None or sign_in.staff is None:
                return shut(request)
            if not all(may(sign_in.staff.role, right) for right in rights):
                raise Http404
            return view(request, sign_in, *args, **kwargs)

        return cast("View[P]", asked)

    return guarded


def own_account(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a page of allauth's be asked by whoever is wholly signed in, or is setting up from an invitation."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not (wholly(request) or setting_up(request)):
            return shut(request, gives_back=False)
        return view(request, *args, **kwargs)

    return asked


def wholly(request: HttpRequest) -> bool:
    """Return whether Django's session and our sign-in are both there, and are the same person's."""
    sign_in = signed_in(request) if request.user.is_authenticated else None
    return sign_in is not None and sign_in.staff == request.user


def setting_up(request: HttpRequest) -> bool:
    """Return whether this browser came by an invitation and is on its way to a second factor."""
    return request.user.is_authenticated and request.session.get(half.SETTING_UP) == request.user.pk


def person(request: HttpRequest) -> Staff | None:
    """Return the member of staff of Django's session, whatever it may open."""
    return request.user if isinstance(request.user, Staff) else None


def shut(request: HttpRequest, *, gives_back: bool = True) -> HttpResponse:
    """Answer somebody who may not pass: write it down if a password was all they had, and lead them to signing in.

    A sign-in ends while somebody writes, and the form comes only then: what they typed is given back to be copied. Not
    from forms that ask for passwords.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        staff = half.of_session(request.session)
        if staff is not None and not setting_up(request):
            half.write_down(staff, timezone.now(), "page")
        if request.user.is_authenticated:
            return _led(reverse("staff:door"), request, gives_back=gives_back)
    return _led(reverse("account_login"), request, gives_back=gives_back)


def _led(address: str, request: HttpRequest, *, gives_back: bool) -> HttpResponse:
    if gives_back and (texts := written.typed(request.POST)):
        context = {"door": address, "written": [(_("What you wrote"), text) for text in texts]}
        return render(request, "cohorts/staff/words_kept.html", context, status=NOT_SIGNED_IN)
    back = request.get_full_path() if request.method == "GET" else ""
    return HttpResponseRedirect(f"{address}?{urlencode({'next': back})}" if back else address)
