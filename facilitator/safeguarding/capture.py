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
from chat.protocol import streams
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

    def __repr__(self) -> str:
        """Its place, and nothing of what was said, as it may end in a log."""
        return f"<said {self.pos}>"


class Captured(msgspec.Struct, frozen=True):
    """What was said in one stream, and who was there that evening until then, by their names in the room."""

    stream: str
    said: list[Said]
    there: list[str]


_COLUMNS: Final = ("session_id", *SavedEntry._fields[1:])
_decoder = msgspec.json.Decoder(Captured)


def captures(session: Session, stream: str, positions: Collection[int]) -> list[Captured]:
    """Copy these entries of a stream, and whatever the flags among them point at, each with what stood around it."""
    first = capture(session, stream, positions)
    pointed: dict[str, set[int]] = {}
    for one in first.said:
        if one.meant and one.kind == "flag" and one.content.get("of_pos"):
            pointed.setdefault(one.content.get("of_stream") or streams.ROOM, set()).add(one.content["of_pos"])
    return [first, *(capture(session, there, where) for there, where in sorted(pointed.items()))]


def capture(session: Session, stream: str, positions: Collection[int]) -> Captured:
    """Copy these entries of a stream as they are now, and what stood around each.

    Not of the streams of staff: around a flag there stand flags about other people.
    """
    around = 0 if stream in (streams.STAFF, streams.LEAD) else AROUND
    entries = _entries(session, stream, positions, around)
    there = _there(session)
    names = _names(session, {entry.author for entry in entries} | there)
    said = [
        Said(entry.pos, entry.at, entry.kind, entry.author, names.get(entry.author, ""),
             msgspec.to_builtins(entry.content), entry.pos in positions)
        for entry in entries
    ]  # fmt: skip
    return Captured(stream, said, sorted(names[key] for key in there if key in names))


def who_was_there(session: Session) -> Captured:
    """Return who has been there so far, where nothing that was said is copied."""
    there = _there(session)
    names = _names(session, there)
    return Captured("", [], sorted(names[key] for key in there if key in names))


def pack(captured: Captured) -> str:
    """The text that is sealed in the record."""
    return msgspec.json.encode(captured).decode()


def unpack(text: str) -> Captured:
    """What was packed."""
    return _decoder.decode(text)


def _entries(session: Session, stream: str, positions: Collection[int], around: int) -> list[Entry]:
    near = Q()
    for pos in positions:
        near |= Q(pos__range=(pos - around, pos + around))
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
