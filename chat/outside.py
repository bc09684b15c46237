"""Who outside the rooms must hear of them: another room of the house, told inside the journal's transaction.

It hears once a batch, and only of what changed: an alarm that stands or is over, a worry about somebody of staff. What
it writes is written with the entries that say so, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chat.alarms import Alarm


@dataclass(frozen=True, slots=True)
class AboutStaff:
    """A young person's worry about somebody of staff, at its place in the lead's stream. `staff`: whom they named."""

    pos: int
    by: int | None
    staff: str | None
    repeats: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """What changed in one session. `by`: who of staff saw to what is over, if it was a person.

    `more`: where those flags stand for staff by which somebody called, or that are to be looked at now; what they are
    about may be an alarm that stood already. `nobody_here`: the last facilitator went; `held_again`: one came and
    there had been none.
    """

    session: int
    at: datetime
    standing: frozenset[Alarm] = frozenset()
    began: frozenset[Alarm] = frozenset()
    over: bool = False
    by: str | None = None
    nobody_here: bool = False
    held_again: bool = False
    more: frozenset[int] = frozenset()
    worries: tuple[AboutStaff, ...] = ()


Hear = Callable[[Sequence[Heard]], None]
_HEARERS: list[Hear] = []


def register(hear: Hear) -> None:
    """Have this called inside the transaction of every batch in which something changed; it may write, and not wait."""
    _HEARERS.append(hear)


def tell(heard: Sequence[Heard]) -> None:
    """Tell everybody who wants to hear; a failure fails the batch, which is then tried again by its rules."""
    for hear in _HEARERS:
        hear(heard)
