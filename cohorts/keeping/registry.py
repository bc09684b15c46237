"""Every class of data there is: what it is called, how long it is kept, which rows are due, and how they go.

Each room of the house registers its own when Django starts. A table that no class names fails a test, so that nothing
is kept without somebody having decided for how long.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from cohorts.models import Cohort, Session

#: Rows taken at a time, so that nobody waits long for a lock.
MOST: Final = 500
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Gone:
    """What one step let go of: how many, and a keyed digest by which it can be proved later what they were.

    `cohort` or `session` says in whose chain the act of it belongs; that of neither is the house's. `stayed`: something
    is wrong with so many of the rows that were due, and they are not asked for again.
    """

    count: int
    digest: bytes = field(repr=False)
    cohort: Cohort | None = None
    session: Session | None = None
    stayed: int = 0


Forget = Callable[[Sequence[Any], datetime], Sequence[Gone]]


@dataclass(frozen=True, slots=True)
class Of:
    """The ways from a row to the cohorts and seats that it is of, as the ORM spells them.

    A class with ways to cohorts alone stays whole while anybody in the cohort is on hold.
    """

    cohort: tuple[str, ...] = ()
    seat: tuple[str, ...] = ()


NOBODY: Final = Of()


@dataclass(frozen=True, slots=True)
class Kept:
    """One class of data.

    `after` is how long, from what `since` says; None keeps it for good, and `since` is then the reason why. `rows` are
    those whose time was over before a moment; by `of` a legal hold finds them. `forget` lets some of them go, in the
    caller's transaction; `locks` takes sessions' locks first where that is needed. `quiet`: what processes leave behind
    every hour is counted in the log and is no act.
    """

    name: str
    title: Words
    since: Words
    tables: tuple[type[Model], ...]
    after: Callable[[], timedelta] | None = None
    rows: Callable[[datetime], QuerySet[Any]] | None = None
    forget: Forget | None = None
    of: Of = NOBODY
    locks: Callable[[Sequence[Any]], None] | None = None
    most: int = MOST
    quiet: bool = False


_CLASSES: dict[str, Kept] = {}
_SPARED: dict[str, list[Callable[[], Q]]] = {}


def register(kept: Kept) -> None:
    """Have these let go of when their time is over; two of one name raise `ValueError`."""
    if kept.name in _CLASSES:
        raise ValueError(f"two classes of data are called {kept.name}")
    _CLASSES[kept.name] = kept


def known() -> dict[str, Kept]:
    """Every class by its name."""
    return dict(_CLASSES)


def spare(name: str, rows: Callable[[], Q]) -> None:
    """Keep these rows of a class as long as another room of the house still needs them."""
    _SPARED.setdefault(name, []).append(rows)


def spared(name: str) -> Q | None:
    """Return which rows of a class another room needs; None if no room was ever asked."""
    found = [rows() for rows in _SPARED.get(name, ())]
    if not found:
        return None
    joined = found[0]
    for one in found[1:]:
        joined |= one
    return joined
