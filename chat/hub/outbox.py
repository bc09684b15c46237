"""Whole frames on their way straight to sockets: what one turn of the event loop has for one is written at once.

What comes of a batch, words and the ok to who said them, is all there when its askers have been told, and waits for no
other turn of the loop.

Each write is a call into the system, the dearest thing on the way out. What was said, and the ok to who said it,
come in the same turn; so they share one.
"""

from __future__ import annotations

import asyncio
import logging

from chat.protocol.straight import Straight

log = logging.getLogger(__name__)


class Outbox:
    """One per process. Nothing stays in it longer than until the event loop comes round."""

    def __init__(self) -> None:
        """Empty."""
        self._waiting: dict[Straight, list[bytes]] = {}

    def through(self, straight: Straight | None) -> Straight | None:
        """The same way out by way of this box; None where a server offers none."""
        if straight is None:
            return None

        def put(frames: bytes) -> None:
            if (waiting := self._waiting.get(straight)) is not None:
                waiting.append(frames)
                return
            if not self._waiting:
                asyncio.get_running_loop().call_soon(self.send)
            self._waiting[straight] = [frames]

        return put

    def send(self) -> None:
        """Write what there is now: once a turn of the event loop, and when nothing more comes of a batch."""
        waiting, self._waiting = self._waiting, {}
        for straight, frames in waiting.items():
            try:
                straight(frames[0] if len(frames) == 1 else b"".join(frames))
            except Exception as problem:  # noqa: BLE001  (one socket that cannot be written to must not silence the next)
                log.error("a socket could not be written to: %s", type(problem).__name__)
