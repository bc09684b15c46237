"""Leaving: one small request ends the sign-in here and on the server, and empties what the browser kept."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cohorts import access
from cohorts.join.cookies import let_out
from cohorts.join.ours import from_our_own_page

_CLEAR = '"cache", "storage"'
_CLEAR_ALL = '"cache", "cookies", "storage"'


@csrf_exempt  # a beacon from a page that is going away cannot carry the form's token; the origin is checked instead
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the sign-in named by `?as=`; outside the demo, or if none is named, whatever this browser has.

    A beacon is answered 204; a plain form, for a browser without scripts, is led to the neutral page.
    """
    if not from_our_own_page(request):
        return HttpResponseForbidden()
    now, as_id = timezone.now(), request.GET.get("as") if settings.DEMO else None
    badges = access.badges(request.COOKIES)
    theirs = [*access.standing(badges, now), *access.returning(badges, now)]
    response = _answer(request)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        logout(request)
    let_out(request, response, [one for one in theirs if as_id is None or one.public_id == as_id], now)
    response["Clear-Site-Data"] = _CLEAR if settings.DEMO else _CLEAR_ALL
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    if "text/html" in request.headers.get("Accept", ""):
        return HttpResponseRedirect(settings.LEAVE_URL, status=303)
    return HttpResponse(status=204)
