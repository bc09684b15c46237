"""What the server says besides entries: welcome, ready, ok, no, people, pong."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

PROTOCOL = 1

Code = Literal[
    "bad_frame", "unknown_type", "too_long", "too_fast", "slow", "muted", "aside", "paused",
    "not_open", "over", "not_allowed", "not_found", "already", "blocked", "swap", "busy",
]  # fmt: skip

#: What somebody is in a session, as the wire says it.
Part = Literal["seat", "facilitator", "watcher"]

_encode = msgspec.json.Encoder().encode


class Down(msgspec.Struct, frozen=True, tag_field="type"):
    """A frame from the server."""

    def __repr__(self) -> str:
        """The kind of frame and nothing in it."""
        return f"<{self.__struct_config__.tag}>"


class Ok(Down, frozen=True, tag="ok", omit_defaults=True):
    """Done, and durable. `stream` and `pos` only where the asker may hear that stream.

    `nobody`: the call is kept, but no facilitator is here to hear it now.
    """

    ref: str
    stream: str | None = None
    pos: int | None = None
    held: bool = False
    help: bool = False
    nobody: bool = False


class No(Down, frozen=True, tag="no", omit_defaults=True):
    """Not done, and why, in kind words. The same ref may be asked anew."""

    ref: str | None
    code: Code
    text: str
    until: datetime | None = None
    retry_after: float | None = None
    suggestion: str | None = None


class Ready(Down, frozen=True, tag="ready"):
    """History is through; from here on it is live."""


class Pong(Down, frozen=True, tag="pong"):
    """The answer to a ping."""

    ref: str


class SessionCard(msgspec.Struct, frozen=True):
    """The session as everyone in it may see it. `kind`: a group's evening, or one young person's welcome."""

    id: str
    course: str
    week: int
    title: str
    opens_at: datetime
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    phase: str
    kind: Literal["group", "welcome"] = "group"


class You(msgspec.Struct, frozen=True):
    """Who the reader is in this session, and how they stand. A `watcher` looks into a welcome and holds nothing."""

    role: Part
    leading: bool
    seat: int | None
    staff: str | None
    name: str
    muted_until: datetime | None = None
    aside: bool = False


class Welcome(Down, frozen=True, tag="welcome"):
    """The fold of all entries up to `streams`: what came before changes no state any more."""

    protocol: int
    session: SessionCard
    you: You
    people: list[dict[str, Any]]
    room: dict[str, Any]
    streams: dict[str, int]
    now: datetime


class People(Down, frozen=True, tag="people", omit_defaults=True):
    """Those whose line in the list changed, gathered, at most once a second.

    `staffed`: from now on a facilitator is here, or none is; left out while that has not changed. `off`, for staff: who
    was in the list and has no place here any more, as of a seat given up before the lobby opened (`seat:3`).
    """

    people: list[dict[str, Any]]
    staffed: bool | None = None
    off: list[str] | None = None


def encode(frame: Down) -> bytes:
    """A frame as it goes over the wire."""
    return _encode(frame)
