"""Alarms: young people somebody should look at at once, and whom nobody looks after yet. Pure, out of the fold.

Counted as the console counts them (`static/js/models/alarms.js`): one to a young person, whatever they pressed; taken,
it is quiet, and it comes back if no word was sent to them within two minutes (care.md §4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chat.facts import Facts
from chat.fold import Calls, FlagState, Fold
from chat.presence import Cover, unheld_since

#: So long somebody of the room has to take one, and to write once it is taken, before others hear of it.
LONG: Final = timedelta(minutes=2)
#: Somebody who lost the line is back sooner; after that nobody is waited for who is not there.
GRACE: Final = timedelta(seconds=60)


class Newest(NamedTuple):
    """The last flag of an alarm: where it stands, and when others are to hear of it by itself."""

    pos: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """One that nobody answers. `pos`: what in the staff stream it has stood by since: the flag, or who took it last.

    `newest`: whoever outside the room said that they have it may have said so before that.
    """

    seat: int | None
    pos: int
    repeats: bool
    due_at: datetime = field(compare=False)
    newest: Newest = field(compare=False)


def waiting(facts: Facts) -> frozenset[Alarm]:
    """Return the alarms of a room that stand, or will come back, and when others are to hear of each."""
    groups: dict[int | str, list[FlagState]] = {number: [] for number in facts.room.seats}
    for pos in sorted(facts.room.looks):
        flag = facts.room.flags[pos]
        if _counts(facts.room, pos, flag):
            whose = _whose(flag)
            groups.setdefault(f"flag {pos}" if whose is None else whose, []).append(flag)
    rings = {number: seat.ringing for number, seat in facts.room.seats.items()}
    silent = Calls()
    return frozenset(
        alarm for whose, flags in groups.items()
        for alarm in _one_of(facts, flags, rings[whose] if isinstance(whose, int) else silent)
    )  # fmt: skip


def _counts(room: Fold, pos: int, flag: FlagState) -> bool:
    """A look now that is not done; once their own call is settled, or somebody decided on their held words, it is over.

    Nobody has looked at what went back by itself as the room closed. Who is gone is another matter.
    """
    if flag.level != "now" or flag.done or flag.source == "gone":
        return False
    if flag.by is None:
        return True
    seat = room.seats[flag.by]
    return not (flag.of_held and flag.of_pos in seat.looked_at) and (not flag.is_call or pos in seat.calls)


def _whose(flag: FlagState) -> int | None:
    if flag.source == "help" and flag.by is not None:
        return flag.by
    return flag.by if flag.seat is None else flag.seat


def _one_of(facts: Facts, flags: list[FlagState], ringing: Calls) -> Iterable[Alarm]:
    """The one alarm of a young person: the first to be due that repeats, else the first to be due."""
    stand = sorted(_standing(facts, flags, ringing), key=lambda alarm: (not alarm.repeats, alarm.due_at, alarm.pos))
    return stand[:1]


def _standing(facts: Facts, flags: list[FlagState], ringing: Calls) -> Iterator[Alarm]:
    taken = max((flag for flag in flags if flag.taken_at is not None), key=_taken_at, default=None)
    first, last = (
        [facts.room.flags[pos] for pos in (one,) if pos is not None] for one in (ringing.first(), ringing.last())
    )
    if not flags and not first:
        return
    wrote, newest = _last_word(facts.room, [*flags, *first]), _newest(facts, [*flags, *last])
    for flag in [*flags, *_that_may_be_first(facts.room, ringing, wrote, None if taken is None else taken.taken_at)]:
        since, pos, long = flag.at, flag.last, LONG
        # Whoever is with them when they press once more has heard that too.
        if taken is not None and taken.taken_at is not None and flag.at < taken.taken_at + LONG:
            since, pos, long = max(taken.taken_at, flag.at), max(taken.last, flag.last), LONG + LONG
            if wrote is not None and wrote >= since:
                continue
        due_at = min(since + long, _nobody_here(facts, since, since + long))
        yield Alarm(_whose(flag), pos, flag.repeats, due_at, newest)


def _newest(facts: Facts, flags: Iterable[FlagState]) -> Newest:
    flag = max(flags, key=lambda each: (each.at, each.last))
    return Newest(flag.last, min(flag.at + LONG, _nobody_here(facts, flag.at, flag.at + LONG)))


def _that_may_be_first(
    room: Fold, ringing: Calls, wrote: datetime | None, taken_at: datetime | None
) -> Iterator[FlagState]:
    """Of calls that nobody took, in their order, those that can be due before the others: somebody may have thousands.

    The first of all; the first that no word answered; and the first so late that taking another does not cover it.
    """
    after = None if wrote is None else ringing.first_after(wrote)
    late = None if taken_at is None else ringing.first_from(taken_at + LONG)
    for pos in {ringing.first(), after, late} - {None}:
        yield room.flags[pos or 0]


def _nobody_here(facts: Facts, since: datetime, otherwise: datetime) -> datetime:
    """When others hear of it while no facilitator is here: at once, but for a lost line (care.md §6)."""
    if facts.cover is Cover.HERE:
        return otherwise
    gone = unheld_since(facts.people)
    return since if gone is None else max(since, gone + GRACE)


def _taken_at(flag: FlagState) -> datetime:
    return flag.taken_at or flag.at


def _last_word(room: Fold, flags: list[FlagState]) -> datetime | None:
    """When staff last wrote to any of those concerned."""
    concerned = {number for flag in flags for number in (flag.by, flag.seat) if number is not None}
    words = (room.seats[number].written_at for number in concerned)
    return max((at for at in words if at is not None), default=None)
