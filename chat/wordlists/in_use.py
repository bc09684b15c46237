"""Having this process go by the house's lists: it looks for a new edition every few seconds, never once a message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from chat import guard
from chat.guard.guard import Guard
from chat.guard.lexicon import Change
from chat.hub.reader import Reader
from chat.wordlists import changes

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 2.0

#: What the guard of this process was made from; None before it was made, which is done before anybody speaks.
_made_from: tuple[Change, ...] | None = None


class Following:
    """Reads by `reader`; making a guard takes about a second, and so a thread of its own."""

    def __init__(self, reader: Reader) -> None:
        """Nothing is read before the first look."""
        self._reader = reader
        self._edition: int | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Take a new edition up. What cannot be read or made leaves the last good one at work, and is tried again."""
        try:
            edition = await self._reader.ask(changes.edition)
            if edition == self._edition:
                return
            # Read after its number: what is newer than the number is only taken up once more.
            found = await self._reader.ask(changes.in_force)
            await asyncio.to_thread(take_up, found)
            self._edition = edition
        except Exception as problem:  # noqa: BLE001  (a list that cannot be had must not stop the guard there is)
            log.error("the word lists were not taken up: %s", type(problem).__name__)


def take_up(found: Sequence[Change]) -> None:
    """Have this process go by the release's lists with these changes, all at once. Raises what making it raises."""
    global _made_from  # noqa: PLW0603  (there is one guard a process)
    if tuple(found) != _made_from:
        guard.use(
            Guard(changes.lexicon(found), weights=guard.in_use().weights, quick=True) if found else guard.shipped()
        )
        _made_from = tuple(found)
