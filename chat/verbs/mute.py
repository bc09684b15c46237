"""mute, unmute: a breather with an end. The person can still read, and still write to staff."""

from __future__ import annotations

from datetime import timedelta

from chat.access import has_a_place, may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol.asks import Ask, SeatNumber, Seconds, Short
from chat.protocol.contents import Muted, Unmuted
from chat.protocol.streams import seat_stream
from chat.words import BREATHER_AT_MOST
from cohorts.roles import longest_breather

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
    """A second mute sets a new end; none outlasts the session, nor what the asker's role may give."""
    ask, lasts = request.ask, timedelta(seconds=request.ask.seconds)
    may_hold_the_room(facts)
    has_a_place(facts, ask.seat)
    if lasts > (most := longest_breather(request.person.role)):
        raise Refused("not_allowed", BREATHER_AT_MOST % {"minutes": most // timedelta(minutes=1)})
    until = min(facts.now + lasts, facts.meeting.times.closes_at)
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
