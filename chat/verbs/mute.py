"""mute, unmute: a breather with an end. The person can still read, and still write to staff."""

from __future__ import annotations

from datetime import timedelta

from chat.access import has_a_place, may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol.asks import Ask, SeatNumber, Seconds, Short
from chat.protocol.contents import Muted, Unmuted
from chat.protocol.streams import seat_stream

from .outcome import Done, Draft, Refused, Request
from .registry import verb


class Mute(Ask, frozen=True, tag="mute"):
    """Give a seat a breather; `text` is what the young person reads, `reason` is for staff."""

    seat: SeatNumber
    seconds: Seconds
    reason: Short
    text: Short | None = None


class Unmute(Ask, frozen=True, tag="unmute"):
    """End a breather early."""

    seat: SeatNumber


@verb(Mute, FACILITATORS, targets=True)
def mute(facts: Facts, request: Request[Mute]) -> Done:
    """A second mute sets a new end; none outlasts the session."""
    ask = request.ask
    may_hold_the_room(facts)
    has_a_place(facts, ask.seat)
    until = min(facts.now + timedelta(seconds=ask.seconds), facts.meeting.times.closes_at)
    return Done((Draft(seat_stream(ask.seat), Muted(until, ask.reason, ask.text)),))


@verb(Unmute, FACILITATORS, targets=True)
def unmute(facts: Facts, request: Request[Unmute]) -> Done:
    """Nothing to end is `already`."""
    ask = request.ask
    may_hold_the_room(facts)
    has_a_place(facts, ask.seat)
    if not facts.room.seats[ask.seat].muted(facts.now):
        raise Refused("already")
    return Done((Draft(seat_stream(ask.seat), Unmuted()),))
