"""aside, eject, readmit: out of the room, out of the session as the last step, and back."""

from __future__ import annotations

from chat.access import has_a_place, may_hold_the_room
from chat.facts import Facts
from chat.fold import SeatState
from chat.person import COUNSELLORS, FACILITATORS
from chat.protocol import contents
from chat.protocol.asks import Ask, Pos, SeatNumber, Short
from chat.protocol.streams import seat_stream
from chat.words import CHANGED_SINCE

from .outcome import Done, Draft, Refused, Request
from .registry import verb


class Aside(Ask, frozen=True, tag="aside"):
    """Take a seat out of the room; its own stream and help stay."""

    seat: SeatNumber
    reason: Short
    text: Short | None = None


class Eject(Ask, frozen=True, tag="eject"):
    """Take a seat out of the session."""

    seat: SeatNumber
    reason: Short
    text: Short | None = None


class Readmit(Ask, frozen=True, tag="readmit"):
    """Bring a seat back after aside or eject. `of`: to undo just this one of theirs, while it is the last."""

    seat: SeatNumber
    reason: Short | None = None
    text: Short | None = None
    of: Pos | None = None


@verb(Aside, FACILITATORS, targets=True)
def aside(facts: Facts, request: Request[Aside]) -> Done:
    """Somebody already outside is `already`."""
    ask = request.ask
    seat = _seat(facts, ask.seat)
    if seat.aside or seat.ejected:
        raise Refused("already")
    return Done((Draft(seat_stream(ask.seat), contents.Aside(ask.reason, ask.text)),))


@verb(Eject, COUNSELLORS, targets=True)
def eject(facts: Facts, request: Request[Eject]) -> Done:
    """The last step, for counsellors alone; the sockets close after the entry."""
    ask = request.ask
    if _seat(facts, ask.seat).ejected:
        raise Refused("already")
    return Done((Draft(seat_stream(ask.seat), contents.Eject(ask.reason, ask.text)),))


@verb(Readmit, FACILITATORS, targets=True)
def readmit(facts: Facts, request: Request[Readmit]) -> Done:
    """What a counsellor did is undone by one. Whoever was aside before the eject that is undone alone stays so."""
    ask = request.ask
    seat = _seat(facts, ask.seat)
    if not (seat.aside or seat.ejected):
        raise Refused("already")
    if ask.of is not None and ask.of != seat.put_out:
        raise Refused("already", CHANGED_SINCE)
    if seat.ejected and request.person.role not in COUNSELLORS:
        raise Refused("not_allowed")
    stays_aside = ask.of is not None and seat.ejected and seat.aside
    return Done((Draft(seat_stream(ask.seat), contents.Readmit(ask.reason, ask.text, stays_aside)),))


def _seat(facts: Facts, number: int) -> SeatState:
    may_hold_the_room(facts)
    has_a_place(facts, number)
    return facts.room.seats[number]
