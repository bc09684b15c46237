"""stay: stay behind with one young person when the room closes."""

from __future__ import annotations

from chat.access import has_a_place, may_stay_with
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol import contents
from chat.protocol.asks import Ask, SeatNumber
from chat.protocol.streams import seat_stream

from .outcome import Done, Draft, Refused, Request
from .registry import verb


class Stay(Ask, frozen=True, tag="stay"):
    """Stay behind with a seat: its own stream outlasts the room until it is settled; past the end it undoes that."""

    seat: SeatNumber


@verb(Stay, FACILITATORS, targets=True)
def stay(facts: Facts, request: Request[Stay]) -> Done:
    """The young person reads that there is time, and that they may go; `settle` ends it, and this undoes that."""
    number = request.ask.seat
    may_stay_with(facts, number)
    has_a_place(facts, number)
    seat = facts.room.seats[number]
    if seat.ejected:
        raise Refused("not_allowed")
    if seat.staying:
        raise Refused("already")
    return Done((Draft(seat_stream(number), contents.Stay()),))
