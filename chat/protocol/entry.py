"""An entry: the one thing that is numbered, chained, kept and handed out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec

from .content import Content
from .contents import AnyContent, Message, Restored
from .script import Prompt
from .streams import seat_number

SYSTEM: Final = "system"
#: What is taken away with a message.
WORDS: Final = ("body", "heads_up", "reply_to", "options")

_decode_content = msgspec.json.Decoder(AnyContent)
_encode = msgspec.json.Encoder().encode


class Entry(msgspec.Struct, frozen=True):
    """One entry, opened. `author` and `asker` are person keys: `seat:3`, `staff:a1`, `system`.

    `pos` is dense in its stream; `turn` is dense in the session and never on the wire.
    `of` is the position, in the same stream, of the entry this one is about.
    """

    session: str
    turn: int
    stream: str
    pos: int
    author: str
    asker: str
    ref: str | None
    of: int | None
    at: datetime
    content: Content

    def __repr__(self) -> str:
        """Where it stands and nothing of what it says: words never reach a log."""
        return f"<Entry {self.session} {self.turn} {self.stream}#{self.pos}>"

    @property
    def kind(self) -> str:
        """The kind of content, as on the wire."""
        return self.content.kind


def pack(content: Content) -> bytes:
    """The bytes that are sealed."""
    return _encode(content)


def unpack(packed: bytes) -> Content:
    """The content that was packed; `msgspec.ValidationError` if it is of no known kind."""
    content: Content = _decode_content.decode(packed)
    return content


def from_whom(author: str, *, control: bool, for_staff: bool) -> dict[str, Any]:
    """Who an entry is from, as far as this reader may know."""
    if author == SYSTEM or (control and not for_staff):
        return {"system": True}
    if (seat := seat_number(author)) is not None:
        return {"seat": seat}
    return {"staff": author.removeprefix("staff:")}


def same_for_all(content: Content) -> bool:
    """Whether staff and seats are sent the very same, as of nearly all that is said, while nothing of it is removed."""
    return not (content.control or content.staff_only)


def with_ref(text: bytes, entry: Entry) -> bytes:
    """The frame of an entry for who asked for it and is its author: its ref comes along."""
    return text[:-1] + b',"ref":' + _encode(entry.ref) + b"}"


def wire(entry: Entry, *, for_staff: bool, removed: bool = False) -> bytes:
    """The frame of one entry for one kind of reader who has not asked for it.

    `removed`: words taken away since; seats get no body, staff get the message marked. Held words that
    were released lose their body with the message, or their author would be sent it again.
    """
    content = entry.content
    head: dict[str, Any] = {
        "type": "entry",
        "stream": entry.stream,
        "pos": entry.pos,
        "at": entry.at,
        "from": from_whom(entry.author, control=content.control, for_staff=for_staff),
    }
    if entry.of is not None:
        head["of"] = entry.of
    if removed or (content.staff_only and not for_staff):
        return _encode(head | _what_is_left(content, for_staff=for_staff, removed=removed))
    # The content goes out as it was sealed, without being taken apart first.
    return _encode(head)[:-1] + b"," + _encode(content)[1:]


def _what_is_left(content: Content, *, for_staff: bool, removed: bool) -> dict[str, Any]:
    """The content without what this reader is not sent."""
    left: dict[str, Any] = msgspec.to_builtins(content)
    if removed and (isinstance(content, Message | Prompt | Restored) or not for_staff):
        left["removed"] = True
    if not for_staff:
        for name in (*content.staff_only, *(WORDS if removed else ())):
            left.pop(name, None)
    return left
