"""Entering and leaving: presence rows, and what a facilitator's coming makes true."""

from __future__ import annotations

from dataclasses import dataclass

from chat.facts import Facts
from chat.person import ANYONE, LOOPS, Person
from chat.protocol.asks import Ask
from chat.protocol.closing import Close, Gone
from chat.protocol.contents import Resumed
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import ROOM
from cohorts.schedule import Phase

from .opening import may_open, opened
from .outcome import Done, Draft, Request, Row
from .registry import verb
from .unusual import opened_after_all


class Enter(Ask, frozen=True, tag="+enter"):
    """A socket comes in; its ref is the socket's own id."""


class Leave(Ask, frozen=True, tag="+leave"):
    """A socket went; its ref is the socket's own id. Asked by the system, about anybody."""


@dataclass(frozen=True, slots=True)
class ArrivalRow(Row):
    """A socket of this person in this session, held by this worker."""

    person: str
    socket: str


@dataclass(frozen=True, slots=True)
class DepartureRow(Row):
    """That socket is gone."""

    socket: str


@verb(Enter, ANYONE, remembered=False, moves=True, targets=True)
def enter(facts: Facts, request: Request[Enter]) -> Done:
    """Come in. Raises `Gone` for somebody whose place is not there tonight."""
    person = request.person
    arrival = ArrivalRow(person.presence, request.ask.ref)
    if person.holds_the_room:
        again = _held_again(facts, person)
        return Done(again.entries, (arrival, *again.rows))
    if person.seat is not None:
        _place_tonight(facts, person)
    return Done(rows=(arrival,))


@verb(Leave, LOOPS, remembered=False, moves=True)
def leave(facts: Facts, request: Request[Leave]) -> Done:
    """Go. Nobody in a seat is told. It waits its turn, or it might be done before the entering it ends."""
    return Done(rows=(DepartureRow(request.ask.ref),))


def _place_tonight(facts: Facts, person: Person) -> None:
    seat = facts.seat(person)
    if seat.ejected:
        raise Gone(Close.NO_LONGER)
    if facts.phase is Phase.OVER and not seat.kept_open:
        raise Gone(Close.OVER)


def _held_again(facts: Facts, person: Person) -> Done:
    """What absence alone had shut, a facilitator's coming opens: it would not be true any more."""
    drafts, rows = list[Draft](), list[Row]()
    times = facts.meeting.times
    first = facts.room.mark is None and facts.now >= times.starts_at
    in_time = times.opens_at <= facts.now < times.ends_at
    if (first or facts.room.closed_by_absence) and in_time and may_open(facts, person):
        drafts += opened(facts, SYSTEM, person)
        rows += opened_after_all(facts)
    if facts.room.paused_by_absence and facts.now < times.closes_at:
        drafts.append(Draft(ROOM, Resumed(), author=SYSTEM))
    return Done(tuple(drafts), tuple(rows))
