"""The nouns of a room, one short file each."""

from __future__ import annotations

from .entry import EntryRow
from .head import Head
from .lease import Lease
from .presence import PresenceRow
from .word_change import State, What, WordChange, WordEdition

__all__ = ["EntryRow", "Head", "Lease", "PresenceRow", "State", "What", "WordChange", "WordEdition"]
