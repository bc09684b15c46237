"""Entries in, the state of a room out: pure, and the same everywhere.

The journal folds to decide, the hub folds to welcome, the tests fold to compare. There is no
other place where the state of a room is kept, so there is nothing for it to disagree with.
"""

from __future__ import annotations

from .apply import Fold
from .calls import Calls
from .script import PromptState, ScriptState
from .state import FlagState, HeldWords, MessageState, Pressed, SeatState

__all__ = [
    "Calls", "FlagState", "Fold", "HeldWords", "MessageState", "Pressed", "PromptState", "ScriptState", "SeatState",
]  # fmt: skip
