"""How each kind of entry changes the state of a room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from chat.person import Person
from chat.protocol import contents as c
from chat.protocol import team as t
from chat.protocol.content import Content
from chat.protocol.entry import SYSTEM, Entry
from chat.protocol.script import Answer, Prompt
from chat.protocol.streams import ROOM, SEATS, STAFF, seat_number

from . import flags
from .script import ScriptState
from .state import FlagState, HandOver, HeldWords, Messages, MessageState, Pressed, SeatState, StoppedWords


def _eight_seats() -> dict[int, SeatState]:
    return {number: SeatState() for number in SEATS}


@dataclass(slots=True)
class Fold:
    """The state of one room after `turn` entries."""

    turn: int = 0
    last_at: datetime | None = None
    heads: dict[str, int] = field(default_factory=dict)
    mark: c.Mark | None = None
    closed_by_absence: bool = False
    cancelled: bool = False
    paused: str | None = None
    paused_by_absence: bool = False
    slow: int = 0
    mode: t.Mode = "open"
    #: The public id of whom the lead was handed to, if it was.
    lead: str | None = None
    handed: HandOver = field(default_factory=HandOver)
    seats: dict[int, SeatState] = field(default_factory=_eight_seats)
    messages: Messages = field(default_factory=Messages)
    flags: dict[int, FlagState] = field(default_factory=dict)
    #: Flags to be looked at now that are not done, but for the calls that ring.
    looks: set[int] = field(default_factory=set)
    #: What was said of an evening that goes otherwise than planned.
    unusual: set[str] = field(default_factory=set)
    script: ScriptState = field(default_factory=ScriptState)

    def apply(self, entry: Entry) -> None:
        """Fold in the next entry; `ValueError` if it is not the next one."""
        if entry.turn != self.turn + 1 or entry.pos != self.heads.get(entry.stream, 0) + 1:
            raise ValueError(f"{entry!r} does not follow turn {self.turn}")
        self.turn, self.last_at = entry.turn, entry.at
        self.heads[entry.stream] = entry.pos
        if (change := _CHANGES.get(type(entry.content))) is not None:
            change(self, entry, entry.content)
        self.script.apply(entry)

    def seat_of(self, entry: Entry) -> SeatState:
        """The seat whose own stream an entry stands in."""
        number = seat_number(entry.stream)
        if number is None:
            raise ValueError(f"{entry!r} is in no seat's stream")
        return self.seats[number]

    def heard_by(self, person: Person, *, over: bool = False) -> frozenset[str]:
        """The streams somebody may hear now: set aside, put out or past the end, a seat has its own alone.

        `over`: the clock says so already, whether or not a loop has said it here.
        """
        if person.seat is None:
            return person.hears()
        seat = self.seats[person.seat]
        return person.hears(room=not (seat.aside or seat.ejected or over or self.mark == "over"))

    def mode_for(self, number: int) -> t.Mode:
        """The mode that holds this seat's words: the stricter of the room's and the seat's."""
        return max(self.mode, self.seats[number].mode, key=_STRICTNESS.__getitem__)

    def removed(self, entry: Entry) -> bool:
        """Whether the words of an entry were taken away since, here or where they were released to."""
        if isinstance(entry.content, c.Message | Prompt):
            return self.messages[entry.pos].removed
        if isinstance(entry.content, c.Restored):
            return self.messages[entry.of or 0].removed
        if not isinstance(entry.content, c.Held):
            return False
        message = self.messages.get(self.seat_of(entry).released.get(entry.pos, 0))
        return message is not None and message.removed


_STRICTNESS: dict[str, int] = {"open": 0, "hold_flagged": 1, "hold_all": 2}


@lru_cache(maxsize=1024)
def _untouched(author: str) -> MessageState:
    return MessageState(author)


def _message(fold: Fold, entry: Entry, content: c.Message | Prompt) -> None:
    fold.messages[entry.pos] = _untouched(entry.author)
    if (number := seat_number(entry.author)) is not None and entry.asker == entry.author:
        fold.seats[number].last_said = entry.at


def _removed(fold: Fold, entry: Entry, content: c.Removed) -> None:
    message = fold.messages.get(entry.of or 0)
    if message is not None and entry.of is not None:
        fold.messages[entry.of] = replace(message, removed=True)
        fold.script.remove(entry.of)


def _restored(fold: Fold, entry: Entry, content: c.Restored) -> None:
    message = fold.messages.get(entry.of or 0)
    if message is not None and entry.of is not None:
        fold.messages[entry.of] = replace(message, removed=False)


def _reaction(fold: Fold, entry: Entry, content: c.Reaction) -> None:
    message = fold.messages.get(entry.of or 0)
    if message is not None and entry.of is not None:
        this = {(entry.author, content.emoji)}
        reactions = message.reactions | this if content.on else message.reactions - this
        fold.messages[entry.of] = replace(message, reactions=reactions)


def _phase(fold: Fold, entry: Entry, content: c.Phase) -> None:
    fold.mark = content.phase
    fold.closed_by_absence = content.absence
    fold.cancelled = fold.cancelled or content.cancelled


def _paused(fold: Fold, entry: Entry, content: c.Paused) -> None:
    fold.paused, fold.paused_by_absence = content.text, content.absence


def _resumed(fold: Fold, entry: Entry, content: c.Resumed) -> None:
    fold.paused, fold.paused_by_absence = None, False


def _slow(fold: Fold, entry: Entry, content: c.Slow) -> None:
    fold.slow = content.seconds


