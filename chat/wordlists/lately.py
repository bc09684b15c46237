"""The last words that young people wrote for their rooms, opened for counting alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db.models import F, Q

from chat import chain
from chat.models import EntryRow
from chat.protocol.contents import Held, Message
from chat.protocol.entry import Entry
from chat.protocol.streams import ROOM
from chat.protocol.team import Stopped
from chat.store import SavedEntry
from cohorts.seal import Unsealable

LAST: Final = 500
_COLUMNS: Final = ("session__public_id", "session__head__data_key", "session_id", *SavedEntry._fields[1:])
#: What was said to the room, what waited to be read first, and what the guard stopped. A message that somebody of
#: staff let in after it was held has them as its asker, and is there already.
_FOR_ROOM: Final = (
    Q(stream=ROOM, kind="message", author=F("asker"), author__startswith="seat:") | Q(kind="held") | Q(kind="stopped")
)


@dataclass(frozen=True, slots=True)
class Lately:
    """Their words, in no order that tells who or when, and how many no key opens any more."""

    words: tuple[str, ...] = field(repr=False)
    unreadable: int


def messages(last: int = LAST) -> Lately:
    """The last messages of the whole house, by one query; private words are not among them."""
    rows = EntryRow.objects.filter(_FOR_ROOM).order_by("-pk").values_list(*_COLUMNS)[:last]
    keys: dict[str, bytes | None] = {}
    found = [_opened(row, keys) for row in rows]
    words = tuple(sorted(one for one in found if one is not None))
    return Lately(words, len(found) - len(words))


def _opened(row: tuple[object, ...], keys: dict[str, bytes | None]) -> str | None:
    """What it says; None if its key or its words are gone."""
    public_id, wrapped, *plain, sealed, hash_, digest = row
    session = str(public_id)
    if session not in keys:
        keys[session] = _key(bytes(wrapped or b""), session)  # type: ignore[call-overload]
    key = keys[session]
    if key is None:
        return None
    saved = SavedEntry._make([*plain, bytes(sealed), bytes(hash_), bytes(digest)])  # type: ignore[call-overload]
    try:
        return next(_said(chain.open_entry(saved, session, key)), None)
    except Unsealable:
        return None


def _key(wrapped: bytes, session: str) -> bytes | None:
    try:
        return chain.unwrap(wrapped, session)
    except Unsealable:
        return None


def _said(entry: Entry) -> Iterator[str]:
    if isinstance(entry.content, Message | Held | Stopped):
        yield entry.content.body
