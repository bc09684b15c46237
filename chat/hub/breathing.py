"""Going through hundreds of rooms without holding up what is said in them meanwhile."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Generic, TypeVar

T = TypeVar("T")

#: So many take a millisecond or less.
IN_ONE_BREATH: Final = 16
#: So many rooms are read at a time. While a thread makes sense of what it has read, nobody else gets far.
HANDFUL: Final = 25


def shares(first: Sequence[T], *asked: Sequence[T], size: int = IN_ONE_BREATH) -> list[list[Sequence[T]]]:
    """Deal these out evenly, in order, into so many parts that none has more than `size` of the first; at least one.

    The others are asked about, and each question is a visit to another thread, which takes time from whoever speaks:
    they are dealt into as few of these parts, far apart, and where there are enough each into other ones.
    """
    parts = max(math.ceil(len(first) / size), 1)
    dealt = [[few, *([] for _ in asked)] for few in _evenly(first, parts)]
    for number, each in enumerate(asked):
        visits = min(math.ceil(len(each) / size), parts)
        for at, few in enumerate(_evenly(each, visits)):
            dealt[(at * parts // visits + number) % parts][number + 1] = few
    return dealt


def _evenly(things: Sequence[T], parts: int) -> list[Sequence[T]]:
    return [things[len(things) * at // parts : len(things) * (at + 1) // parts] for at in range(parts)]


def handfuls(things: Iterable[T], size: int = HANDFUL) -> Iterator[list[T]]:
    """All of them as they are now, a few at a time."""
    left = iter(list(things))
    while few := list(islice(left, size)):
        yield few


class Rota(Generic[T]):
    """Whose turn it is: everybody's once in so many seconds, and never everybody's at once."""

    def __init__(self) -> None:
        """The first round begins when it is first asked."""
        self._left: deque[T] = deque()
        self._share, self._next = 0, float("-inf")

    def due(self, everybody: Iterable[T], every: float, tick: float, now: float) -> list[T]:
        """Those whose turn it is `now`, if asked every `tick` seconds. Who comes in a round waits for the next."""
        if not self._left and now >= self._next and (here := list(everybody)):
            self._left.extend(here)
            self._next = now + every
            self._share = math.ceil(len(self._left) * tick / every)
        return [self._left.popleft() for _ in range(min(self._share, len(self._left)))]

    def put_back(self, things: Sequence[T]) -> None:
        """It is their turn still."""
        self._left.extendleft(reversed(things))
