"""Which keys the processes that run now have: each writes it down with its sign of life."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cohorts.clock import database_now

ALIVE = timedelta(minutes=1)
"""Whoever gave a sign of life since then is taken to be running, however long a pause it makes."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that runs. `told` is `Ring.told` of the ring that it has; an older release wrote nothing."""

    what: str
    told: str

    def closes_with(self, key: str) -> bool:
        """Whether it may still close something with this key."""
        return not self.told or self.told.split()[0] == key

    def knows(self, key: str) -> bool:
        """Whether it can open what this key closed."""
        return key in self.told.split()


Since = Callable[[datetime], Iterable[Holder]]
_asked: list[Since] = []


def register_holders(since: Since) -> None:
    """Ask this as well who gave a sign of life since a moment."""
    _asked.append(since)


def holders() -> list[Holder]:
    """Return everybody who runs now, by the database's clock."""
    since = database_now() - ALIVE
    return [holder for ask in _asked for holder in ask(since)]
