"""Why a socket is closed, in a number the other side can act on."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Close(IntEnum):
    """Close codes. A refusal accepts the socket first: a browser reads no other kind."""

    RESTARTING = 1012
    TROUBLE = 1011
    BAD_FRAMES = 4400
    NOT_SIGNED_IN = 4401
    NO_LONGER = 4403
    NOT_HERE = 4404
    SILENT = 4408
    TOO_MANY = 4409
    OVER = 4410
    TOO_FAST = 4429


#: A client comes back by itself only after these, with jitter.
COMES_BACK: Final = (1006, Close.TROUBLE, Close.RESTARTING, Close.SILENT, Close.TOO_FAST)


class Gone(Exception):
    """This socket has no place here (any more), for the reason its code gives."""

    def __init__(self, code: Close) -> None:
        """Keep the code the socket is closed with."""
        super().__init__(code.name)
        self.code = code
