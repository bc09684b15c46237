"""Where the database says that rooms stand, beside where they stand here."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping

from .live import LiveRoom
from .reader import Stand


class Standing:
    """What the last looks found: rooms that are behind the database, and rooms that are ahead of it.

    Ahead is nobody, unless the database fell back to an earlier state, as when a copy that lagged took over. If it has
    grown again since, other words stand where a room stands.
    """

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        #: When it was looked, at which session, and the turn it should come to; in this order.
        self._looks: deque[tuple[float, str, int]] = deque()
        self._ahead: set[str] = set()

    def found(self, session: str, stands: Stand, *, stood: Stand) -> bool:
        """A look found that the database `stands` here; the room `stood` there before. True if it fell back for good.

        For good is on two looks running: the first may have asked a copy that was about to be left. One that only lags
        has no other words at the same turn.
        """
        turn, here = stands[0], stood[0]
        self._looks.append((time.monotonic(), session, turn))
        if turn >= here:
            self._ahead.discard(session)
            return turn == here and stands != stood
        if session not in self._ahead:
            self._ahead.add(session)
            return False
        self._ahead.discard(session)
        return True

    def laggards(self, rooms: Mapping[str, LiveRoom], looked_before: float) -> list[str]:
        """Rooms that have still not come to where the database stood when they were looked at; each look counts once.

        A second after that is soon enough: what this process has just committed is on its way to its rooms.
        """
        self._ahead &= rooms.keys()
        late: list[str] = []
        while self._looks and self._looks[0][0] <= looked_before:
            _, name, turn = self._looks.popleft()
            if (room := rooms.get(name)) is not None and room.turn < turn:
                late.append(name)
        return late
