"""The straight way to a socket and from it: an extension that a server may offer beside ASGI's plain send and receive.

A frame is built once for everybody it is the same for, and written without a task, a queue or an encoding per listener.
A server that offers it puts `{"write": callable, "hear": callable}` under `EXTENSION` in the scope. `write` takes the
bytes of whole WebSocket frames, in order with what `send` was given before, and cuts a socket whose reader does not
keep up. `hear` takes whoever hears each text at once, or None: it is called as soon as a text has come, says whether it
took it, and must not raise. What it does not take, and all that comes while something said before is still unheard,
goes by `receive`. Where the extension is not offered, everything goes by `send` and `receive`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

EXTENSION: Final = "alcove.straight"
#: A socket that has this much unread is cut, and comes back where it was.
MOST_UNREAD: Final = 1_000_000

Straight = Callable[[bytes], None]
#: Whether this text was taken.
Taker = Callable[[str], bool]
Hear = Callable[[Taker | None], None]

_TEXT: Final = 0x81
_SMALL: Final = 126
_LARGE: Final = 1 << 16


def offered(scope: Mapping[str, Any]) -> Straight | None:
    """The way out that the server of this socket offers, if it does."""
    write: Straight | None = _extension(scope).get("write")
    return write


def ears(scope: Mapping[str, Any]) -> Hear:
    """How to hear at once what comes in; where the server does not offer that, nothing ever comes this way."""
    hear: Hear = _extension(scope).get("hear", _deaf)
    return hear


def _extension(scope: Mapping[str, Any]) -> Mapping[str, Any]:
    extensions: Mapping[str, Any] = scope.get("extensions") or {}
    extension: Mapping[str, Any] = extensions.get(EXTENSION, {})
    return extension


def _deaf(_taker: Taker | None) -> None:
    pass


def text_frame(text: bytes) -> bytes:
    """A whole text frame as a server sends it: unmasked, in one piece (RFC 6455 §5.2)."""
    size = len(text)
    if size < _SMALL:
        return bytes((_TEXT, size)) + text
    if size < _LARGE:
        return bytes((_TEXT, _SMALL)) + size.to_bytes(2) + text
    return bytes((_TEXT, _SMALL + 1)) + size.to_bytes(8) + text


def text_of(frame: bytes) -> bytes:
    """The text in a frame that `text_frame` made."""
    marked = frame[1]
    return frame[2 if marked < _SMALL else 4 if marked == _SMALL else 10 :]
