"""One question at a time, however many ask it: somebody may look at a running house as often as they like."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Generic, TypeVar

T = TypeVar("T")

KEPT_SECONDS = 1.0


class Shared(Generic[T]):
    """The answer to `ask`, shared by all who want it within a second, and waited for `patience` seconds at most.

    A question that hangs is not asked again beside itself: whoever comes next waits for the same answer.
    """

    def __init__(self, ask: Callable[[], Awaitable[T]], patience: float) -> None:
        """Nothing is asked yet."""
        self._ask, self._patience = ask, patience
        self._asking: asyncio.Task[T] | None = None
        self._until = 0.0

    async def answer(self) -> T:
        """What came of it; `TimeoutError` where nothing did in time, else whatever `ask` raises."""
        if self._asking is None or (self._asking.done() and time.monotonic() >= self._until):
            self._asking = asyncio.create_task(self._asked())
            self._asking.add_done_callback(_heard)
        done, _ = await asyncio.wait({self._asking}, timeout=self._patience)
        if not done:
            raise TimeoutError
        return self._asking.result()

    async def _asked(self) -> T:
        try:
            return await self._ask()
        finally:
            self._until = time.monotonic() + KEPT_SECONDS


def _heard(task: "asyncio.Task[T]") -> None:
    """Whoever gave up waiting does not want to hear of a failure any more."""
    if not task.cancelled():
        task.exception()


async def beside(work: Callable[[], T]) -> T:
    """Do something that blocks, in a thread that nobody waits for when this process ends."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(say: Callable[[], None]) -> None:
        if not future.done():
            say()

    def run() -> None:
        try:
            say = partial(future.set_result, work())
        except Exception as problem:  # noqa: BLE001  (it is handed to whoever asked)
            say = partial(future.set_exception, problem)
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, say)

    threading.Thread(target=run, name="look", daemon=True).start()
    return await future
