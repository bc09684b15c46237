"""The other rooms somebody of staff works or watches at this moment, and how much waits in each; never words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chat.models import EntryRow
from chat.opened import opened
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import STAFF, seat_stream
from chat.protocol.team import Flag as Raised
from chat.verbs.staffroom import COMES_BACK_AFTER
from cohorts import addresses
from cohorts.desk import words
from cohorts.models import Session, Shift, Staff
from cohorts.roles import Right, may
from cohorts.staff import gate
from facilitator import access

#: Held words were let into the room, or given back.
_DECIDES: Final = ("released", "returned")
#: What the counts are made of. Young people's words stay sealed: who wrote what kind of entry, when and about which is
#: enough. Of the machine's own flags alone the level, whom they are about and the words they point at are looked up: it
#: marks much that nobody has to look at now, and whoever decided on held words has looked.
_KINDS: Final = ("help", "flag", "taken", "flag_done", "reopened", "whisper", "held", "settled", *_DECIDES)

#: Where words stand, by stream and position.
Place = tuple[str | None, int | None]


class Line(NamedTuple):
    """An entry without what it says."""

    session: int
    turn: int
    stream: str
    pos: int
    kind: str
    author: str
    of: int | None
    at: datetime


@dataclass(slots=True)
class Flag:
    """A flag by what stands beside it: raised by a call, or else something to look at now."""

    line: Line
    is_call: bool
    taken_at: datetime | None = None
    done: bool = False
    #: A quiet mark, for when there is time.
    quiet: bool = False
    #: The words it points at, if any; `diverted`: they went to the facilitators, and were not held for the room.
    words: Place | None = None
    diverted: bool = False
    #: The stream of whom it is about, where a word to them stands; None where only its sealed words say whom.
    about: str | None = None
    #: Whose own call or words it is about, by their stream: to settle with them is to have seen to it.
    own: str = ""
    #: The turn at which it was raised, or opened again.
    since: int = 0

    def waits(self, written_at: datetime | None, now: datetime) -> bool:
        """Nobody has taken it, or whoever did has not written to them for two minutes (care.md §4)."""
        if self.quiet or self.done or self.taken_at is None:
            return not (self.quiet or self.done)
        wrote = written_at is not None and written_at >= self.taken_at
        return not wrote and now >= self.taken_at + COMES_BACK_AFTER


@dataclass(slots=True)
class Waiting:
    """What waits in one room."""

    flags: dict[int, Flag] = field(default_factory=dict)
    #: Streams of those whose private word has no answer yet.
    unanswered: set[str] = field(default_factory=set)
    #: When staff last wrote to somebody, by stream.
    written: dict[str, datetime] = field(default_factory=dict)
    #: Held words that have neither gone to the room nor back.
    held: set[Place] = field(default_factory=set)
    #: Held words that somebody decided on, and not the end of the evening.
    decided: set[Place] = field(default_factory=set)
    #: The turn at which staff last settled with somebody, by stream.
    settled: dict[str, int] = field(default_factory=dict)

    def hear(self, line: Line, before: Line | None) -> None:
        """Take in the next line of this room; `before` is the one heard last."""
        if line.stream == STAFF:
            self._hear_of_staff(line, before)
        elif line.kind == "held":
            self.held.add((line.stream, line.pos))
        elif line.kind in _DECIDES:
            self.held.discard((line.stream, line.of))
            if line.author != SYSTEM:
                self.decided.add((line.stream, line.of))
        elif line.kind == "settled":
            self.unanswered.discard(line.stream)
            self.settled[line.stream] = line.turn
        elif line.kind == "whisper":
            self._hear_whisper(line)

    def counts(self, now: datetime) -> dict[str, int]:
        """How many call, how many look-nows, private and held words wait, and the turn of the newest flag that does.

        One thing is counted once: held words that somebody has to look at now are such.
        """
        waiting = [flag for flag in self.flags.values() if self._waits(flag, now)]
        calls = {flag.line.author for flag in waiting if flag.is_call}
        diverted = (flag for flag in self.flags.values() if flag.diverted and not flag.done)
        return {
            "calls": len(calls), "looks": sum(not flag.is_call for flag in waiting), "words": len(self.unanswered),
            "held": len(self.held - {flag.words for flag in (*waiting, *diverted)}),
            "newest": max((flag.line.turn for flag in waiting), default=0),
        }  # fmt: skip

    def _waits(self, flag: Flag, now: datetime) -> bool:
        whom = self.written if flag.about is None else {flag.about}
        last = max((at for stream, at in self.written.items() if stream in whom), default=None)
        return flag.waits(last, now) and not self._is_seen_to(flag)

    def _is_seen_to(self, flag: Flag) -> bool:
        is_decided = not flag.diverted and flag.words in self.decided
        return is_decided or self.settled.get(flag.own, 0) > flag.since

    def _hear_of_staff(self, line: Line, before: Line | None) -> None:
        if line.kind == "flag":
            # A call stands in its caller's stream, and its flag in the very next turn.
            called = before is not None and (before.kind, before.author, before.turn + 1) == (
                "help",
                line.author,
                line.turn,
            )
            whose = line.author if called else None
            self.flags[line.pos] = Flag(line, called, about=whose, own=whose or "", since=line.turn)
        elif (flag := self.flags.get(line.of or 0)) is not None:
            if line.kind == "taken":
                flag.taken_at = line.at
            flag.done = line.kind == "flag_done" or (flag.done and line.kind != "reopened")
            flag.since = line.turn if line.kind == "reopened" else flag.since

    def _hear_whisper(self, line: Line) -> None:
        if line.author == line.stream:
            self.unanswered.add(line.stream)
            return
        self.unanswered.discard(line.stream)
        self.written[line.stream] = line.at


@require_safe
def rooms(request: HttpRequest, session: str) -> HttpResponse:
    """The other open rooms of whoever holds this one, as their console shows them; for anybody else it is not there."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    if access.session_on_shift(staff, session) is None:
        raise Http404
    now = timezone.now()
    others = _others(staff, session, now)
    waiting = _read(others)
    listed = [
        {"id": one.public_id, "name": f"{one.title} – {words.cohort(one.cohort)}",
         "href": addresses.address(as_id, "facilitator:console", one.public_id), **waiting[one.pk].counts(now)}
        for one in others
    ]  # fmt: skip
    return JsonResponse({"rooms": listed})


