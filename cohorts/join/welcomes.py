"""The one-to-one welcome: a young person picks a time, or gives it back, in one press."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cohorts.actions.welcomes import SlotGone, give_back_welcome, open_slots, pick_welcome
from cohorts.join import mine
from cohorts.join.gate import seat_only, to_mine
from cohorts.models import Seat, Session, SignIn

GONE = 409


@require_POST
@seat_only
def pick(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Take a time; if it is not free any more, for whatever reason, say so beside those that are left."""
    now = timezone.now()
    slot = open_slots(seat.cohort, now).filter(public_id=request.POST.get("slot", "")[:40].replace("\0", "")).first()
    if slot is None or not _got(seat, slot, now):
        return mine.page(request, sign_in, seat, {"slot_gone": True}, GONE)
    return to_mine(sign_in, "welcome")


def _got(seat: Seat, slot: Session, now: datetime) -> bool:
    try:
        pick_welcome(seat, slot, now)
    except SlotGone:
        return False
    return True


@require_POST
@seat_only
def give_back(_request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Let another have it."""
    give_back_welcome(seat, timezone.now())
    return to_mine(sign_in, "welcome")
