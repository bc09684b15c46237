"""Entries of some kinds read back from the database, each opened; what no key opens any more is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from django.db.models import Q

from chat import chain
from chat.models import EntryRow
from chat.protocol.entry import Entry
from chat.store import SavedEntry
from cohorts.seal import Unsealable

_COLUMNS: Final = ("session__public_id", "session__head__data_key", "session_id", *SavedEntry._fields[1:])


def opened(sessions: Collection[int], wanted: Q) -> Iterator[tuple[int, Entry]]:
    """Return the wanted entries of these sessions (rows) with their session, in order of turn; one query."""
    rows = EntryRow.objects.filter(wanted, session__in=sessions).order_by("session", "turn")
    keys: dict[str, bytes] = {}
    for public_id, wrapped, *row in rows.values_list(*_COLUMNS):
        *plain, sealed, hash_, digest = row
        saved = SavedEntry._make([*plain, bytes(sealed), bytes(hash_), bytes(digest)])
        try:
            if public_id not in keys:
                keys[public_id] = chain.unwrap(bytes(wrapped or b""), public_id)
            yield saved.session_pk, chain.open_entry(saved, public_id, keys[public_id])
        except Unsealable:
            continue
