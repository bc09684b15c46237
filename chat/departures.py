"""Sockets whose going this process has written, for as long as a database may lose that again.

A copy that lagged and takes over has what was true some seconds ago: whoever left meanwhile is there once more, by the
lease of a worker that lives, and seems to hold a room all evening.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from chat.presence import PresenceRow

#: No copy that is kept to take over lags for so long.
LOST_WITHIN: Final = 600.0


class Departures:
    """Times are those of `time.monotonic`."""

    def __init__(self) -> None:
        """Nobody has gone yet."""
        self._in_order: deque[tuple[float, str, str]] = deque()
        self._of: dict[str, set[str]] = {}

    def written(self, session: str, socket: str, now: float) -> None:
        """That this socket is gone was committed."""
        self._in_order.append((now, session, socket))
        self._of.setdefault(session, set()).add(socket)

    def forget(self, now: float) -> None:
        """Let go of what no database loses any more."""
        while self._in_order and now - self._in_order[0][0] > LOST_WITHIN:
            _, session, socket = self._in_order.popleft()
            if (gone := self._of.get(session)) is not None:
                gone.discard(socket)
                if not gone:
                    del self._of[session]

    def lost(self, session: str, sockets: Iterable[PresenceRow]) -> list[str]:
        """Those that stand in the database as if they had not gone."""
        if (gone := self._of.get(session)) is None:
            return []
        return [row.socket for row in sockets if row.left_at is None and row.socket in gone]
