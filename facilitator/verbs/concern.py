"""concern: an adult's judgement that somebody should act.

The staff of the room see that there is one and how pressing it is; its words are sealed in a record of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol.asks import Ask, Pos, SeatNumber, StreamName
from chat.protocol.streams import STAFF, STAFF_HEARS, seat_stream
from chat.protocol.team import Concern, Concerned
from chat.verbs import Beside, Done, Draft, Refused, Request, verb
from cohorts import ids
from cohorts.models import Seat, Session, Staff
from facilitator.actions.raising import raise_concern
from facilitator.safeguarding.models import Level, Stands

Positions = Annotated[tuple[Pos, ...], Meta(max_length=20)]


class RaiseConcern(Ask, frozen=True, tag="concern"):
    """Raise a concern about a seat; `entries` of one `stream` are what it rests on, `body` what was seen.

    Words can come later: whoever is with somebody in danger tells first and writes after (care.md §7).
    """

    seat: SeatNumber
    level: Concerned
    body: str | None = None
    stream: StreamName | None = None
    entries: Positions = ()


@dataclass(frozen=True, slots=True)
class RecordBegun(Beside):
    """The concern's rows."""

    record: str
    by: str
    seat: int
    level: Concerned
    body: str = field(repr=False)
    words: tuple[str, tuple[int, ...]] | None

    def write(self, session: int, at: datetime) -> None:
        """The seat is whoever had the number that evening."""
        evening = Session.objects.select_related("cohort").get(pk=session)
        seat = Seat.objects.of_evening(evening, self.seat)
        raise_concern(
            Staff.objects.get(public_id=self.by), evening, seat, Level(self.level), self.body, at,
            words=self.words, public_id=self.record, told=Stands.OPEN,
        )  # fmt: skip


@verb(RaiseConcern, FACILITATORS, targets=True)
def raise_it(facts: Facts, request: Request[RaiseConcern]) -> Done:
    """At any time, also after the end, and about somebody who has left: what nobody may hear of is no reason."""
    ask, person = request.ask, request.person
    if seat_stream(ask.seat) not in facts.roster or not _are_there(facts, ask):
        raise Refused("not_found")
    record = ids.made_from(facts.meeting.id, person.key, ask.ref)
    words = (ask.stream, ask.entries) if ask.stream and ask.entries else None
    begun = RecordBegun(record, person.staff or "", ask.seat, ask.level, ask.body or "", words)
    return Done((Draft(STAFF, Concern(ask.seat, ask.level, "open", record)),), (begun,))


def _are_there(facts: Facts, ask: RaiseConcern) -> bool:
    """Whether staff hear the stream, and it goes as far."""
    if not ask.entries:
        return True
    head = facts.room.heads.get(ask.stream or "", 0)
    return ask.stream in STAFF_HEARS and max(ask.entries) <= head
