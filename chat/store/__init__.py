"""The journal's and the hub's few statements: written SQL, arrays in, one file per database."""

from __future__ import annotations

from .found import Found
from .rows import Card, HeadRow, SavedEntry, SignInRow
from .store import Store

__all__ = ["Card", "Found", "HeadRow", "SavedEntry", "SignInRow", "Store"]
