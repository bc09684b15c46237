"""The nouns a fold is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, get_args

from chat.guard.verdict import Kind
from chat.protocol.contents import Held, When
from chat.protocol.team import FlagSource, Level, Mode

from .calls import Calls

#: Within it the same words are the same attempt, asked again because an answer was lost.
A_MOMENT: Final = timedelta(minutes=2)
#: How soon staff look, the last the soonest.
_URGENCY: Final[tuple[Level | None, ...]] = (None, *reversed(get_args(Level)))


@dataclass(frozen=True, slots=True)
class MessageState:
    """A message in the room: whose it is, whether it was removed, who reacted how.

    Nearly all of a person's messages stand alike, so they share one state until something happens to one of them.
    """

    author: str
    removed: bool = False
    reactions: frozenset[tuple[str, str]] = frozenset()


class Messages(Mapping[int, MessageState]):
    """The messages of a room by position, in the least memory: an evening has thousands, and each process three folds.

    Positions are dense, so that a list serves; a place without a message in it holds None.
    """

    __slots__ = ("_by_pos",)

    def __init__(self) -> None:
        """Nothing has been said."""
        self._by_pos: list[MessageState | None] = []

    def __setitem__(self, pos: int, state: MessageState) -> None:
        missing = pos + 1 - len(self._by_pos)
        self._by_pos.extend([None] * missing)
        self._by_pos[pos] = state

    def __getitem__(self, pos: int) -> MessageState:
        state = self._by_pos[pos] if 0 <= pos < len(self._by_pos) else None
        if state is None:
            raise KeyError(pos)
        return state

    def __iter__(self) -> Iterator[int]:
        return (pos for pos, state in enumerate(self._by_pos) if state is not None)

    def __len__(self) -> int:
        return sum(state is not None for state in self._by_pos)


@dataclass(slots=True)
class HeldWords:
    """Words waiting for a facilitator; kept whole because a release needs them."""

    content: Held = field(repr=False)
    at: datetime
    #: Its author was told that it still waits.
    told: bool = False


@dataclass(slots=True)
class FlagState:
    """A flag in the staff stream. `by` is the seat whose own words raised it, if any."""

    level: Level
    source: FlagSource
    by: int | None
    seat: int | None
    at: datetime
    #: Where in the young person's own stream the call stands that it tells of.
    of_pos: int | None = None
    taken_by: str | None = None
    taken_at: datetime | None = None
    done: bool = False
    #: It is about words for the room that went to the facilitators instead.
    diverted: bool = False
    #: It points at words that were held for the room, so that whoever decides on them has looked.
    of_held: bool = False
    #: The guard saw it in words for the room, said, held or refused, and not in such as were for facilitators alone.
    for_room: bool = False
    #: Its sound goes on until somebody takes it.
    repeats: bool = False
    #: Where in the staff stream it was last raised, taken or reopened.
    last: int = 0
    #: As what the guard saw the words.
    sort: Kind | None = None

    @property
    def is_call(self) -> bool:
        """Whether it is somebody's own call or own words, so that it keeps their stream open.

        A worry about somebody never does: what they receive must not differ for it.
        """
        return self.by is not None and self.level == "now" and self.source in ("help", "guard")

    @property
    def was_told(self) -> bool:
        """Whether its author was told that somebody is called: then also who comes, or that nobody has yet."""
        return self.is_call and (self.source == "help" or self.diverted)


@dataclass(slots=True)
class HandOver:
    """How the lead last changed hands: where that stands for staff, and how far what was written in that breath goes.

    `flags` went along, and who had them before: those that nobody has taken, finished or opened again since, and to
    whose young people nobody but them has written.
    """

    pos: int = 0
    turn: int = 0
    flags: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class StoppedWords:
    """Words the guard stopped, as what it saw them, and how soon staff were asked to look, if they were."""

    body: str = field(repr=False)
    at: datetime
    #: Where they stand in the staff stream; the flag that points there says the level.
    pos: int
    sort: Kind | None
    level: Level | None = None

    def tell(self, sort: Kind | None, level: Level | None) -> bool:
        """Whether staff know from them already what is seen in the same words now.

        Beside other lines they may be something else, or more urgent; and what could not be read may be anything.
        """
        return sort is not None and sort == self.sort and _URGENCY.index(level) <= _URGENCY.index(self.level)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A call without a word: where it stands in its author's own stream, and where its flag does in that of staff."""

    pos: int
    flag: int
    at: datetime
    nobody: bool


@dataclass(slots=True)
class SeatState:
    """How one seat stands. Nothing here is a count; all of it follows from entries."""

    muted_until: datetime | None = None
    aside: bool = False
    ejected: bool = False
    #: Where the last aside or eject of theirs that is not undone stands in their own stream.
    put_out: int = 0
    mode: Mode = "open"
    last_said: datetime | None = None
    held: dict[int, HeldWords] = field(default_factory=dict)
    decided: set[int] = field(default_factory=set)
    #: Those of them that a person decided on; the others went back unread as the room closed.
    looked_at: set[int] = field(default_factory=set)
    #: Where in the room held words went, by their position here: a removal there reaches them here too.
    released: dict[int, int] = field(default_factory=dict)
    #: Open flags about this seat, those of them that are not its own calls, and its own open calls, by position in the
    #: staff stream.
    flags: set[int] = field(default_factory=set)
    about: set[int] = field(default_factory=set)
    calls: Calls = field(default_factory=Calls)
    #: Of its open calls those it made by its words alone, and those it pressed for that nobody took or looked at yet.
    by_words: set[int] = field(default_factory=set)
    ringing: Calls = field(default_factory=Calls)
    #: How far the staff stream went when they were last told that nobody has come yet: true of every call until then.
    told_to: int = 0
    #: Their newest call without a word.
    pressed: Pressed | None = None
    #: Since when they were gone when staff were last told that they are, with something open about them.
    missed_since: datetime | None = None
    #: Records of concerns about this seat that are open.
    concerns: set[str] = field(default_factory=set)
    #: How they last said they are, as they came in or as they went; None: they would rather not say.
    mood: int | None = None
    goal: int | None = None
    checked: When | None = None
    #: A private word that nobody has answered yet.
    waiting: bool = False
    #: Where their newest words to us, or their newest call, stand in their own stream.
    wrote: int = 0
    #: A facilitator stays behind with them.
    staying: bool = False
    #: A facilitator finished with them tonight, once at least.
    settled: bool = False
    #: When staff last wrote to them privately.
    written_at: datetime | None = None
    #: What the guard stopped last.
    stopped: StoppedWords | None = None

    @property
    def kept_open(self) -> bool:
        """Whether this seat's own stream outlasts the room until staff settle it."""
        return self.waiting or self.staying or bool(self.calls)

    def concern(self, record: str, *, is_open: bool) -> None:
        """Take in how the concern of this record stands."""
        (self.concerns.add if is_open else self.concerns.discard)(record)

    def muted(self, now: datetime) -> bool:
        """Whether a breather is on at this moment."""
        return self.muted_until is not None and now < self.muted_until

    def was_told(self, body: str, sort: Kind | None, level: Level | None, now: datetime) -> bool:
        """Whether these very words were stopped a moment ago, seen as what they are seen as now."""
        words = self.stopped
        return words is not None and words.body == body and now - words.at < A_MOMENT and words.tell(sort, level)
