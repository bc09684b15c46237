"""Words sealed row by row: each under a key of its own, which the ring wraps, both bound to the row."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cohorts.seal import Unsealable, new_data_key, seal, unseal

from .models import Afterword, HowIAm

Sealed = Afterword | HowIAm
#: In the place of words that nobody can open.
LOST: Final = _("This cannot be read any more: its key is not here.")


def put(row: Sealed, text: str) -> None:
    """Seal this into a row that is about to be saved."""
    key = new_data_key()
    row.sealed, row.data_key = seal(key, text.encode(), row.row), settings.KEYS.ring.wrap(key, row.row)


def shown(row: Sealed) -> str:
    """What was written, or that it cannot be read: one lost key shuts no page."""
    text = text_of(row)
    return str(LOST) if text is None else text


def text_of(row: Sealed) -> str | None:
    """What was written; None if a key is missing or the row is not as it was."""
    try:
        return unseal(settings.KEYS.ring.unwrap(bytes(row.data_key), row.row), bytes(row.sealed), row.row).decode()
    except Unsealable:
        return None
