"""Ending tasks for sure. A cancellation can be swallowed on its way (Python 3.11's `wait_for`, clients of Redis)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any, Final

log = logging.getLogger(__name__)

TRIES: Final = 20
BETWEEN_SECONDS: Final = 0.1


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks until they have ended, and wait for none of them longer than two seconds."""
    pending = {task for task in tasks if not task.done()}
    for _ in range(TRIES):
        if not pending:
            return
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=BETWEEN_SECONDS)
    if pending:
        log.warning("%d tasks would not end", len(pending))
