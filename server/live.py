"""What runs beside the requests in this process, from its first moment to its last."""

import logging
from collections.abc import Awaitable, Sequence
from inspect import isawaitable
from typing import Protocol

from server.headers import Receive, Scope, Send

logger = logging.getLogger(__name__)


class Part(Protocol):
    """Something with a beginning and an end, such as the writer of the live rooms."""

    def start(self) -> Awaitable[None] | None:
        """Begin; an error here keeps the door shut."""

    def stop(self) -> Awaitable[None] | None:
        """Finish what was begun, within ten seconds."""


class Lifespan:
    """The ASGI lifespan: starts ``parts`` from first to last, stops them from last to first."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """``parts`` depend only on those before them."""
        self.parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Follow the server through its start and its stop."""
        await receive()
        try:
            for part in self.parts:
                await _done(part.start())
        except Exception:
            logger.exception("a live part did not start")
            await send({"type": "lifespan.startup.failed"})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for part in reversed(self.parts):
            await self._stop(part)
        await send({"type": "lifespan.shutdown.complete"})

    async def _stop(self, part: Part) -> None:
        try:
            await _done(part.stop())
        except Exception:
            logger.exception("a live part did not stop well")


async def _done(outcome: Awaitable[None] | None) -> None:
    if isawaitable(outcome):
        await outcome
