"""The duty loop beside the rooms, where no process of its own runs it."""

import asyncio

from cohorts.duties import Loop


class Duties:
    """A live part: one loop in a thread of its own, which goes on by itself after an error."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._loop: Loop | None = None

    def start(self) -> None:
        """Begin."""
        self._loop = Loop()
        self._loop.start()

    async def stop(self) -> None:
        """End within seconds; the rooms end meanwhile."""
        if self._loop is not None:
            await asyncio.to_thread(self._loop.stop)
