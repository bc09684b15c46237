"""round, turn, extend: an order, whose turn it is, and more time for it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from chat.access import has_a_place, may_hold_the_room
from chat.facts import Facts
from chat.fold import PromptState
from chat.person import FACILITATORS
from chat.protocol.asks import Ask, Pos, SeatNumber
from chat.protocol.script import Round as Turns
from chat.protocol.streams import ROOM
from chat.verbs import Done, Draft, Refused, Request, verb
from facilitator import rounds
from facilitator.words import OUT_OF_THE_ROOM, WENT_ON_MEANWHILE

Time = Annotated[int, Meta(ge=15, le=600)]
#: The seat that has a turn, 0 for nobody's.
Whose = Annotated[int, Meta(ge=0, le=8)]


class Round(Ask, frozen=True, tag="round"):
    """Begin the round of a prompt, or give it another order; `seconds` is about how long each has."""

    prompt: Pos
    order: Annotated[tuple[SeatNumber, ...], Meta(min_length=1, max_length=8)]
    seconds: Time = 60


class Turn(Ask, frozen=True, tag="turn"):
    """Go on to the next, or to this seat. `past`: whose turn it was, 0 for nobody's. `next`: else to whoever is next.

    `past` is who had the turn as this was pressed. `next` says that the seat was meant as the next one: if it rests or
    is not here by now, whoever is still to come has the turn, first in the order and then among those who came late.
    """

    prompt: Pos
    seat: SeatNumber | None = None
    past: Whose | None = None
    next: bool = False


class Extend(Ask, frozen=True, tag="extend"):
    """Give this turn so many seconds more."""

    prompt: Pos
    seconds: Time


@verb(Round, FACILITATORS, targets=True)
def begin(facts: Facts, request: Request[Round]) -> Done:
    """Everybody in the order has a place here, once. Begun already, the round keeps who has had a turn."""
    ask = request.ask
    prompt = _standing(facts, ask.prompt)
    if len(set(ask.order)) < len(ask.order):
        raise Refused("bad_frame")
    for seat in ask.order:
        has_a_place(facts, seat)
    resting = left_out(facts, prompt)
    if prompt.round is None:
        return _told(ask.prompt, rounds.begun(ask.order, resting, ask.seconds, facts.now))
    return _told(ask.prompt, rounds.reordered(prompt.round, ask.order, resting, facts.now))


@verb(Turn, FACILITATORS, targets=True, moves=True)
def turn(facts: Facts, request: Request[Turn]) -> Done:
    """Past the last who is here it is over; a seat named alone has the turn whether or not it had one.

    Nobody is gone past unseen.
    """
    ask = request.ask
    prompt, turns = _begun(facts, ask.prompt)
    if ask.past is not None and ask.past != (turns.whose or 0):
        raise Refused("already", WENT_ON_MEANWHILE)
    if ask.seat is not None and not ask.next:
        has_a_place(facts, ask.seat)
        if is_out(facts, ask.seat):
            raise Refused("not_allowed", OUT_OF_THE_ROOM)
        return _told(ask.prompt, rounds.given(turns, ask.seat, facts.now))
    if turns.over:
        raise Refused("already")
    return _told(ask.prompt, _next(facts, prompt, turns, ask))


@verb(Extend, FACILITATORS)
def extend(facts: Facts, request: Request[Extend]) -> Done:
    """Only a turn that somebody has can be given time."""
    ask = request.ask
    _, turns = _begun(facts, ask.prompt)
    if turns.whose is None:
        raise Refused("already")
    return _told(ask.prompt, rounds.extended(turns, ask.seconds, facts.now))


def is_out(facts: Facts, seat: int) -> bool:
    """Whether the room is not this seat's to hear, so that a turn in it would be nobody's."""
    state = facts.room.seats[seat]
    return state.aside or state.ejected


def left_out(facts: Facts, prompt: PromptState) -> set[int]:
    """The seats that the turns go past: whoever passes or listens, may not speak there now, or has left the course."""
    here = {person.seat for person in facts.roster.values() if not person.left}
    out = {seat for seat in facts.room.seats if seat not in here or is_out(facts, seat)}
    return out | on_a_breather(facts) | set(facts.room.script.resting(prompt))


def on_a_breather(facts: Facts) -> set[int]:
    """The seats that may not speak for now; their turn is still to come once they may."""
    return {number for number, seat in facts.room.seats.items() if seat.muted(facts.now)}


def seats_here(facts: Facts) -> set[int]:
    """The seats whose people are connected; asked only where a verb `moves`."""
    connected = {key for key, presence in facts.people.items() if presence.here}
    return {person.number for person in facts.roster.values() if person.seat and person.presence in connected}


def _next(facts: Facts, prompt: PromptState, turns: Turns, ask: Turn) -> Turns:
    """To somebody who is here and may speak. Who is not, or may not, has had none if that came in the middle of it."""
    present, resting = seats_here(facts), left_out(facts, prompt)
    going = turns if turns.whose in present - on_a_breather(facts) else replace(turns, whose=None)
    if ask.seat in present - resting - {*turns.had, turns.whose}:
        return rounds.given(going, ask.seat, facts.now)
    order = {*turns.order}
    late = sorted(present - order - resting) if ask.next else ()
    return rounds.after(going, resting | (order - present), facts.now, late)


def _told(prompt: int, turns: Turns) -> Done:
    return Done((Draft(ROOM, turns, of=prompt),))


def _begun(facts: Facts, pos: int) -> tuple[PromptState, Turns]:
    prompt = _standing(facts, pos)
    if prompt.round is None:
        raise Refused("not_found")
    return prompt, prompt.round


def _standing(facts: Facts, pos: int) -> PromptState:
    """The round's prompt, which stands in the room."""
    may_hold_the_room(facts)
    script = facts.room.script
    if pos != script.current or script.prompts[pos].content.form != "round":
        raise Refused("not_found")
    return script.prompts[pos]
