"""Whether a young person comes to one evening: their own word, in one press, and changed as often as they like."""

from contextlib import suppress
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from cohorts.actions import AnotherTime, NotAsked, say_coming
from cohorts.join.gate import seat_only, to_mine
from cohorts.join.mine import page
from cohorts.models import Seat, Session, SignIn

MOVED = 409


@require_POST
@seat_only
def coming(request: HttpRequest, sign_in: SignIn, seat: Seat, public_id: str) -> HttpResponse:
    """Keep what they say of the time their page showed; what can no longer be said changes nothing.

    Where the evening has another time by now they are told so, and that what they said was of the old one.
    """
    session = Session.objects.for_seat(seat).filter(public_id=public_id).first()
    if session is None:
        raise Http404
    try:
        say_coming(seat, session, "yes" in request.POST, timezone.now(), _shown(request))
    except AnotherTime:
        session.refresh_from_db(fields=["starts_at", "ends_at"])
        return page(request, sign_in, seat, {"moved": session}, MOVED)
    except NotAsked:
        pass
    return to_mine(sign_in, "next")


def _shown(request: HttpRequest) -> datetime | None:
    """Return the start that stood on the page; None for a page from before it said so, which is believed."""
    if "seen" not in request.POST:
        return None
    with suppress(ValueError):
        seen = parse_datetime(request.POST["seen"])
        if seen is not None and timezone.is_aware(seen):
            return seen
    raise Http404
