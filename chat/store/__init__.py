"""The journal's and the hub's few statements: written SQL, arrays in, one file per database."""

from __future__ import annotations

from .rows import Card, HeadRow, SavedEntry, SignInRow
from .store import Found, Store

__all__ = ["Card", "Found", "HeadRow", "SavedEntry", "SignInRow", "Store"]
