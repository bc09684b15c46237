"""open, close: the doors of the room."""

from __future__ import annotations

from chat.access import may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol.asks import Ask
from chat.protocol.contents import Phase as PhaseSet
from chat.protocol.streams import ROOM
from cohorts.schedule import Phase

from .held import stayed_with_us
from .opening import must_be_able_to_open, opened
from .outcome import Done, Draft, Refused, Request
from .registry import verb
from .unusual import came_out, opened_after_all


class Open(Ask, frozen=True, tag="open"):
    """Open the room from the lobby, or undo a close before the hour is up."""


class Close(Ask, frozen=True, tag="close"):
    """End the room for everyone; the stay-behind begins."""


@verb(Open, FACILITATORS, targets=True)
def open_room(facts: Facts, request: Request[Open]) -> Done:
    """An open room may be opened again: the entry carries the result, not a change."""
    may_hold_the_room(facts)
    if facts.now >= facts.meeting.times.ends_at:
        raise Refused("not_allowed")
    must_be_able_to_open(facts)
    return Done(opened(facts), opened_after_all(facts))


@verb(Close, FACILITATORS, moves=True)
def close_room(facts: Facts, request: Request[Close]) -> Done:
    """What is still held goes back to its author in the same breath."""
    may_hold_the_room(facts)
    if facts.phase is Phase.CLOSING:
        raise Refused("already")
    return Done((Draft(ROOM, PhaseSet("closing")), *stayed_with_us(facts)), came_out(facts))
