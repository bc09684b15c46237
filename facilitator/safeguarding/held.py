"""What contact is held for a seat "only if we fear for somebody's life": which kind, and, once opened, what it says."""

from __future__ import annotations

from cohorts import reach
from cohorts.actions.contacts import read_contact
from cohorts.models import Contact, ContactPurpose, Seat
from cohorts.moved import place_now

from .models import Opening


def held(seat: Seat | None) -> Contact | None:
    """Return what is held for this purpose, sealed; one that was given for reminders serves nothing else."""
    if seat is None:
        return None
    return Contact.objects.filter(seat=place_now(seat), purpose=ContactPurpose.LIFE).first()


def say(opening: Opening) -> str | None:
    """Open the seal and return what it says; None if the contact was taken back since. `Unsealable` without its key.

    Whoever asks has seen that the opening is theirs, that it still shows, and has written down that it is looked at.
    """
    contact = held(opening.concern.seat)
    return reach.readable(read_contact(contact)) if contact else None
