"""What a room hands out in one go, joined once for everybody it is the same for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chat.person import Person
from chat.protocol.streams import ROOM

from .ring import Item

#: The frame of an item for seats or for staff, as it may be seen at this moment.
Packed = Callable[[Item, bool], bytes]


class News:
    """The next entries of a room, in order of turn.

    Nearly always all seats get the same, and all staff. Apart are those who said something, whose own frame brings
    their ref, and a seat whose own stream grew.
    """

    def __init__(self, items: Sequence[Item], packed: Packed) -> None:
        """`items` are at least one."""
        self.items, self._packed = items, packed
        self.first, self.last = items[0].entry.turn, items[-1].entry.turn
        self._heads = {item.entry.stream: item.entry.pos for item in items}
        # A seat's key is the name of its stream.
        self._apart = {item.entry.author for item in items}.union(self._heads)
        self._joined: dict[bool, bytes] = {}

    def heads_of(self, hears: frozenset[str]) -> Mapping[str, int]:
        """Where the streams that are heard stand after this: for nearly everybody all that grew, and never copied."""
        if hears.issuperset(self._heads):
            return self._heads
        return {stream: pos for stream, pos in self._heads.items() if stream in hears}

    def shared(self, reader: Person, hears: frozenset[str]) -> bytes | None:
        """All frames for this reader, if others get the very same; None if they have to be picked one by one."""
        if reader.key in self._apart or ROOM not in hears:
            return None
        for_staff = reader.staff is not None
        if (joined := self._joined.get(for_staff)) is None:
            joined = self._joined[for_staff] = self._join(for_staff, hears)
        return joined

    def _join(self, for_staff: bool, hears: frozenset[str]) -> bytes:
        """A room holds what staff do not hear either: a worry about one of them is the lead's alone."""
        return b"".join(self._packed(item, for_staff) for item in self.items if item.entry.stream in hears)
