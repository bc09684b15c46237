"""Where words are looked at before the room sees them: pure, and one function.

A second pair of eyes that is never tired, explains itself and never punishes (care.md §4).
"""

from __future__ import annotations

from typing import Final

from . import lexicon
from .guard import Guard
from .keeping import kept
from .verdict import HOLD, PASS, Hit, Kind, Level, Outcome, Reply, Verdict

__all__ = [
    "HOLD",
    "PASS",
    "Guard",
    "Hit",
    "Kind",
    "Level",
    "Outcome",
    "Reply",
    "Verdict",
    "in_use",
    "read",
    "read_joined",
    "shipped",
    "use",
]

#: Read before anybody writes: lists of names, numbers and places are made once they are asked for, which on a slow
#: machine took a first message longer than it has time for, and so it was held.
_FIRST: Final = (
    "its clodagh ni fernmoor, mr hollowby knows me. i live at 12 cressby lane and go to thornleigh academy",
    "im 15 on the 2nd of june, text 07700 900123 or find moss.pebble on insta, S99 2VK",
    "i used to cut myself and i want to die tonight but my friend said she will come",
)
_WHILE_NOBODY_WAITS: Final = 10.0
_taken_up: list[Guard] = []
_shipped: list[Guard] = []


def read(words: str) -> Verdict:
    """What should happen to these words. An error here must be taken as `HOLD`, never a pass."""
    return in_use().read(words)


def read_joined(words: str) -> Verdict:
    """What should happen to several lines of one person, read as one; for `across`."""
    return in_use().read_joined(words)


def use(guard: Guard) -> None:
    """From now on this process reads by this guard; it does not hold another in memory for that of the release."""
    _taken_up[:] = [guard]
    if guard not in _shipped:
        _shipped.clear()


def shipped() -> Guard:
    """The guard of the release, from what was kept of it where it was: 0.6 seconds, not two."""
    if not _shipped:
        _shipped.append(kept("guard", lambda: Guard(lexicon.shipped(), quick=True)))
        unhurried = _shipped[0].within(_WHILE_NOBODY_WAITS)
        for words in _FIRST:
            unhurried.read(words)
    return _shipped[0]


def in_use() -> Guard:
    """What this process reads by."""
    return _taken_up[0] if _taken_up else shipped()
