"""Where the database says that rooms stand, beside where they stand here."""

from __future__ import annotations

from collections.abc import Mapping

from .live import LiveRoom


class Standing:
    """What the last looks found: rooms that are behind the database, and rooms that are ahead of it.

    Ahead is nobody, unless the database fell back to an earlier state, as when a copy that lagged took over.
    """

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        self._should_stand: dict[str, int] = {}
        self._should_have_stood: dict[str, int] = {}
        self._ahead: set[str] = set()

    def found(self, session: str, turn: int, *, stood: int) -> bool:
        """A look found the database at `turn`; `stood` is where the room was before. True if it fell back for good.

        For good is on two looks running: the first may have asked a copy that was about to be left.
        """
        self._should_stand[session] = turn
        if turn >= stood:
            self._ahead.discard(session)
            return False
        if session not in self._ahead:
            self._ahead.add(session)
            return False
        self._ahead.discard(session)
        return True

    def laggards(self, rooms: Mapping[str, LiveRoom]) -> list[str]:
        """Asked once a second: rooms that have still not come to where the database stood a second or two ago.

        Sooner would be too soon: what this process has just committed is on its way to its rooms.
        """
        stood, self._should_have_stood, self._should_stand = self._should_have_stood, self._should_stand, {}
        self._ahead &= rooms.keys()
        return [name for name, turn in stood.items() if (room := rooms.get(name)) is not None and room.turn < turn]