def _others(staff: Staff, but: str, now: datetime) -> Sequence[Session]:
    mine = Session.objects.on_now(now).filter(pk__in=Shift.objects.sessions_of(staff)).exclude(public_id=but)
    if not may(staff.role, Right.HOLD_ROOMS):
        # The lead looks into a welcome; rooms that they held before have no page for them any more.
        looks = Shift.objects.standing().filter(staff=staff, watching=True)
        mine = mine.welcomes().filter(pk__in=looks.values("session"))
    return list(mine.select_related("week", "cohort__course").order_by("starts_at", "pk"))


def _read(sessions: Iterable[Session]) -> dict[int, Waiting]:
    """What waits in each, by two queries for all."""
    found = {one.pk: Waiting() for one in sessions}
    before: Line | None = None
    rows = EntryRow.objects.filter(session__in=list(found), kind__in=_KINDS).order_by("session", "turn")
    for line in map(Line._make, rows.values_list(*Line._fields)):
        found[line.session].hear(line, before if before and before.session == line.session else None)
        before = line
    for pk, entry in opened(list(found), Q(stream=STAFF, kind="flag", author=SYSTEM)):
        flag = found[pk].flags.get(entry.pos)
        if flag is not None and isinstance(entry.content, Raised):
            said = entry.content
            flag.quiet = said.level != "now"
            flag.own = "" if said.by is None or said.source != "guard" else seat_stream(said.by)
            flag.words, flag.diverted = (said.of_stream, said.of_pos), said.diverted
            whom = said.by if said.seat is None else said.seat
            flag.about = None if whom is None else seat_stream(whom)
    return found
