"""How flags, and what becomes of them, change the state of a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat.protocol import contents as c
from chat.protocol import team as t
from chat.protocol.entry import Entry
from chat.protocol.streams import ROOM, STAFF, seat_number

from .state import FlagState, SeatState

if TYPE_CHECKING:
    from .apply import Fold


def raised(fold: Fold, entry: Entry, content: t.Flag) -> None:
    """Somebody should look. A call is its own author's, and stays with them until it is settled."""
    if entry.stream != STAFF:
        return
    of_held = not content.diverted and _is_held(fold, content)
    flag = FlagState(
        content.level, content.source, content.by, content.seat, entry.at, content.of_pos, diverted=content.diverted,
        of_held=of_held, for_room=content.source == "guard" and (of_held or content.of_stream in (ROOM, STAFF)),
        repeats=content.repeats, last=entry.pos, sort=content.sort,
    )  # fmt: skip
    fold.flags[entry.pos] = flag
    _open(fold, entry.pos, flag)
    if content.seat is not None:
        fold.seats[content.seat].missed_since = content.since or fold.seats[content.seat].missed_since
    if flag.is_call and flag.source == "help" and flag.by is not None:
        fold.seats[flag.by].ringing.add(entry.pos, flag.at)
        fold.looks.discard(entry.pos)
    _of_stopped(fold, content)


def _of_stopped(fold: Fold, flag: t.Flag) -> None:
    """It may point at words that were stopped: then that is how soon staff look at them."""
    words = fold.seats[flag.by].stopped if flag.by is not None else None
    if words is not None and flag.of_stream == STAFF and flag.of_pos == words.pos:
        words.level = flag.level


def _is_held(fold: Fold, flag: t.Flag) -> bool:
    number = seat_number(flag.of_stream) if flag.of_stream else None
    return number is not None and flag.of_pos in fold.seats[number].held


def taken(fold: Fold, entry: Entry, content: c.Taken) -> None:
    """Somebody looks."""
    if entry.stream == STAFF and entry.of in fold.flags:
        flag = fold.flags[entry.of]
        _goes_along(fold, entry, entry.of, flag.taken_by)
        flag.taken_by, flag.taken_at, flag.last = content.staff, entry.at, entry.pos
        if flag.by is not None:
            fold.seats[flag.by].ringing.discard(entry.of)
        if flag.level == "now" and not flag.done:
            fold.looks.add(entry.of)


def done(fold: Fold, entry: Entry, content: t.FlagDone) -> None:
    """Somebody has looked."""
    flag = fold.flags.get(entry.of or 0)
    if flag is None or entry.of is None:
        return
    flag.done = True
    fold.handed.flags.pop(entry.of, None)
    fold.looks.discard(entry.of)
    for seat in fold.seats.values():
        seat.flags.discard(entry.of)
        seat.about.discard(entry.of)
        seat.ringing.discard(entry.of)
        if not content.keeps:
            seat.calls.discard(entry.of)
            seat.by_words.discard(entry.of)


def reopened(fold: Fold, entry: Entry, content: t.Reopened) -> None:
    """Somebody looks again."""
    flag = fold.flags.get(entry.of or 0)
    if flag is None or entry.of is None:
        return
    flag.done, flag.last = False, entry.pos
    fold.handed.flags.pop(entry.of, None)
    _open(fold, entry.of, flag)


def written(fold: Fold, entry: Entry) -> None:
    """Staff wrote to a young person: an alarm of theirs that went along with the lead is its writer's by now."""
    number = seat_number(entry.stream)
    for pos, had in list(fold.handed.flags.items()):
        if number in (fold.flags[pos].by, fold.flags[pos].seat) and entry.author != f"staff:{had}":
            del fold.handed.flags[pos]


def decided(fold: Fold, seat: SeatState, pos: int) -> None:
    """Somebody read these held words and decided on them, so that a flag that points at them keeps nothing open."""
    seat.looked_at.add(pos)
    for by_words in [each for each in seat.by_words if _is_looked_at(seat, fold.flags[each])]:
        seat.calls.discard(by_words)
        seat.by_words.discard(by_words)


def settled(seat: SeatState) -> None:
    """No call of theirs is open any more."""
    seat.calls.clear()
    seat.ringing.clear()
    seat.by_words.clear()


def _goes_along(fold: Fold, entry: Entry, pos: int, had: str | None) -> None:
    """Taken in the same breath as the lead changed hands, it went along; at any other time somebody takes it up.

    Of what one request writes the first alone carries its ref.
    """
    handed = fold.handed
    handed.flags.pop(pos, None)
    if had is not None and entry.ref is None and entry.turn == handed.turn + 1:
        handed.turn, handed.flags[pos] = entry.turn, had


def _open(fold: Fold, pos: int, flag: FlagState) -> None:
    if flag.level == "now":
        fold.looks.add(pos)
    if flag.seat is not None:
        fold.seats[flag.seat].flags.add(pos)
        if not flag.is_call:
            fold.seats[flag.seat].about.add(pos)
    if flag.is_call and flag.by is not None and not _is_looked_at(fold.seats[flag.by], flag):
        fold.seats[flag.by].calls.add(pos, flag.at)
        if flag.source != "help":
            fold.seats[flag.by].by_words.add(pos)


def _is_looked_at(seat: SeatState, flag: FlagState) -> bool:
    return flag.of_held and flag.of_pos in seat.looked_at
