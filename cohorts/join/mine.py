"""A seat between sessions: when it goes on, and the way out."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts import access, eases, schedule
from cohorts.actions import come_back, leave_course
from cohorts.actions.evaluate import is_open
from cohorts.actions.feeds import feed_of
from cohorts.actions.follow_up import may_choose, wants_follow_up
from cohorts.actions.settle_name import names_to_choose
from cohorts.actions.welcomes import are_to_come, open_slots, own_welcome
from cohorts.join import course, places
from cohorts.join.answered import answered
from cohorts.join.gate import elsewhere, seat_only, to_mine
from cohorts.join.until import until
from cohorts.models import MoveWish, Reply, Seat, Session, SignIn
from cohorts.models.session import Outcome
from cohorts.telling.ways import kinds

MOST_SLOTS = 24


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the next session, the course, and what is theirs to decide; to whoever left, the way back.

    Whoever is signed in as staff is led to their own place, and nobody to the words.
    """
    sign_in = access.signed_in(request)
    if sign_in is None and (left := access.on_the_way_back(request)):
        return _left(request, left)
    if sign_in is None or sign_in.seat is None:
        return elsewhere(sign_in)
    return page(request, sign_in, sign_in.seat)


def page(
    request: HttpRequest, sign_in: SignIn, seat: Seat, more: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """Draw one's own page, with what was just done if it shows there."""
    context = {**_about(sign_in, seat, timezone.now()), **(more or {})}
    return render(request, "cohorts/mine.html", context, status=status)


@require_POST
@seat_only
def end(_request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Leave the course."""
    leave_course(seat, timezone.now())
    return to_mine(sign_in)


@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """Take leaving back."""
    left = access.on_the_way_back(request)
    if left is None or left.seat is None:
        return elsewhere(access.signed_in(request))
    come_back(left.seat, timezone.now())
    return to_mine(left)


def _left(request: HttpRequest, left: SignIn) -> HttpResponse:
    context = {
        "seat": left.seat,
        # Which one they had picked is not kept: it was free for somebody else at once.
        "welcomes": left.seat is not None and are_to_come(left.seat.cohort, timezone.now()),
        "as_id": left.public_id,
        "sign_out_url": places.leaving(left),
    }
    return render(request, "cohorts/left.html", context)


def _about(sign_in: SignIn, seat: Seat, now: datetime) -> dict[str, object]:
    on = places.next_session(seat, now)
    # Its room stays open to whoever wrote there; if it is held after all, it is tonight's again.
    unheld = on if on and on.outcome == Outcome.NOT_HELD else None
    session = places.next_session(seat, unheld.closes_at) if unheld else on
    return {
        "name": seat.name,
        "zone": seat.cohort.zone,
        "session": session,
        "not_on": places.not_on(seat, session, now),
        "phase": schedule.phase(session.times, None, now).value if session else "",
        "unheld": unheld,
        "unheld_url": places.room(sign_in, now) if unheld else "",
        "room_url": "" if unheld else places.room(sign_in, now),
        "room_before_url": places.room_before(sign_in, now),
        "as_id": sign_in.public_id,
        "sign_out_url": places.leaving(sign_in),
        "undo_hours": settings.LEAVE_UNDO_HOURS,
        "said": _said(seat, session),
        "now": now,
        "opens_in": until(now, session.opens_at) if session else "",
        "evenings": course.evenings(seat, session, now),
        "has_calendar": feed_of(seat).exists(),
        "wished": MoveWish.objects.open().filter(seat=seat).exists(),
        "answered": answered(seat, now),
        "names": names_to_choose(seat, now),
        "contacts": course.contacts(seat),
        "sent_to": kinds(),
        "eases": eases.in_their_words(seat.ease),
        "contacts_go": course.contacts_go(seat),
        "slots": open_slots(seat.cohort, now)[:MOST_SLOTS],
        "welcome": own_welcome(seat, now),
        "may_choose": may_choose(seat, now),
        "wants": wants_follow_up(seat),
        "is_over": course.is_over(seat, now),
        "is_asked": is_open(seat, now),
        "evaluated": seat.evaluated,
    }


def _said(seat: Seat, session: Session | None) -> str:
    """Return `yes` or `no`, or nothing while they have not said."""
    reply = Reply.objects.standing().filter(seat=seat, session=session).first() if session else None
    return "" if reply is None else "yes" if reply.coming else "no"
