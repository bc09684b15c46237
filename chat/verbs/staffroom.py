"""note, take, flag_done, reopen, settle: what the team does among itself, and what it finishes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from chat.facts import Facts
from chat.fold import FlagState
from chat.person import COMPANY, FACILITATORS
from chat.protocol import contents, team
from chat.protocol.asks import Ask, Pos, SeatNumber, Short
from chat.protocol.streams import STAFF, seat_stream
from cohorts.schedule import Phase

from .outcome import Done, Draft, Refused, Request
from .registry import verb

#: A flag that was taken comes back if nobody has written to the young person for so long (care.md, alarm discipline).
COMES_BACK_AFTER: Final = timedelta(minutes=2)


class Note(Ask, frozen=True, tag="note"):
    """A note among the team."""

    body: str


class Take(Ask, frozen=True, tag="take"):
    """I am looking at this flag."""

    pos: Pos


class FlagDone(Ask, frozen=True, tag="flag_done"):
    """I have looked at this flag; this came of it."""

    pos: Pos
    outcome: Short


class Reopen(Ask, frozen=True, tag="reopen"):
    """That flag needs looking at again."""

    pos: Pos


class Settle(Ask, frozen=True, tag="settle"):
    """What was open with a young person has been seen to."""

    seat: SeatNumber
    outcome: Short


@verb(Note, COMPANY)
def note(facts: Facts, request: Request[Note]) -> Done:
    """Notes may be written at any time, also after the end."""
    return Done((Draft(STAFF, team.Note(request.ask.body)),))


@verb(Take, FACILITATORS)
def take(facts: Facts, request: Request[Take]) -> Done:
    """One person takes a flag, until it comes back. Only whoever was told that somebody was called learns the name."""
    person, pos = request.person, request.ask.pos
    flag = _flag(facts, pos)
    if flag.done or not (flag.taken_by is None or _has_come_back(facts, flag)):
        raise Refused("already")
    taken = Draft(STAFF, contents.Taken(person.name, person.staff), of=pos)
    if not flag.was_told or flag.by is None:
        return Done((taken,))
    return Done((taken, Draft(seat_stream(flag.by), contents.Taken(person.name))))


@verb(FlagDone, FACILITATORS)
def flag_done(facts: Facts, request: Request[FlagDone]) -> Done:
    """Done once. During the evening it keeps a young person's stream open no longer; past the end `settle` does."""
    ask = request.ask
    if _flag(facts, ask.pos).done:
        raise Refused("already")
    outcome = team.FlagDone(ask.outcome, keeps=facts.phase is Phase.OVER)
    return Done((Draft(STAFF, outcome, of=ask.pos),))


@verb(Reopen, FACILITATORS)
def reopen(facts: Facts, request: Request[Reopen]) -> Done:
    """Undo `flag_done`; a flag that is open is `already`."""
    if not _flag(facts, request.ask.pos).done:
        raise Refused("already")
    return Done((Draft(STAFF, team.Reopened(), of=request.ask.pos),))


@verb(Settle, FACILITATORS)
def settle(facts: Facts, request: Request[Settle]) -> Done:
    """Nothing open with this seat is `already`."""
    ask = request.ask
    if not facts.room.seats[ask.seat].kept_open:
        raise Refused("already")
    return Done((Draft(seat_stream(ask.seat), contents.Settled(ask.outcome)),))


def _has_come_back(facts: Facts, flag: FlagState) -> bool:
    """Whether it was taken and nobody has written to those concerned since."""
    if flag.taken_at is None or facts.now < flag.taken_at + COMES_BACK_AFTER:
        return False
    concerned = [facts.room.seats[number] for number in {flag.seat, flag.by} if number is not None]
    return not any(seat.written_at and seat.written_at >= flag.taken_at for seat in concerned)


def _flag(facts: Facts, pos: int) -> FlagState:
    flag = facts.room.flags.get(pos)
    if flag is None:
        raise Refused("not_found")
    return flag
