"""note, take, flag_done, reopen, settle: what the team does among itself, and what it finishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from chat.facts import Facts
from chat.fold import FlagState
from chat.person import COMPANY, FACILITATORS
from chat.protocol import contents, team
from chat.protocol.asks import Also, Ask, From, Pos, SeatNumber, Short
from chat.protocol.streams import STAFF, seat_stream
from chat.words import WROTE_MEANWHILE
from cohorts.schedule import Phase

from .outcome import Done, Draft, Refused, Request
from .registry import verb

#: A flag that was taken comes back if nobody has written to the young person for so long (care.md, alarm discipline).
COMES_BACK_AFTER: Final = timedelta(minutes=2)


class Note(Ask, frozen=True, tag="note"):
    """A note among the team."""

    body: str


class Take(Ask, frozen=True, tag="take"):
    """I am looking at this flag, and at those beside it that nobody else looks at."""

    pos: Pos
    also: Also = ()


class FlagDone(Ask, frozen=True, tag="flag_done"):
    """I have looked at this flag; this came of it, and of those beside it that are open."""

    pos: Pos
    outcome: Short
    also: Also = ()


class Reopen(Ask, frozen=True, tag="reopen"):
    """That flag needs looking at again, and those beside it that were finished."""

    pos: Pos
    also: Also = ()


class Settle(Ask, frozen=True, tag="settle"):
    """What was open with somebody has been seen to. `after`, `after_staff`: how far their stream and staff's had come.

    As this was begun: words that are refused, or marked in the room, stand in no stream of theirs.
    """

    seat: SeatNumber
    outcome: Short
    after: From | None = None
    after_staff: From | None = None


@verb(Note, COMPANY)
def note(facts: Facts, request: Request[Note]) -> Done:
    """Notes may be written at any time, also after the end."""
    return Done((Draft(STAFF, team.Note(request.ask.body)),))


@verb(Take, FACILITATORS)
def take(facts: Facts, request: Request[Take]) -> Done:
    """One person takes a flag, until it comes back. Only whoever was told that somebody was called learns the name.

    A call that was settled meanwhile is `already`: whoever was finished with does not read then that somebody is here.
    """
    person, ask = request.person, request.ask
    flags = _flags(facts, ask, lambda pos, flag: _is_free(facts, pos, flag))
    taken = contents.Taken(person.name, person.staff)
    callers = dict.fromkeys(flag.by for flag in flags.values() if flag.was_told and flag.by is not None)
    told = (Draft(seat_stream(caller), contents.Taken(person.name)) for caller in callers)
    return Done((*(Draft(STAFF, taken, of=pos) for pos in flags), *told))


@verb(FlagDone, FACILITATORS)
def flag_done(facts: Facts, request: Request[FlagDone]) -> Done:
    """Done once. During the evening it keeps a young person's stream open no longer; past the end `settle` does."""
    ask = request.ask
    outcome = team.FlagDone(ask.outcome, keeps=facts.phase is Phase.OVER)
    return Done(tuple(Draft(STAFF, outcome, of=pos) for pos in _flags(facts, ask, lambda _, flag: not flag.done)))


@verb(Reopen, FACILITATORS)
def reopen(facts: Facts, request: Request[Reopen]) -> Done:
    """Undo `flag_done`; a flag that is open is `already`."""
    return Done(tuple(Draft(STAFF, team.Reopened(), of=pos) for pos in _flags(facts, request.ask, _is_done)))


@verb(Settle, FACILITATORS)
def settle(facts: Facts, request: Request[Settle]) -> Done:
    """Nothing open with this seat is `already`, and so is what they wrote or called unseen: nobody has seen to that."""
    ask = request.ask
    seat = facts.room.seats[ask.seat]
    if not seat.kept_open:
        raise Refused("already")
    if _goes_past(ask.after, seat.wrote) or _goes_past(ask.after_staff, seat.calls.last() or 0):
        raise Refused("already", WROTE_MEANWHILE)
    return Done((Draft(seat_stream(ask.seat), contents.Settled(ask.outcome)),))


def _goes_past(seen: int | None, newest: int) -> bool:
    """Whether more stands there than was seen; whoever does not say how far that was is believed."""
    return seen is not None and seen < newest


def _is_done(pos: int, flag: FlagState) -> bool:
    return flag.done


def _is_free(facts: Facts, pos: int, flag: FlagState) -> bool:
    if flag.is_call and flag.by is not None and pos not in facts.room.seats[flag.by].calls:
        return False  # settled, or their held words were decided on
    return not flag.done and (flag.taken_by is None or _has_come_back(facts, flag))


def _has_come_back(facts: Facts, flag: FlagState) -> bool:
    """Whether it was taken and nobody has written to those concerned since."""
    if flag.taken_at is None or facts.now < flag.taken_at + COMES_BACK_AFTER:
        return False
    concerned = [facts.room.seats[number] for number in {flag.seat, flag.by} if number is not None]
    return not any(seat.written_at and seat.written_at >= flag.taken_at for seat in concerned)


def _flags(facts: Facts, ask: Take | FlagDone | Reopen, fits: Callable[[int, FlagState], bool]) -> dict[int, FlagState]:
    """The flag that is meant, which must fit, and those beside it that do: others may have been quicker there."""
    first = facts.room.flags.get(ask.pos)
    if first is None:
        raise Refused("not_found")
    if not fits(ask.pos, first):
        raise Refused("already")
    beside = {pos: flag for pos in ask.also if (flag := facts.room.flags.get(pos)) is not None and fits(pos, flag)}
    return {ask.pos: first, **beside}
