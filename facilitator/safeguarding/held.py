"""What contact is held for a seat "only if we fear for somebody's life": which kind, and, once opened, what it says."""

from __future__ import annotations

from cohorts import reach
from cohorts.actions.contacts import read_contact
from cohorts.models import Contact, ContactPurpose, MoveWish, Seat

from .models import Opening


def held(seat: Seat | None) -> Contact | None:
    """Return what is held for this purpose, sealed; one that was given for reminders serves nothing else."""
    if seat is None:
        return None
    return Contact.objects.filter(seat=place_now(seat), purpose=ContactPurpose.LIFE).first()


def place_now(seat: Seat) -> Seat:
    """Return the seat that its holder has now: contacts followed them when staff moved them to another group."""
    seen = {seat.pk}
    while (moved := _moved_from(seat)) is not None and moved.pk not in seen:
        seat = moved
        seen.add(seat.pk)
    return seat


def say(opening: Opening) -> str | None:
    """Open the seal and return what it says; None if the contact was taken back since. `Unsealable` without its key.

    Whoever asks has seen that the opening is theirs, that it still shows, and has written down that it is looked at.
    """
    contact = held(opening.concern.seat)
    return reach.readable(read_contact(contact)) if contact else None


def _moved_from(seat: Seat) -> Seat | None:
    wish = MoveWish.objects.filter(seat=seat, done_at__isnull=False, to_seat__isnull=False)
    found = wish.select_related("to_seat").order_by("-done_at").first()
    return found.to_seat if found else None
