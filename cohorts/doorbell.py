"""The doorbell: tells every process that something about a session changed, and carries no words."""

import asyncio
import logging
from collections.abc import Iterable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

SECONDS = 1.0

log = logging.getLogger(__name__)


def group(session: str) -> str:
    """Return the channel-layer group of a session's public id."""
    return f"session.{session}"


def ring_from_thread(sessions: Iterable[str]) -> None:
    """After this transaction commits, tell the processes of these sessions that somebody's right was revoked.

    Best effort: all rings together take a second at most, and nothing is raised, since whoever missed the ring
    finds out from the database.
    """
    ids = sorted(set(sessions))
    if ids:
        transaction.on_commit(lambda: _ring_all(ids))


def _ring_all(sessions: list[str]) -> None:
    try:
        async_to_sync(_ring)(sessions)
    except Exception:  # whatever it was, what happened has happened and is committed
        log.warning("the doorbell did not ring", exc_info=True)


async def _ring(sessions: list[str]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    rings = (layer.group_send(group(each), {"type": "revoked", "session": each}) for each in sessions)
    await asyncio.wait_for(asyncio.gather(*rings), SECONDS)
