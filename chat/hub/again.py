"""What is asked about again, as it was not answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


@contextmanager
def until_answered(waiting: set[str], these: Iterable[str], news: asyncio.Event) -> Iterator[set[str]]:
    """Take `these` out of what is `waiting`. Where asking about them fails they go back, and that there are is `news`.

    Who comes to wait meanwhile goes on waiting, one of these included: what was read may be of before.
    """
    taken = set(these)
    waiting -= taken
    try:
        yield taken
    except BaseException:
        waiting |= taken
        news.set()
        raise
