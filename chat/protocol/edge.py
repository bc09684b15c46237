"""The edge: bytes from anywhere become a request of the vocabulary, or a refusal.

Nothing behind this file sees an unknown type, a field too many or a body without an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from .asks import BODY_LIMIT, FRAME_LIMIT, REF_LIMIT, Ask
from .replies import Code
from .words import clean

#: What people write, by the name of its field.
_WORDS: Final = ("body", "heads_up", "text")
#: So many bytes a letter takes at most.
_LETTER_BYTES: Final = 4


class BadAsk(Exception):
    """A frame that is no request. `strikes`: it counts towards closing with 4400."""

    def __init__(self, code: Code, ref: str | None, *, strikes: bool = True) -> None:
        """Keep the code and, where one could be read, the ref to answer to."""
        super().__init__(code)
        self.code = code
        self.ref = ref
        self.strikes = strikes


class _Outline(msgspec.Struct):
    """As much of a broken frame as lets us answer it."""

    type: str
    ref: str


class Edge:
    """The requests that are known here, compiled once."""

    def __init__(self, frames: Iterable[type[Ask]]) -> None:
        """Compile a decoder for these frames; their tags must differ."""
        known = tuple(frames)
        #: The fields of each that hold words, and whether it is nothing without them.
        self._words = {frame: tuple(_worded(frame)) for frame in known}
        self._names = frozenset(str(frame.__struct_config__.tag) for frame in known)
        union: Any = known[0] if len(known) == 1 else _union(known)
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(union)
        self._outline = msgspec.json.Decoder(_Outline)

    def parse(self, text: str | bytes | None) -> Ask:
        """The request in a frame; `BadAsk` says what it was instead."""
        if not isinstance(text, str) or _is_too_long(text):
            raise BadAsk("bad_frame", None)
        try:
            ask: Ask = self._decoder.decode(text)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise self._bad(text) from error
        return self._cleaned(ask)

    def _cleaned(self, ask: Ask) -> Ask:
        """The request with its words as they may be sent; an empty or endless body is refused here."""
        cleaned: dict[str, str | None] = {}
        for name, needed in self._words[type(ask)]:
            words = getattr(ask, name)
            if words is None:
                continue
            seen = clean(words) or None
            if name == "body" and seen is not None and len(seen) > BODY_LIMIT:
                raise BadAsk("too_long", ask.ref, strikes=False)
            # A call for help may come without a word; something said may not.
            if needed and seen is None:
                raise BadAsk("bad_frame", ask.ref, strikes=False)
            if seen != words:
                cleaned[name] = seen
        return msgspec.structs.replace(ask, **cleaned) if cleaned else ask

    def _bad(self, text: str) -> BadAsk:
        try:
            outline = self._outline.decode(text)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return BadAsk("bad_frame", None)
        ref = outline.ref if 1 <= len(outline.ref) <= REF_LIMIT else None
        known = outline.type in self._names
        return BadAsk("bad_frame" if known else "unknown_type", ref)


def _union(frames: tuple[type[Ask], ...]) -> Any:
    union: Any = frames[0]
    for frame in frames[1:]:
        union = union | frame
    return union


def _worded(frame: type[Ask]) -> Iterator[tuple[str, bool]]:
    for field in msgspec.structs.fields(frame):
        if field.name in _WORDS:
            yield field.name, field.required


def _is_too_long(text: str) -> bool:
    if len(text) * _LETTER_BYTES <= FRAME_LIMIT:
        return False
    return len(text.encode("utf-8", "replace")) > FRAME_LIMIT
