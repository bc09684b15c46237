"""Going through hundreds of rooms without holding up what is said in them meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Final, TypeVar

T = TypeVar("T")

#: So many take a millisecond or less.
IN_ONE_BREATH: Final = 16


async def breathing(things: Iterable[T]) -> AsyncIterator[T]:
    """All of them as they are now; every few, the event loop may turn to whatever waits."""
    for number, thing in enumerate(list(things), 1):
        yield thing
        if number % IN_ONE_BREATH == 0:
            await asyncio.sleep(0)
