"""Fan-out in this process: who listens, what they have had, and what they get next."""

from __future__ import annotations

from .hub import Hub
from .listener import Listener

__all__ = ["Hub", "Listener"]
