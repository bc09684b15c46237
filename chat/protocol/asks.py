"""What every request has in common. Each verb declares its own frame on top of this."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta

#: Longest body after trimming, in characters.
BODY_LIMIT: Final = 2000
#: Largest frame, in bytes, either as daphne counts it or as we do behind another server.
FRAME_LIMIT: Final = 16 * 1024

#: Made by the client; unique per person. No control characters: PostgreSQL refuses NUL.
REF_LIMIT: Final = 40
Ref = Annotated[str, Meta(min_length=1, max_length=REF_LIMIT, pattern=r"\A[^\x00-\x1f\x7f]+\Z")]
Pos = Annotated[int, Meta(ge=1, le=2**31 - 1)]
#: So many more that one request may name besides its own.
ALSO_LIMIT: Final = 100
Also = Annotated[tuple[Pos, ...], Meta(max_length=ALSO_LIMIT)]
From = Annotated[int, Meta(ge=0, le=2**31 - 1)]
SeatNumber = Annotated[int, Meta(ge=1, le=8)]
Seconds = Annotated[int, Meta(ge=1, le=24 * 3600)]
Short = Annotated[str, Meta(min_length=1, max_length=500)]
Label = Annotated[str, Meta(min_length=1, max_length=40)]
StreamName = Annotated[str, Meta(min_length=1, max_length=12)]


class Ask(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """A request: its type, the ref that makes it happen at most once, and its fields."""

    ref: Ref

    def __repr__(self) -> str:
        """The kind of request and nothing in it: bodies never reach a log."""
        return f"<ask {self.verb}>"

    @property
    def verb(self) -> str:
        """The name of the request on the wire."""
        return str(self.__struct_config__.tag)
