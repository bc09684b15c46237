"""The nouns of a room, one short file each."""

from __future__ import annotations

from .entry import EntryRow
from .head import Head
from .lease import Lease
from .presence import PresenceRow

__all__ = ["EntryRow", "Head", "Lease", "PresenceRow"]
