"""Why somebody changes a list, and what the second person answered: sealed, as it may tell of a young person."""

from __future__ import annotations

from typing import Literal

from django.conf import settings

from chat.models import WordChange
from cohorts.seal import Unsealable, new_data_key, seal, unseal

Which = Literal["reason", "answer"]


def put(change: WordChange, which: Which, text: str) -> None:
    """Seal this into a row that is about to be saved."""
    if not change.data_key:
        change.data_key = settings.KEYS.ring.wrap(new_data_key(), change.row)
    setattr(change, which, seal(_key(change), text.encode(), _place(change, which)))


def read(change: WordChange, which: Which) -> str:
    """What was written; nothing if nothing was, or if no key opens it any more."""
    sealed = getattr(change, which)
    try:
        return unseal(_key(change), bytes(sealed), _place(change, which)).decode() if sealed else ""
    except Unsealable:
        return ""


def _key(change: WordChange) -> bytes:
    return settings.KEYS.ring.unwrap(bytes(change.data_key), change.row)


def _place(change: WordChange, which: Which) -> bytes:
    return change.row + b"/" + which.encode()
