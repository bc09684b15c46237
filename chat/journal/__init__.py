"""The writer: one per process, one thread, one connection, one transaction per batch."""

from __future__ import annotations

from .asked import Answer, Asked, Entered, Outcome
from .journal import Journal

__all__ = ["Answer", "Asked", "Entered", "Journal", "Outcome"]
