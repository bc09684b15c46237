"""Whether there are so many facilitators that a room may open (care.md §6): pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Final

from chat.presence import Attendance

#: A room that could not open so long after its start does not open any more that evening.
PATIENCE: Final = timedelta(minutes=15)


class Crew(StrEnum):
    """Who is there to hold a room. `BACKED`: one alone, behind whom somebody stands; every word is held then."""

    WHOLE = "whole"
    BACKED = "backed"
    TOO_FEW = "too_few"


def holding(people: Attendance, watching: Collection[str]) -> frozenset[str]:
    """Return the facilitators who are here at this moment, without those who only watch."""
    here = {key for key, presence in people.items() if key.startswith("staff:") and presence.here}
    return frozenset(here - {*watching})


def crew(count: int, *, least: int, backed: bool) -> Crew:
    """Return whether a room that asks for `least` facilitators may open with so many."""
    if count >= least:
        return Crew.WHOLE
    return Crew.BACKED if count and backed else Crew.TOO_FEW
