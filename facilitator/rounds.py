"""Turns in a round: pure. Nobody is hurried: when a turn should end is a word to staff, and ends nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from chat.protocol.script import Round


def begun(order: Sequence[int], resting: Collection[int], seconds: int, now: datetime) -> Round:
    """A round in this order; the first who is not resting has the turn."""
    return _given(Round(tuple(order), seconds=seconds), resting, now)


def after(turns: Round, resting: Collection[int], now: datetime, late: Sequence[int] = ()) -> Round:
    """Whoever had the turn has had it; the next in order who has not, and is not resting, comes. Or it is over.

    `late`: those who came once the turns had begun, and come after the others.
    """
    done = _with_this_one_done(turns)
    return _given(replace(done, order=(*done.order, *late)), resting, now)


def given(turns: Round, seat: int, now: datetime) -> Round:
    """The turn goes to this seat, also to one that has had its turn, and after the end."""
    done = _with_this_one_done(turns) if turns.whose != seat else turns
    order = turns.order if seat in turns.order else (*turns.order, seat)
    had = tuple(one for one in done.had if one != seat)
    return replace(done, order=order, had=had, whose=seat, over=False, due_at=_end(now, turns.seconds))


def reordered(turns: Round, order: Sequence[int], resting: Collection[int], now: datetime) -> Round:
    """The same round in another order; whoever has the turn keeps it if they are still in it."""
    anew = replace(turns, order=tuple(order))
    if turns.whose in anew.order or turns.over:
        return anew
    return _given(anew, resting, now)


def extended(turns: Round, seconds: int, now: datetime) -> Round:
    """So much more time for this turn, counted from now if it has run out."""
    return replace(turns, due_at=_end(max(turns.due_at or now, now), seconds))


def wanted_after_all(turns: Round, seat: int) -> Round | None:
    """A seat that passed would like its turn: it is still to come. None if nothing shows of that."""
    if seat not in turns.had:
        return None
    return replace(turns, had=tuple(one for one in turns.had if one != seat))


def _with_this_one_done(turns: Round) -> Round:
    if turns.whose is None or turns.whose in turns.had:
        return turns
    return replace(turns, had=(*turns.had, turns.whose))


def _given(turns: Round, resting: Collection[int], now: datetime) -> Round:
    for seat in turns.order:
        if seat not in turns.had and seat not in resting:
            return replace(turns, whose=seat, over=False, due_at=_end(now, turns.seconds))
    return replace(turns, whose=None, over=True, due_at=None)


def _end(since: datetime, seconds: int) -> datetime:
    return since + timedelta(seconds=seconds)
