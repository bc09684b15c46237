"""mode, slow, pause, resume: how the room runs."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.access import has_a_place, may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol import contents, team
from chat.protocol.asks import Ask, SeatNumber, Short
from chat.protocol.streams import ROOM, STAFF
from chat.words import QUIET_MOMENT

from .outcome import Done, Draft, Refused, Request
from .registry import verb


class Mode(Ask, frozen=True, tag="mode"):
    """Hold more, or less, of the room's words or of one seat's. The stricter of the two wins."""

    mode: team.Mode
    seat: SeatNumber | None = None


class Slow(Ask, frozen=True, tag="slow"):
    """Each seat once in so many seconds; 0 lifts it."""

    seconds: Annotated[int, Meta(ge=0, le=600)]


class Pause(Ask, frozen=True, tag="pause"):
    """Calm for all, with the words they read."""

    text: Short | None = None


class Resume(Ask, frozen=True, tag="resume"):
    """Go on."""


@verb(Mode, FACILITATORS, targets=True)
def mode(facts: Facts, request: Request[Mode]) -> Done:
    """Told to staff alone; a seat learns of it only by its words being held."""
    ask = request.ask
    may_hold_the_room(facts)
    if ask.seat is not None:
        has_a_place(facts, ask.seat)
    return Done((Draft(STAFF, team.ModeSet(ask.mode, ask.seat)),))


@verb(Slow, FACILITATORS)
def slow(facts: Facts, request: Request[Slow]) -> Done:
    """The resulting value goes to everyone."""
    may_hold_the_room(facts)
    return Done((Draft(ROOM, contents.Slow(request.ask.seconds)),))


@verb(Pause, FACILITATORS)
def pause(facts: Facts, request: Request[Pause]) -> Done:
    """A second pause replaces the words."""
    may_hold_the_room(facts)
    return Done((Draft(ROOM, contents.Paused(request.ask.text or str(QUIET_MOMENT))),))


@verb(Resume, FACILITATORS)
def resume(facts: Facts, request: Request[Resume]) -> Done:
    """Nothing to resume is `already`."""
    may_hold_the_room(facts)
    if facts.room.paused is None:
        raise Refused("already")
    return Done((Draft(ROOM, contents.Resumed()),))
