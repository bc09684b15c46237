"""What somebody does on the page of tonight: stand behind whoever is alone, take it back, try whether letters come."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from cohorts.actions.backing import NotForThem, stand_back, stand_behind
from cohorts.actions.nights import TooLate
from cohorts.addresses import address
from cohorts.clock import database_now
from cohorts.desk.frame import SEE_OTHER, person
from cohorts.models import Kind, Session, SignIn
from cohorts.roles import Right
from cohorts.staff.gate import staff_only
from cohorts.telling import tell
from facilitator import access
from facilitator.safeguarding import trial

OF_USE: Final = timedelta(minutes=15)


@require_POST
@staff_only(Right.WELCOME)
def stand(request: HttpRequest, sign_in: SignIn, session: str) -> HttpResponse:
    """Stand behind a facilitator who is alone, or take one's word back."""
    staff = person(sign_in)
    found = access.sessions_for(staff, database_now()).filter(public_id=session).first()
    if found is None:
        raise Http404
    if request.POST.get("do") == "back":
        stand_back(staff, found)
        return _home(sign_in, "stood_back")
    try:
        stand_behind(staff, found)
    except NotForThem:
        raise Http404 from None
    except TooLate:
        return _home(sign_in, "late")
    return _home(sign_in, "stands")


@require_POST
@staff_only(Right.WELCOME)
def try_letter(_request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Have a letter sent to oneself, so that it is known before the evening whether they come; one a minute."""
    staff, now = person(sign_in), database_now()
    session: Session | None = access.sessions_for(staff, now).filter(closes_at__gt=now).first()
    if session is None:
        raise Http404
    with transaction.atomic():
        minute = now.strftime("%Y%m%dT%H%M")
        tell(Kind.TEST, staff, session=session, due_at=now, not_after=now + OF_USE, occasion=minute)
    return _home(sign_in, "tried")


@require_POST
@staff_only(Right.WELCOME)
def try_alarm(_request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Have oneself called by every way there is."""
    staff, now = person(sign_in), database_now()
    session: Session | None = access.sessions_for(staff, now).filter(closes_at__gt=now).first()
    if session is None:
        raise Http404
    trial.try_alarm(staff, session, now)
    return _home(sign_in, "called")


def _home(sign_in: SignIn, done: str) -> HttpResponse:
    return HttpResponseRedirect(address(sign_in.public_id, "facilitator:home", done=done), status=SEE_OTHER)
