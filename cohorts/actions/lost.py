"""A lost link: asking for another is the same for everybody; whether there is one to send is found out later."""

from datetime import datetime, timedelta

from cohorts.actions.contacts import lookup
from cohorts.models import ContactPurpose, LostLink, Seat
from cohorts.telling import Kind, tell_all, ways

MOST = 100
"""Answered at a time; the next ones a few seconds later."""
OF_USE = timedelta(hours=1)
EVERY_SECONDS = 15 * 60
"""However often it is asked, one message in so long: nobody's post is filled by somebody who knows their address."""


def ask_for_way_back(text: str, now: datetime) -> None:
    """Keep that somebody lost their link, by the digest of a contact alone: one row, whoever it belongs to, or nobody.

    Raises `ContactUnfit` for what nothing can be sent to, which depends on what was typed and on nothing that is kept.
    """
    LostLink.objects.create(lookup=lookup(ways.read(text)), asked_at=now)


def answer_lost(now: datetime) -> int:
    """Have a way back sent to whoever these contacts belong to, if to anybody; return how many seats that were."""
    asked = list(LostLink.objects.order_by("pk")[:MOST])
    contacts = {"contacts__lookup__in": [one.lookup for one in asked], "contacts__purpose": ContactPurpose.REMINDERS}
    seats = list(Seat.objects.known(now).filter(**contacts).distinct())
    tell_all(Kind.WAY_BACK, seats, due_at=now, not_after=now + OF_USE, occasion=_occasion(now))
    LostLink.objects.filter(pk__in=[one.pk for one in asked]).delete()
    return len(seats)


def _occasion(now: datetime) -> str:
    return str(int(now.timestamp()) // EVERY_SECONDS)
