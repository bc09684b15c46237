"""A short ring of recent entries per room, each encoded once per audience."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from chat.person import Person
from chat.protocol.entry import Entry, same_for_all, wire, with_ref
from chat.protocol.straight import text_frame, text_of

KEPT: Final = 500
#: Of so many the frames are kept as well: the others are wanted by nobody but who comes in.
WARM: Final = 20

#: For staff or for a seat; for the author or for others.
Audience = tuple[bool, bool]


class Item:
    """An entry on its way out. Frames are made when first wanted and shared by an audience."""

    __slots__ = ("_frames", "entry", "removed")

    def __init__(self, entry: Entry, *, removed: bool = False) -> None:
        """`removed`: words taken away since; their body goes to no seat any more."""
        self.entry = entry
        self.removed = removed
        self._frames: dict[Audience, bytes] = {}

    def remove(self) -> None:
        """From this moment on, whoever has not been sent the body is not sent it."""
        self.removed = True
        self.cool()

    def restore(self) -> None:
        """The words are back; whoever comes in is sent them again."""
        self.removed = False
        self.cool()

    def cool(self) -> None:
        """Let the frames go; whoever still wants one has it made anew."""
        self._frames = {}

    def frame(self, reader: Person) -> str:
        """The text of this entry for this reader."""
        return text_of(self.packed(reader)).decode()

    def packed(self, reader: Person) -> bytes:
        """The same as a whole WebSocket frame, for writing straight."""
        own = self.entry.author == self.entry.asker == reader.key and self.entry.ref is not None
        return self._packed((reader.staff is not None, own))

    def packed_for(self, *, staff: bool) -> bytes:
        """A whole frame for whoever is not the author."""
        return self._packed((staff, False))

    def _packed(self, audience: Audience) -> bytes:
        if (packed := self._frames.get(audience)) is None:
            packed = self._frames[audience] = text_frame(self._text(*audience))
        return packed

    def _text(self, for_staff: bool, own: bool) -> bytes:
        if own:
            return with_ref(text_of(self._packed((for_staff, False))), self.entry)
        if for_staff and not self.removed and same_for_all(self.entry.content):
            return text_of(self._packed((False, False)))
        return wire(self.entry, for_staff=for_staff, removed=self.removed)


class Ring:
    """The newest entries of one room, by turn."""

    def __init__(self) -> None:
        """Empty: it covers what comes from now on."""
        self._items: deque[Item] = deque(maxlen=KEPT)

    def add(self, item: Item) -> None:
        """The next turn's entry."""
        self._items.append(item)

    def cool(self) -> None:
        """Let go of all frames but the newest."""
        for index in range(len(self._items) - WARM):
            self._items[index].cool()

    def covers(self, turn: int, newest: int) -> bool:
        """Whether everything after `turn` is here, up to the room's newest turn."""
        first = self._items[0].entry.turn if self._items else newest + 1
        return first <= turn + 1

    def may_hold(self, entry: Entry) -> bool:
        """Whether nothing but this entry is here at its turn."""
        here = self._at(entry.turn)
        return here is None or (here.asker, here.ref, here.at) == (entry.asker, entry.ref, entry.at)

    def may_stand(self, turn: int, at: datetime | None) -> bool:
        """Whether no entry but one that was written at this moment is here at this turn."""
        here = self._at(turn)
        return here is None or here.at == at

    def _at(self, turn: int) -> Entry | None:
        here = next(self.after(turn - 1), None)
        return here.entry if here is not None and here.entry.turn == turn else None

    def after(self, turn: int) -> Iterator[Item]:
        """The items after a turn that the ring covers."""
        if self._items:
            start = max(0, turn + 1 - self._items[0].entry.turn)
            for index in range(start, len(self._items)):
                yield self._items[index]
