"""How a room opens: never before so many facilitators are there, or somebody stands behind the one (care.md §6)."""

from __future__ import annotations

from chat.crew import Crew
from chat.facts import Facts
from chat.person import Person
from chat.protocol.contents import Phase as PhaseSet
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import ROOM, STAFF
from chat.protocol.team import ModeSet
from chat.words import ALONE, TOLD_CANCELLED

from .outcome import Draft, Refused


def may_open(facts: Facts, arriving: Person | None = None) -> bool:
    """Whether the room may open now, or would with whoever is coming in."""
    return facts.crew(arriving) is not Crew.TOO_FEW and not facts.room.cancelled


def must_be_able_to_open(facts: Facts) -> None:
    """For whoever presses the button: why not."""
    if facts.room.cancelled:
        raise Refused("not_allowed", TOLD_CANCELLED)
    if facts.crew() is Crew.TOO_FEW:
        raise Refused("not_allowed", ALONE)


def opened(facts: Facts, author: str | None = None, arriving: Person | None = None) -> tuple[Draft, ...]:
    """Return what opens the room; behind one facilitator alone every word is held, for them to let go one by one."""
    drafts = (Draft(ROOM, PhaseSet("open"), author=author),)
    if facts.crew(arriving) is Crew.BACKED and facts.room.mode != "hold_all":
        return (*drafts, Draft(STAFF, ModeSet("hold_all"), author=SYSTEM))
    return drafts
