"""release, return: what a facilitator decides about held words. Decided once."""

from __future__ import annotations

from chat.access import has_a_place
from chat.facts import Facts
from chat.fold import HeldWords
from chat.person import FACILITATORS
from chat.protocol.asks import Ask, Pos, StreamName
from chat.protocol.contents import Message, Released, Returned
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import ROOM, seat_number, seat_stream
from chat.words import AUTHOR_IS_OUT, RESUME_FIRST, ROOM_IS_SHUT, STAYED_WITH_US
from cohorts.schedule import Phase

from .outcome import Done, Draft, Refused, Request
from .registry import verb


class Release(Ask, frozen=True, tag="release"):
    """Let held words go to the room, now."""

    stream: StreamName
    pos: Pos


class Return(Ask, frozen=True, tag="return"):
    """Give held words back, with a note."""

    stream: StreamName
    pos: Pos
    body: str


@verb(Release, FACILITATORS, targets=True)
def release(facts: Facts, request: Request[Release]) -> Done:
    """The message and the word that it was released are written together, or neither is."""
    ask = request.ask
    number, held = _held(facts, ask.stream, ask.pos)
    _author_may_be_heard(facts, number)
    words = held.content
    message = Message(words.body, words.heads_up, words.reply_to)
    return Done((
        Draft(ROOM, message, author=seat_stream(number)),
        Draft(ask.stream, Released(), of=ask.pos),
    ))  # fmt: skip


@verb(Return, FACILITATORS)
def give_back(facts: Facts, request: Request[Return]) -> Done:
    """The young person reads the note; the room sees nothing."""
    ask = request.ask
    _held(facts, ask.stream, ask.pos)
    return Done((Draft(ask.stream, Returned(ask.body), of=ask.pos),))


def stayed_with_us(facts: Facts) -> tuple[Draft, ...]:
    """Nothing held survives closing: what nobody decided goes back with a true word."""
    return tuple(
        Draft(seat_stream(number), Returned(str(STAYED_WITH_US)), of=pos, author=SYSTEM)
        for number, seat in facts.room.seats.items()
        for pos in seat.held
    )


def _held(facts: Facts, stream: str, pos: int) -> tuple[int, HeldWords]:
    number = seat_number(stream)
    if number is None:
        raise Refused("not_found")
    seat = facts.room.seats[number]
    if pos in seat.decided:
        raise Refused("already")
    if pos not in seat.held:
        raise Refused("not_found")
    return number, seat.held[pos]


def _author_may_be_heard(facts: Facts, number: int) -> None:
    """Releasing is refused when the room is not talking, or its author has left it."""
    if facts.phase is Phase.OVER:
        raise Refused("over")
    if facts.phase is not Phase.OPEN:
        raise Refused("not_open", ROOM_IS_SHUT)
    if facts.room.paused is not None:
        raise Refused("paused", RESUME_FIRST)
    seat = facts.room.seats[number]
    if seat.aside or seat.ejected:
        raise Refused("aside", AUTHOR_IS_OUT)
    has_a_place(facts, number)
