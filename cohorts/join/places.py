"""Where somebody belongs at this moment, as an address."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from cohorts.models import Role, Seat, Session, Shift, SignIn, Staff

FACILITATORS = frozenset({Role.COUNSELLOR, Role.VOLUNTEER})
_COMES_EARLY = timedelta(hours=1)


def place(sign_in: SignIn, now: datetime) -> str:
    """Return the room of a seat or the console of a facilitator while there is one, else where they wait."""
    if sign_in.staff:
        return _named(_staff_place(sign_in.staff, now), sign_in)
    if sign_in.waiting:
        return _named(reverse("cohorts:waiting"), sign_in)
    return room(sign_in, now) or _named(reverse("cohorts:mine"), sign_in)


def room(sign_in: SignIn, now: datetime) -> str:
    """Return the address of a seat's room once its lobby is open, else an empty string; so for a seat given up."""
    held = sign_in.seat is not None and sign_in.seat.withdrawn_at is None
    session = next_session(sign_in.seat, now) if sign_in.seat and held else None
    if session is None or session.opens_at > now:
        return ""
    return _named(reverse("chat:room", args=[session.public_id]), sign_in)


def leaving(sign_in: SignIn) -> str:
    """Return the address that ends this sign-in."""
    return _named(reverse("cohorts:leave"), sign_in)


def next_session(seat: Seat, now: datetime) -> Session | None:
    """Return the session of the seat that is on, or comes next."""
    return Session.objects.for_seat(seat).current(now)


def not_on(seat: Seat, following: Session | None, now: datetime) -> Session | None:
    """Return the evening or welcome that was cancelled and would have been next, until its time has passed."""
    cancelled = Session.objects.for_seat(seat).filter(cancelled_at__isnull=False, closes_at__gt=now)
    if following:
        cancelled = cancelled.filter(opens_at__lt=following.opens_at)
    return cancelled.order_by("opens_at").first()


def room_before(sign_in: SignIn, now: datetime) -> str:
    """Return the address of the room that ended last, while a private word may be open there, else an empty string.

    Whether one is, only the room itself knows; a seat that was not there yet is never led to it.
    """
    seat = sign_in.seat
    before = Session.objects.for_seat(seat).just_over(now) if seat else None
    if seat is None or before is None or not seat.belongs_to(before):
        return ""
    return _named(reverse("chat:room", args=[before.public_id]), sign_in)


def _staff_place(staff: Staff, now: datetime) -> str:
    session = Session.objects.filter(pk__in=Shift.objects.sessions_of(staff)).current(now)
    if session is None or session.opens_at > now + _COMES_EARLY or staff.role not in FACILITATORS:
        return reverse("facilitator:home")
    return reverse("facilitator:console", args=[session.public_id])


def _named(address: str, sign_in: SignIn) -> str:
    # In the demo one browser holds several people, and every address says which of them is meant.
    return f"{address}?as={sign_in.public_id}" if settings.DEMO else address
