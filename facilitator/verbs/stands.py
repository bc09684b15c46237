"""+concern: the team is told how a concern stands that was raised or changed from a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chat.facts import Facts
from chat.person import LOOPS
from chat.protocol.asks import Ask
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import STAFF, seat_stream
from chat.protocol.team import Concern, Concerned, Stands
from chat.verbs import Beside, Done, Draft, Refused, Request, verb
from facilitator.safeguarding import models


class ConcernStands(Ask, frozen=True, tag="+concern"):
    """Say it; the ref is made from how it stands since when, so that two loops say it once."""

    seat: int
    level: Concerned
    state: Stands
    record: str


@dataclass(frozen=True, slots=True)
class Said(Beside):
    """The team has been told; what changed meanwhile is said next."""

    record: str
    state: Stands

    def write(self, session: int, at: datetime) -> None:
        """Say so of the concern of this session alone."""
        models.Concern.objects.filter(session=session, public_id=self.record).update(told=self.state)


@verb(ConcernStands, LOOPS, targets=True)
def tell_how_it_stands(facts: Facts, request: Request[ConcernStands]) -> Done:
    """At any time, also long after the end: whoever reads the evening back reads what became of it."""
    ask = request.ask
    if seat_stream(ask.seat) not in facts.roster:
        raise Refused("not_found")
    said = Concern(ask.seat, ask.level, ask.state, ask.record)
    return Done((Draft(STAFF, said, author=SYSTEM),), (Said(ask.record, ask.state),))
