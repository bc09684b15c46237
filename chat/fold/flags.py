"""How flags, and what becomes of them, change the state of a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat.protocol import contents as c
from chat.protocol import team as t
from chat.protocol.entry import Entry
from chat.protocol.streams import STAFF, seat_number

from .state import FlagState

if TYPE_CHECKING:
    from .apply import Fold


def raised(fold: Fold, entry: Entry, content: t.Flag) -> None:
    """Somebody should look. A call is its own author's, and stays with them until it is settled."""
    if entry.stream != STAFF:
        return
    flag = FlagState(
        content.level, content.source, content.by, content.seat, entry.at, content.of_pos, diverted=content.diverted,
        of_held=not content.diverted and _is_held(fold, content), repeats=content.repeats, last=entry.pos,
        sort=content.sort,
    )  # fmt: skip
    fold.flags[entry.pos] = flag
    if content.seat is not None:
        fold.seats[content.seat].flags.add(entry.pos)
        fold.seats[content.seat].missed_since = content.since or fold.seats[content.seat].missed_since
    if flag.is_call and content.by is not None:
        fold.seats[content.by].calls.add(entry.pos)


def _is_held(fold: Fold, flag: t.Flag) -> bool:
    number = seat_number(flag.of_stream) if flag.of_stream else None
    return number is not None and flag.of_pos in fold.seats[number].held


def taken(fold: Fold, entry: Entry, content: c.Taken) -> None:
    """Somebody looks."""
    if entry.stream == STAFF and entry.of in fold.flags:
        flag = fold.flags[entry.of]
        flag.taken_by, flag.taken_at, flag.last = content.staff, entry.at, entry.pos


def done(fold: Fold, entry: Entry, content: t.FlagDone) -> None:
    """Somebody has looked."""
    flag = fold.flags.get(entry.of or 0)
    if flag is None or entry.of is None:
        return
    flag.done = True
    for seat in fold.seats.values():
        seat.flags.discard(entry.of)
        if not content.keeps:
            seat.calls.discard(entry.of)


def reopened(fold: Fold, entry: Entry, content: t.Reopened) -> None:
    """Somebody looks again."""
    flag = fold.flags.get(entry.of or 0)
    if flag is None or entry.of is None:
        return
    flag.done, flag.last = False, entry.pos
    if flag.seat is not None:
        fold.seats[flag.seat].flags.add(entry.of)
    if flag.is_call and flag.by is not None:
        fold.seats[flag.by].calls.add(entry.of)
