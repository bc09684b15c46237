"""A short ring of recent entries per room, each encoded once per audience."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

from chat.person import Person
from chat.protocol.entry import Entry, wire

KEPT: Final = 500


class Item:
    """An entry on its way out. Frames are made when first wanted and shared by an audience."""

    __slots__ = ("_frames", "entry", "removed")

    def __init__(self, entry: Entry, *, removed: bool = False) -> None:
        """`removed`: words taken away since; their body goes to no seat any more."""
        self.entry = entry
        self.removed = removed
        self._frames: dict[tuple[bool, bool], str] = {}

    def remove(self) -> None:
        """From this moment on, whoever has not been sent the body is not sent it."""
        self.removed = True
        self._frames.clear()

    def frame(self, reader: Person) -> str:
        """The frame for this reader."""
        own = self.entry.author == self.entry.asker == reader.key
        audience = (reader.is_staff, own)
        if (frame := self._frames.get(audience)) is None:
            frame = wire(self.entry, for_staff=reader.is_staff, own=own, removed=self.removed).decode()
            self._frames[audience] = frame
        return frame


class Ring:
    """The newest entries of one room, by turn."""

    def __init__(self) -> None:
        """Empty: it covers what comes from now on."""
        self._items: deque[Item] = deque(maxlen=KEPT)

    def add(self, item: Item) -> None:
        """The next turn's entry."""
        self._items.append(item)

    def covers(self, turn: int, newest: int) -> bool:
        """Whether everything after `turn` is here, up to the room's newest turn."""
        first = self._items[0].entry.turn if self._items else newest + 1
        return first <= turn + 1

    def after(self, turn: int) -> Iterator[Item]:
        """The items after a turn that the ring covers."""
        if self._items:
            start = max(0, turn + 1 - self._items[0].entry.turn)
            for index in range(start, len(self._items)):
                yield self._items[index]
