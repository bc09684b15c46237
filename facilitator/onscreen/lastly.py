"""How one young person was last there: what they wrote, when they were seen, and what of a contact is held."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Q

from chat.models import Lease, PresenceRow
from chat.opened import opened
from chat.presence import Presence, attendance
from chat.presence import PresenceRow as Socket
from chat.protocol.streams import ROOM, STAFF, seat_stream
from cohorts.models import Contact, ContactPurpose, Seat, Session
from cohorts.moved import place_now

#: Words of their own. A worry is about somebody else, and one about an adult is for the lead alone.
_KINDS: Final = ("message", "whisper", "held", "help", "stopped")
#: So many of what was said last.
MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Word:
    """Something they wrote, and when; what it says stays out of its repr."""

    at: datetime
    said: str = field(repr=False)


def last_words(session: Session, seat: Seat) -> list[Word]:
    """Return what they wrote last that evening, to whomever and whatever became of it, the oldest of it first."""
    own = seat_stream(seat.number)
    wanted = Q(author=own, stream__in=(ROOM, STAFF, own), kind__in=_KINDS)
    said = [(entry.at, getattr(entry.content, "body", None)) for _, entry in opened([session.pk], wanted)]
    return [Word(at, body) for at, body in said if body][-MOST:]


def last_seen(session: Session, seat: Seat, now: datetime) -> Presence | None:
    """Return whether they are there, or since when they are not; None if they never came."""
    person = seat_stream(seat.number)
    rows = list(PresenceRow.objects.filter(session=session, person=person))
    leases = {one.worker: one for one in Lease.objects.filter(worker__in={row.worker for row in rows})}
    sockets = [_socket(row, leases.get(row.worker), session) for row in rows]
    return attendance(sockets, now).get(person)


def held(seat: Seat) -> Collection[ContactPurpose]:
    """Return for which purposes they gave a way to reach them, wherever they were moved. No seal is opened."""
    given = Contact.objects.filter(seat=place_now(seat))
    return {ContactPurpose(one) for one in given.values_list("purpose", flat=True)}


def _socket(row: PresenceRow, lease: Lease | None, session: Session) -> Socket:
    seen = lease.renewed_at if lease else row.entered_at
    stopped = lease is None or lease.stopped
    return Socket(
        session.public_id, row.person, row.socket, row.entered_at, row.left_at, row.away_at, seen, stopped
    )  # fmt: skip
