"""How the young people of a room said they were the last time, for whoever holds it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from django.db import transaction

from chat import chain
from chat.models import EntryRow
from chat.protocol.contents import CheckedIn
from chat.protocol.entry import Entry
from chat.protocol.streams import seat_stream
from chat.store import SavedEntry
from cohorts.actions import record
from cohorts.models import Seat, Session, Staff
from cohorts.seal import Unsealable

_COLUMNS: Final = ("session__public_id", "session__head__data_key", "session_id", *SavedEntry._fields[1:])


@transaction.atomic
def moods(session: Session, reader: Staff) -> Mapping[int, int]:
    """Return the mood (1–5) each seat came in with last time, by number; two queries for all seats, and an act.

    Only what whoever holds the number now said themselves. Who would rather not say then, or was never there, is left
    out, and so is what no key opens any more. A welcome has nothing before it.
    """
    if session.is_welcome:
        return {}
    found = _last(session)
    if found:
        record(reader, "moods_read", session=session)
    return found


def _last(session: Session) -> Mapping[int, int]:
    """What each said as they last came in; later entries replace earlier ones."""
    seats = Seat.objects.filter(cohort=session.cohort_id, withdrawn_at__isnull=True, taken_at__lt=session.closes_at)
    held_since = {seat_stream(seat.number): (seat.number, seat.taken_at) for seat in seats}
    said: dict[int, int | None] = {}
    for entry in _checkins(session):
        number, since = held_since.get(entry.stream, (0, entry.at))
        if number and since <= entry.at and isinstance(entry.content, CheckedIn) and entry.content.when == "in":
            said[number] = entry.content.mood
    return {number: mood for number, mood in said.items() if mood is not None}


def _checkins(session: Session) -> Iterator[Entry]:
    """Those of the group's earlier evenings, the first first. The key of an evening is opened once."""
    keys: dict[str, bytes] = {}
    earlier = EntryRow.objects.filter(
        session__in=Session.objects.evenings().filter(cohort=session.cohort_id, starts_at__lt=session.starts_at),
        kind="checkin",
    )
    for public_id, wrapped, *row in earlier.order_by("session__starts_at", "session", "turn").values_list(*_COLUMNS):
        *plain, sealed, hash_, digest = row
        saved = SavedEntry._make([*plain, bytes(sealed), bytes(hash_), bytes(digest)])
        try:
            if public_id not in keys:
                keys[public_id] = chain.unwrap(bytes(wrapped or b""), public_id)
            yield chain.open_entry(saved, public_id, keys[public_id])
        except Unsealable:
            continue
