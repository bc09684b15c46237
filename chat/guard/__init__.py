"""Where words are looked at before the room sees them: pure, and one function.

Until the guard is built every message passes; a facilitator's modes still hold what they hold.
"""

from __future__ import annotations

from .verdict import HOLD, PASS, Verdict

__all__ = ["HOLD", "PASS", "Verdict", "read"]


def read(words: str) -> Verdict:
    """What should happen to these words. An error here must be taken as `HOLD`, never a pass."""
    return PASS
