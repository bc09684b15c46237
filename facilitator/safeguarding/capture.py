"""Capturing: the words a concern rests on, by reference and as a copy with what stood around them.

The copy is what a removal, an erasure or the end of keeping cannot reach (care.md §7).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db.models import Q

from chat import chain
from chat.models import EntryRow, Head, PresenceRow
from chat.protocol.entry import Entry
from chat.store import SavedEntry
from cohorts.models import Seat, Session, Staff

#: So many entries of the same stream before and after each that was meant are copied with it.
AROUND: Final = 4


class Said(msgspec.Struct, frozen=True):
    """One entry as it stood: where, when, by whom under which name, what; `meant`: the concern rests on it."""

    pos: int
    at: datetime
    kind: str
    who: str
    name: str
    content: dict[str, Any]
    meant: bool


class Captured(msgspec.Struct, frozen=True):
    """What was said in one stream, and who was there that evening until then, by their names in the room."""

    stream: str
    said: list[Said]
    there: list[str]


_COLUMNS: Final = ("session_id", *SavedEntry._fields[1:])
_decoder = msgspec.json.Decoder(Captured)


def capture(session: Session, stream: str, positions: Collection[int]) -> Captured:
    """Copy these entries of a stream, and what stood around each, as they are now."""
    entries = _entries(session, stream, positions)
    names = _names(session, {entry.author for entry in entries} | _there(session))
    said = [
        Said(entry.pos, entry.at, entry.kind, entry.author, names.get(entry.author, ""),
             msgspec.to_builtins(entry.content), entry.pos in positions)
        for entry in entries
    ]  # fmt: skip
    return Captured(stream, said, sorted(names[key] for key in _there(session) if key in names))


def pack(captured: Captured) -> str:
    """The text that is sealed in the record."""
    return msgspec.json.encode(captured).decode()


def unpack(text: str) -> Captured:
    """What was packed."""
    return _decoder.decode(text)


def _entries(session: Session, stream: str, positions: Collection[int]) -> list[Entry]:
    near = Q()
    for pos in positions:
        near |= Q(pos__range=(pos - AROUND, pos + AROUND))
    rows = EntryRow.objects.filter(near, session=session, stream=stream).order_by("pos")
    key = chain.unwrap(bytes(Head.objects.get(session=session).data_key), session.public_id)
    return [chain.open_entry(_saved(row), session.public_id, key) for row in rows.values_list(*_COLUMNS)]


def _saved(row: Sequence[Any]) -> SavedEntry:
    *plain, sealed, hash_, digest = row
    return SavedEntry._make([*plain, bytes(sealed), bytes(hash_), bytes(digest)])


def _there(session: Session) -> set[str]:
    return set(PresenceRow.objects.filter(session=session).values_list("person", flat=True).distinct())


def _names(session: Session, people: Collection[str]) -> dict[str, str]:
    """The room names of these people, by key."""
    seats = Seat.objects.filter(cohort=session.cohort_id, taken_at__lt=session.closes_at).order_by("taken_at")
    names = {f"seat:{number}": name for number, name in seats.values_list("number", "name")}
    staff = Staff.objects.filter(
        public_id__in=[key.removeprefix("staff:") for key in people if key.startswith("staff:")]
    )
    names |= {f"staff:{public_id}": name for public_id, name in staff.values_list("public_id", "name")}
    return {key: names[key] for key in people if key in names}
