"""What every page of the desk knows: who is looking, where it stands in the frame, and the way to other pages."""

import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from cohorts import ids
from cohorts.addresses import address
from cohorts.models import SignIn, Staff
from cohorts.roles import Right, may

SEE_OTHER, MISTAKEN, CONFLICT = 303, 422, 409
ON_A_PAGE, LONGEST_SEARCH = 25, 60
_ID = re.compile(rf"[A-Za-z0-9_-]{{{ids.LENGTH}}}")


def page(
    request: HttpRequest,
    sign_in: SignIn,
    template: str,
    context: dict[str, Any],
    status: int = 200,
    *,
    folder: str = "cohorts/desk",
) -> HttpResponse:
    """Draw a page of the desk; another room of the house has its pages here in a `folder` of its own."""
    framed = {
        "here": "desk",
        "at_desk": template,
        "staff": sign_in.staff,
        "as_id": sign_in.public_id,
        "may_see": may(person(sign_in).role, Right.SEE_SESSIONS),
        "may_plan": may(person(sign_in).role, Right.PLAN),
        "may_reply": may(person(sign_in).role, Right.WRITE_REPLIES),
        "may_lift": may(person(sign_in).role, Right.LIFT_STOPS),
        "may_words": may(person(sign_in).role, Right.WRITE_WORDS),
        "may_hold_data": may(person(sign_in).role, Right.HOLD_DATA),
        "may_see_to": may(person(sign_in).role, Right.SEE_TO_WISHES),
        "done": request.GET.get("done", ""),
        "now": timezone.now(),
        "here_address": pages(request),
    }
    return render(request, f"{folder}/{template}.html", {**framed, **context}, status=status)


def go(sign_in: SignIn, name: str, *args: object, **query: object) -> HttpResponse:
    """Lead on to a page after something was done."""
    return HttpResponseRedirect(address(sign_in.public_id, name, *args, **query), status=SEE_OTHER)


def person(sign_in: SignIn) -> Staff:
    """Return the member of staff who is looking."""
    if sign_in.staff is None:
        raise Http404
    return sign_in.staff


def paged(request: HttpRequest, rows: Any, size: int = ON_A_PAGE) -> Page[Any]:
    """Return the page of a long list that is asked for; the nearest, if there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def pages(request: HttpRequest) -> str:
    """Return the address of another page of the list that is looked at, but for its number."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"?{asked.urlencode()}&page=" if asked else "?page="


def searched(request: HttpRequest, name: str) -> str:
    """Return what a list is searched for, short, and without what a database cannot hold."""
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST_SEARCH]


def ticket(text: str) -> str:
    """Return an id that a form carried, or a fresh one in place of anything else."""
    return text if _ID.fullmatch(text) else ids.new()


def version_of(request: HttpRequest) -> int:
    """Return the version of the cohort that a page was drawn from; 0, which none has, for anything else."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004  (a database's number)
