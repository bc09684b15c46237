"""The chores that this house knows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to be done about every so many seconds.

    `do(now)` is called inside a transaction with the database's time and returns how many things it did. It finds what
    is to be done in the database, takes a bounded number of things at a time, and asks nothing of the network: what has
    to be told outside is claimed there and left to an errand (`cohorts.duties.errands`). A loop that dies may leave a
    chore undone for a minute, and one that hangs may find it done by another: doing it twice must do no harm.
    """

    name: str
    every_seconds: float
    do: Callable[[datetime], int]


_CHORES: dict[str, Chore] = {}


def register(chore: Chore) -> None:
    """Have every duty loop do this; two of one name raise `ValueError`."""
    if chore.name in _CHORES:
        raise ValueError(f"two chores are called {chore.name}")
    _CHORES[chore.name] = chore


def known() -> dict[str, Chore]:
    """Every chore by its name."""
    return dict(_CHORES)
