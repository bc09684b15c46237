"""What staff are told and tell one another: flags and what became of them, modes, notes. No seat hears any of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from .content import Content

Mode = Literal["open", "hold_flagged", "hold_all"]
Level = Literal["now", "soon", "note"]
#: How soon an adult's concern has to be seen to: at once, within half an hour, the same day.
Concerned = Literal["now", "urgent", "concern"]
FlagSource = Literal["help", "worry", "guard", "gone"]
#: What was open about somebody who is gone: their call, a look now, an adult's concern.
WaitedFor = Literal["help", "look", "concern"]


class Flag(Content, frozen=True, tag="flag"):
    """Someone should look: a machine's or a young person's word, never a judgement."""

    level: Level
    source: FlagSource
    #: Its sound repeats until somebody takes it: a call for help, or danger right now.
    repeats: bool = False
    by: int | None = None
    about: str | None = None
    seat: int | None = None
    staff: str | None = None
    of_stream: str | None = None
    of_pos: int | None = None
    body: str | None = None
    #: Of who is gone: since when, and what was open about them.
    since: datetime | None = None
    waited_for: tuple[WaitedFor, ...] = ()


class FlagDone(Content, frozen=True, tag="flag_done"):
    """Somebody has looked, and says what came of it."""

    outcome: str
    #: Past the end, as with a private word: only settling closes somebody's stream.
    keeps: bool = False


class Reopened(Content, frozen=True, tag="reopened"):
    """What came of a flag was said too early: somebody looks again."""


class Lead(Content, frozen=True, tag="lead"):
    """Who leads the session from now on. `name` is their room name."""

    staff: str
    name: str


class ModeSet(Content, frozen=True, tag="mode"):
    """How much is held, for the room or for one seat."""

    mode: Mode
    seat: int | None = None


class Unusual(Content, frozen=True, tag="unusual"):
    """The evening goes otherwise than planned: ten minutes in one seat came alone, or nobody came in fifteen."""

    what: Literal["one_came", "nobody_came"]
    seat: int | None = None


class Note(Content, frozen=True, tag="note"):
    """A note among the team."""

    body: str


class Stopped(Content, frozen=True, tag="stopped"):
    """Words the guard stopped, kept for staff."""

    seat: int
    body: str
    why: str


class Concern(Content, frozen=True, tag="concern"):
    """An adult is concerned about a young person. Its words are in the record of this id alone."""

    seat: int
    level: Concerned
    state: Literal["open"]
    record: str
