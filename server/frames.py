"""Where a frame from a client ends, and the text in a plain one (RFC 6455 §5.2).

Nearly every frame of a browser is one whole small message of text. To see that takes a sixth of the time that the
library takes to read it (0.4 and 2.5 µs); everything else is the library's, which also says what is wrong with a frame.
"""

from typing import Final

from websockets.frames import apply_mask  # type: ignore[attr-defined]  # in C, or in Python where there is none

from server.limits import FRAME_BYTES

#: The end of a message of text, without extensions.
_TEXT: Final = 0x81
_MASKED: Final = 0x80
_MASK_BYTES: Final = 4
#: Says goodbye, in the half byte that tells the kind.
_CLOSE: Final = 0x8
_KINDS: Final = 0xF
#: What stands in the place of the length if the next two bytes tell it; one more, and eight do.
_TWO: Final = 126


def frame_at(data: bytes, start: int) -> tuple[int, bytes | None] | None:
    """Where the frame that begins at ``start`` ends, and its text if it is a whole message; None if more must come.

    What belongs to a frame that is longer than any may be does not matter: all of it is the library's to refuse.
    """
    there = len(data) - start
    if there < 2:  # noqa: PLR2004  (what it is, and how long)
        return None
    kind, size = data[start], data[start + 1] & ~_MASKED
    masked, body = data[start + 1] & _MASKED, start + 2
    if size >= _TWO:
        body += 2 if size == _TWO else 8
        if len(data) < body:
            return None
        size = int.from_bytes(data[start + 2 : body])
    if size > FRAME_BYTES:
        return len(data), None
    if masked:
        body += _MASK_BYTES
    end = body + size
    if end > len(data):
        return None
    plain = kind == _TEXT and masked
    return end, apply_mask(data[body:end], data[body - _MASK_BYTES : body]) if plain else None


def is_small_talk(data: bytes, start: int) -> bool:
    """Whether the frame that begins at ``start`` has less than 126 bytes and is no goodbye."""
    return data[start] & _KINDS != _CLOSE and data[start + 1] & ~_MASKED < _TWO
