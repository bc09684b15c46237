"""Evenings that go otherwise than planned (care.md §6): who came, and what is noted of it when the room closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chat.crew import PATIENCE
from chat.facts import Facts
from chat.fold import Fold
from chat.protocol.streams import seat_number
from cohorts.lost_evenings import lost
from cohorts.models import Session
from cohorts.models.session import Outcome

from .outcome import Beside

#: So long the one who came waits with the facilitators for the others.
ALONE_AFTER: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class CameOut(Beside):
    """How the evening came out, on the session itself; empty for one that was held."""

    outcome: str

    def write(self, session: int, at: datetime) -> None:
        """Under the lock that the journal holds.

        Of an evening that was on when the house fell, and is on still as a backup is brought back, nothing is noted:
        that it was not held would be told to people who were there.
        """
        if not self.outcome or not lost([session]):
            Session.objects.filter(pk=session).update(outcome=self.outcome)


def might_be_few(fold: Fold) -> bool:
    """Whether at most one seat has done anything here, so that it is worth looking who is there."""
    return len(_heard_of(fold)) <= 1


def came(facts: Facts) -> frozenset[int]:
    """Return the seats that came tonight; ask only where presence is read whole."""
    there = {number for person in facts.people if (number := seat_number(person)) is not None}
    return frozenset(there | _heard_of(facts.room))


def nobody_came(facts: Facts) -> bool:
    """Whether the room has waited long enough for somebody, and nobody was there."""
    return facts.now >= facts.meeting.times.starts_at + PATIENCE and not came(facts)


def the_only_one(facts: Facts) -> int | None:
    """Return the seat that came alone and has waited long enough for the others."""
    seats = came(facts)
    return min(seats) if len(seats) == 1 and facts.now >= facts.meeting.times.starts_at + ALONE_AFTER else None


def came_out(facts: Facts) -> tuple[CameOut, ...]:
    """What is noted as a room closes: that it never opened, or that nobody came."""
    if facts.room.mark is None:
        return (CameOut(Outcome.NOT_HELD),)
    if nobody_came(facts):
        return (CameOut(Outcome.NOBODY_CAME),)
    return (CameOut(""),) if "nobody_came" in facts.room.unusual else ()


def opened_after_all(facts: Facts) -> tuple[CameOut, ...]:
    """What was noted as it closed is not so any more, once it opens again."""
    return (CameOut(""),) if facts.room.mark == "closing" else ()


def _heard_of(fold: Fold) -> set[int]:
    return {number for number, seat in fold.seats.items() if seat.last_said or f"seat:{number}" in fold.heads}
