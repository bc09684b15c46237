"""Calls of one young person, in order, found by halving: a call is never paced, so there may be thousands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Call(NamedTuple):
    """Where its flag stands in the staff stream, and when it was made. What stands later is never older."""

    pos: int
    at: datetime


def _at(call: Call) -> datetime:
    return call.at


@dataclass(slots=True)
class Calls:
    """A set of calls by position that also knows which were made by some moment, or after it."""

    _calls: list[Call] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._calls)

    def __contains__(self, pos: int) -> bool:
        index = self._index(pos)
        return index < len(self._calls) and self._calls[index].pos == pos

    def add(self, pos: int, at: datetime) -> None:
        """Take one in, whether or not it is there."""
        if pos not in self:
            self._calls.insert(self._index(pos), Call(pos, at))

    def discard(self, pos: int) -> None:
        """Let one go, if it is there."""
        if pos in self:
            del self._calls[self._index(pos)]

    def clear(self) -> None:
        """Let all go."""
        self._calls.clear()

    def made_by(self, moment: datetime) -> Iterator[int]:
        """Give the positions of those made by then, the newest first."""
        for index in range(bisect_right(self._calls, moment, key=_at) - 1, -1, -1):
            yield self._calls[index].pos

    def first(self) -> int | None:
        """Give the position of the oldest."""
        return self._pos(0)

    def last(self) -> int | None:
        """Give the position of the newest."""
        return self._pos(len(self._calls) - 1) if self._calls else None

    def first_from(self, moment: datetime) -> int | None:
        """Give the position of the first that was made then or later."""
        return self._pos(bisect_left(self._calls, moment, key=_at))

    def first_after(self, moment: datetime) -> int | None:
        """Give the position of the first that was made later than that."""
        return self._pos(bisect_right(self._calls, moment, key=_at))

    def _pos(self, index: int) -> int | None:
        return self._calls[index].pos if index < len(self._calls) else None

    def _index(self, pos: int) -> int:
        return bisect_left(self._calls, pos, key=lambda call: call.pos)
