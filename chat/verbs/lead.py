"""lead: hand the session over to another of its facilitators, or take it from one who is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol import contents, team
from chat.protocol.asks import Ask
from chat.protocol.streams import STAFF

from .outcome import Done, Draft, Refused, Request, Row
from .registry import verb


class Lead(Ask, frozen=True, tag="lead"):
    """From now on this facilitator leads, and what the one before had taken is theirs."""

    staff: Annotated[str, Meta(min_length=1, max_length=40)]


@dataclass(frozen=True, slots=True)
class LeadRow(Row):
    """Who leads, on the shift itself. `staff` is a public id."""

    staff: str


@verb(Lead, FACILITATORS, targets=True)
def lead(facts: Facts, request: Request[Lead]) -> Done:
    """Anybody of the team may ask, as whoever falls ill may not be able to; at any time, as open things outlast it."""
    new = facts.roster.get(f"staff:{request.ask.staff}")
    if new is None or new.left or new.staff is None or not new.holds_the_room:
        raise Refused("not_found")
    old = facts.lead
    if old == new.staff:
        raise Refused("already")
    flags = [pos for pos, flag in facts.room.flags.items() if flag.taken_by == old and old and not flag.done]
    handed = [Draft(STAFF, contents.Taken(new.name, new.staff), of=pos) for pos in flags]
    return Done((Draft(STAFF, team.Lead(new.staff, new.name)), *handed), (LeadRow(new.staff),))
