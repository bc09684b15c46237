"""What staff are told and tell one another: flags and what became of them, modes, notes. No seat hears any of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

import msgspec

from chat.guard.around import Pattern
from chat.guard.verdict import Kind

from .content import Content

Mode = Literal["open", "hold_flagged", "hold_all"]
Level = Literal["now", "soon", "note"]
#: How soon an adult's concern has to be seen to: at once, within half an hour, the same day.
Concerned = Literal["now", "urgent", "concern"]
FlagSource = Literal["help", "worry", "guard", "gone"]
#: How a concern stands: nobody has it yet, somebody has it, it is closed.
Stands = Literal["open", "acknowledged", "closed"]
#: What was open about somebody who is gone: their call, a look now, an adult's concern.
WaitedFor = Literal["help", "look", "concern"]
#: Why words were held, stopped or marked: the rule, its class, and where it points. No seat is ever sent any of it.
SEEN: Final = frozenset({"why", "sort", "spans"})


class Span(msgspec.Struct, frozen=True):
    """One place a rule points at, in characters of the words as written, and how they read once made plain.

    From 0 to 0: not in the body, but in the heads-up above it.
    """

    rule: str
    start: int
    end: int
    form: str

    def __repr__(self) -> str:
        """Without the words, which may end in a log."""
        return f"<span {self.rule} {self.start} {self.end}>"


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
    #: Words for the room that went to the facilitators instead, and whose author was told that one was called.
    diverted: bool = False
    why: str | None = None
    sort: Kind | None = None
    spans: tuple[Span, ...] = ()
    #: What it shows with flags before it, and how many messages or people that is.
    pattern: Pattern | None = None
    many: int | None = None


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
    """Words the guard stopped, kept for staff. `suggestion`: how their author was offered to say it instead."""

    seat: int
    body: str
    why: str
    heads_up: str | None = None
    suggestion: str | None = None
    sort: Kind | None = None
    spans: tuple[Span, ...] = ()


class Erased(Content, frozen=True, tag="erased"):
    """The words of these turns of the session were erased after it; what stands in their place has no turns."""

    turns: tuple[int, ...] = ()


class Concern(Content, frozen=True, tag="concern"):
    """An adult is concerned about a young person, and how that stands. Its words are in the record of this id alone."""

    seat: int
    level: Concerned
    state: Stands
    record: str
