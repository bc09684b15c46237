"""A form whose token is not this browser's any more: what staff wrote into it is given back, and nothing is done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from cohorts.access import signed_in
from cohorts.join.ours import from_our_own_page
from cohorts.staff import written

REFUSED = 403
_OF_YOUNG_PEOPLE = frozenset({"cohorts", "chat"})


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that is refused for its token.

    Every signing in gives the browser another token. Whoever was signed out while they wrote, and came in again in
    another tab, sends one from before: they have their words back to be copied, as `gate.shut` does it. Everybody else,
    and whatever no page of ours sent, is led to their door.
    """
    texts = written.typed(request.POST) if _gives_back(request) else []
    if not texts:
        return csrf_failure(request, reason)
    context = {"written": [(_("What you wrote"), text) for text in texts]}
    return render(request, "cohorts/staff/too_old.html", context, status=REFUSED)


def _gives_back(request: HttpRequest) -> bool:
    """Whether staff who are in sent it from a page of theirs; not from those on which codes and passwords are typed.

    These are allauth's, which have no namespace, and where young people come in.
    """
    place = request.resolver_match.namespace if request.resolver_match else ""
    if not place or place in _OF_YOUNG_PEOPLE or not from_our_own_page(request):
        return False
    sign_in = signed_in(request)
    return sign_in is not None and sign_in.staff is not None