def _whisper(fold: Fold, entry: Entry, content: c.Whisper) -> None:
    seat = fold.seat_of(entry)
    if not content.keeps:
        seat.waiting = entry.author == entry.stream
    if entry.author == entry.stream:
        seat.wrote = entry.pos
    else:
        seat.written_at = entry.at
        flags.written(fold, entry)


def _checked_in(fold: Fold, entry: Entry, content: c.CheckedIn) -> None:
    seat = fold.seat_of(entry)
    seat.checked, seat.mood, seat.goal = content.when, content.mood, content.goal
    if content.body is not None:
        seat.waiting, seat.wrote = True, entry.pos


def _answered(fold: Fold, entry: Entry, content: Answer) -> None:
    if content.body is not None:
        seat = fold.seat_of(entry)
        seat.waiting, seat.wrote = True, entry.pos


def _held(fold: Fold, entry: Entry, content: c.Held) -> None:
    seat = fold.seat_of(entry)
    seat.held[entry.pos] = HeldWords(content, entry.at)
    seat.wrote = entry.pos
    if not content.help:
        # What went to the facilitators instead uses up nobody's turn in the room.
        seat.last_said = entry.at


def _decided(fold: Fold, entry: Entry, content: c.Released | c.Returned) -> None:
    seat = fold.seat_of(entry)
    if entry.of is None:
        return
    seat.held.pop(entry.of, None)
    seat.decided.add(entry.of)
    if entry.author != SYSTEM:
        flags.decided(fold, seat, entry.of)
    if isinstance(content, c.Released):
        # The message was written in the same breath, so it is the newest of the room.
        seat.released[entry.of] = fold.heads.get(ROOM, 0)


def _muted(fold: Fold, entry: Entry, content: c.Muted) -> None:
    fold.seat_of(entry).muted_until = content.until


def _unmuted(fold: Fold, entry: Entry, content: c.Unmuted) -> None:
    fold.seat_of(entry).muted_until = None


def _aside(fold: Fold, entry: Entry, content: c.Aside) -> None:
    seat = fold.seat_of(entry)
    seat.aside, seat.put_out = True, entry.pos


def _eject(fold: Fold, entry: Entry, content: c.Eject) -> None:
    seat = fold.seat_of(entry)
    seat.ejected, seat.put_out = True, entry.pos


def _readmit(fold: Fold, entry: Entry, content: c.Readmit) -> None:
    seat = fold.seat_of(entry)
    seat.aside, seat.ejected, seat.put_out = content.aside, False, 0


def _settled(fold: Fold, entry: Entry, content: c.Settled) -> None:
    seat = fold.seat_of(entry)
    seat.waiting, seat.staying, seat.settled = False, False, True
    flags.settled(seat)


def _called(fold: Fold, entry: Entry, content: c.Help) -> None:
    seat = fold.seat_of(entry)
    seat.wrote = entry.pos
    if content.body is None:
        # Its flag is written in the same breath, so it is the next for staff.
        seat.pressed = Pressed(entry.pos, fold.heads.get(STAFF, 0) + 1, entry.at, content.nobody)


def _stay(fold: Fold, entry: Entry, content: c.Stay) -> None:
    fold.seat_of(entry).staying = True


def _waiting(fold: Fold, entry: Entry, content: c.Waiting) -> None:
    seat = fold.seat_of(entry)
    if content.what == "held" and entry.of in seat.held:
        seat.held[entry.of].told = True
    if content.what == "help":
        seat.told_to = fold.heads.get(STAFF, 0)


def _concern(fold: Fold, entry: Entry, content: t.Concern) -> None:
    fold.seats[content.seat].concern(content.record, is_open=content.state != "closed")


def _stopped(fold: Fold, entry: Entry, content: t.Stopped) -> None:
    fold.seats[content.seat].stopped = StoppedWords(content.body, entry.at, entry.pos, content.sort)


def _lead(fold: Fold, entry: Entry, content: t.Lead) -> None:
    fold.lead, fold.handed = content.staff, HandOver(entry.pos, entry.turn)


def _mode(fold: Fold, entry: Entry, content: t.ModeSet) -> None:
    if content.seat is None:
        fold.mode = content.mode
    else:
        fold.seats[content.seat].mode = content.mode


def _unusual(fold: Fold, entry: Entry, content: t.Unusual) -> None:
    fold.unusual.add(content.what)


_CHANGES: dict[type[Content], Callable[[Fold, Entry, Any], None]] = {
    c.Message: _message, Prompt: _message, Answer: _answered,
    c.Removed: _removed, c.Reaction: _reaction, c.Phase: _phase,
    c.Paused: _paused, c.Resumed: _resumed, c.Slow: _slow, c.Whisper: _whisper, c.Held: _held,
    c.Released: _decided, c.Returned: _decided, c.Muted: _muted, c.Unmuted: _unmuted,
    c.Aside: _aside, c.Eject: _eject, c.Readmit: _readmit, c.Settled: _settled, t.Flag: flags.raised,
    c.Restored: _restored, c.Waiting: _waiting, c.Stay: _stay, t.Reopened: flags.reopened, t.Lead: _lead,
    c.Taken: flags.taken, t.FlagDone: flags.done, t.Concern: _concern, t.ModeSet: _mode, t.Unusual: _unusual,
    c.CheckedIn: _checked_in, c.Help: _called, t.Stopped: _stopped,
}  # fmt: skip
