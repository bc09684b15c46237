"""A short ring of recent entries per room, each encoded once per audience."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

from chat.person import Person
from chat.protocol.entry import Entry, wire
from chat.protocol.straight import text_frame

KEPT: Final = 500


class Item:
    """An entry on its way out. Frames are made when first wanted and shared by an audience."""

    __slots__ = ("_frames", "_packed", "entry", "removed")

    def __init__(self, entry: Entry, *, removed: bool = False) -> None:
        """`removed`: words taken away since; their body goes to no seat any more."""
        self.entry = entry
        self.removed = removed
        self._frames: dict[tuple[bool, bool], bytes] = {}
        self._packed: dict[tuple[bool, bool], bytes] = {}

    def remove(self) -> None:
        """From this moment on, whoever has not been sent the body is not sent it."""
        self.removed = True
        self._frames.clear()
        self._packed.clear()

    def frame(self, reader: Person) -> str:
        """The text of this entry for this reader."""
        return self._frame_for(self._audience(reader)).decode()

    def packed(self, reader: Person) -> bytes:
        """The same as a whole WebSocket frame, for writing straight."""
        return self._packed_for(self._audience(reader))

    def packed_for(self, *, staff: bool) -> bytes:
        """A whole frame for whoever is not the author."""
        return self._packed_for((staff, False))

    def _frame_for(self, audience: tuple[bool, bool]) -> bytes:
        if (frame := self._frames.get(audience)) is None:
            for_staff, own = audience
            frame = wire(self.entry, for_staff=for_staff, own=own, removed=self.removed)
            self._frames[audience] = frame
        return frame

    def _packed_for(self, audience: tuple[bool, bool]) -> bytes:
        if (packed := self._packed.get(audience)) is None:
            packed = self._packed[audience] = text_frame(self._frame_for(audience))
        return packed

    def _audience(self, reader: Person) -> tuple[bool, bool]:
        own = self.entry.author == self.entry.asker == reader.key
        return reader.staff is not None, own


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
