"""lead: hand the session over to another of its facilitators, or take it from one who is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol import contents, team
from chat.protocol.asks import Ask, Pos
from chat.protocol.streams import STAFF

from .outcome import Done, Draft, Refused, Request, Row
from .registry import verb


class Lead(Ask, frozen=True, tag="lead"):
    """From now on this facilitator leads, and has what the one before had taken. `of`: to undo just this hand-over."""

    staff: Annotated[str, Meta(min_length=1, max_length=40)]
    of: Pos | None = None


@dataclass(frozen=True, slots=True)
class LeadRow(Row):
    """Who leads, on the shift itself. `staff` is a public id."""

    staff: str


@verb(Lead, FACILITATORS, targets=True)
def lead(facts: Facts, request: Request[Lead]) -> Done:
    """Anybody of the team may ask, as whoever falls ill may not be able to; at any time, as open things outlast it.

    A hand-over that is not the last one any more is `already`: nobody undoes what was decided since.
    """
    ask, handed = request.ask, facts.room.handed
    new = facts.roster.get(f"staff:{ask.staff}")
    if new is None or new.left or new.staff is None or not new.holds_the_room:
        raise Refused("not_found")
    old = facts.lead
    if old == new.staff or ask.of not in (None, handed.pos):
        raise Refused("already")
    flags = _taken_by(facts, old) if ask.of is None else [pos for pos, had in handed.flags.items() if had == new.staff]
    taken = contents.Taken(new.name, new.staff)
    return Done(
        (Draft(STAFF, team.Lead(new.staff, new.name)), *(Draft(STAFF, taken, of=pos) for pos in flags)),
        (LeadRow(new.staff),),
    )


def _taken_by(facts: Facts, staff: str | None) -> list[int]:
    """What this facilitator has taken and not finished."""
    return [pos for pos, flag in facts.room.flags.items() if flag.taken_by == staff and staff and not flag.done]
