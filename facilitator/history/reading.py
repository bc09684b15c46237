"""Reading what one young person said and did, evening by evening, out of the entries of their group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone

from chat import chain
from chat.answered import in_words
from chat.models import EntryRow
from chat.protocol.content import Content
from chat.protocol.contents import CheckedIn, Held, Help, Message, Removed, Restored, Whisper
from chat.protocol.entry import Entry
from chat.protocol.script import Answer, Prompt
from chat.protocol.streams import ROOM, STAFF, seat_stream
from chat.protocol.team import Erased, Stopped
from chat.store import SavedEntry
from cohorts import turnout
from cohorts.desk.came import forgotten
from cohorts.models import Seat, Session, Shift, Staff
from cohorts.seal import Unsealable
from cohorts.turnout import Judged

from . import told

_COLUMNS: Final = ("session__public_id", "session__head__data_key", "session_id", *SavedEntry._fields[1:])
_OF_STAFF: Final = ("flag", "taken", "flag_done", "reopened", "stopped", "mode", "concern")
_OF_ROOM: Final = ("removed", "restored", "prompt")
_SAID = Message | Whisper | Held | Help | Stopped | CheckedIn | Answer


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of an evening that is theirs or about them. `removed`: out of the room; `asked`: what it answers."""

    entry: Entry = field(repr=False)
    by: str = field(repr=False)
    removed: bool = False
    asked: Prompt | None = field(default=None, repr=False)

    @property
    def title(self) -> str:
        """What happened."""
        return told.title(self.entry.content)

    @property
    def details(self) -> list[str]:
        """What belongs to it."""
        return told.details(self.entry.content)

    @property
    def body(self) -> str:
        """The words in it, whoever wrote them; of a number, or the place of an option, with what was asked."""
        content = self.entry.content
        if isinstance(content, Answer) and content.value is not None:
            return in_words(content.value, self.asked)
        return getattr(content, "body", None) or ""


@dataclass(frozen=True, slots=True)
class Evening:
    """One evening of theirs: how they were there, what they said, and what was flagged and done.

    `unreadable`: so many entries of theirs are not kept in words any more.
    """

    session: Session
    judged: Judged | None
    said: list[Happened]
    done: list[Happened]
    checkins: list[CheckedIn]
    unreadable: int


def _opened(row: SavedEntry, session: str, wrapped: bytes) -> Entry | None:
    """One entry; None if no key opens it any more, or its words were let go of."""
    try:
        entry = chain.open_entry(row, session, chain.unwrap(wrapped, session))
    except Unsealable:
        return None
    return None if isinstance(entry.content, Erased) else entry


def evenings(seat: Seat, reader: Staff, now: datetime) -> list[Evening]:
    """Return the evenings that began while they had the seat, the latest first; a welcome to whoever holds it alone.

    None to come, and none that was cancelled. A fixed number of queries, however many evenings there were.
    """
    sessions = _sessions(seat, reader, now)
    found: dict[int, list[Entry]] = {one.pk: [] for one in sessions}
    spoiled = dict.fromkeys(found, 0)
    for row, session, wrapped in _rows(list(found), seat.number):
        entry = _opened(row, session, wrapped)
        if entry is None:
            # Whom an entry of staff was about only its words would say: it may have been anybody.
            spoiled[row.session_pk] += seat_stream(seat.number) in (row.stream, row.author)
        else:
            found[row.session_pk].append(entry)
    known = [] if forgotten(seat.cohort, timezone.now()) else sessions
    there, staff = turnout.read(known), _staff(found.values())
    seats = list(Seat.objects.filter(cohort=seat.cohort_id).order_by("taken_at"))
    return [
        _evening(one, there.of(one, seat), found[one.pk], seat.number, {**_names(seats, one), **staff}, spoiled[one.pk])
        for one in reversed(sessions)
    ]


def _sessions(seat: Seat, reader: Staff, now: datetime) -> list[Session]:
    mine = Shift.objects.sessions_of(reader)
    past = Session.objects.for_seat(seat).planned().filter(opens_at__lte=now)
    theirs = past.filter(Q(kind="group") | Q(pk__in=mine)).select_related("week", "cohort")
    began = [one for one in theirs.order_by("starts_at", "pk") if seat.belongs_to(one)]
    return [one for one in began if seat.withdrawn_at is None or one.opens_at < seat.withdrawn_at]


def _rows(sessions: list[int], number: int) -> Iterator[tuple[SavedEntry, str, bytes]]:
    own = seat_stream(number)
    of_room = Q(stream=ROOM) & (Q(author=own) | Q(kind__in=_OF_ROOM))
    of_staff = Q(stream=STAFF, kind__in=_OF_STAFF)
    wanted = EntryRow.objects.filter(of_room | of_staff | Q(stream=own), session__in=sessions)
    for public_id, wrapped, *row in wanted.order_by("session", "turn").values_list(*_COLUMNS):
        *plain, sealed, hash_, digest = row
        saved = SavedEntry._make([*plain, bytes(sealed), bytes(hash_), bytes(digest)])
        yield saved, public_id, bytes(wrapped or b"")


def _evening(
    session: Session, judged: Judged | None, entries: list[Entry], number: int, names: dict[str, str], spoiled: int
) -> Evening:
    theirs, gone = list(_theirs(entries, number)), _gone(entries)
    asked = {one.pos: one.content for one in entries if isinstance(one.content, Prompt)}
    happened = [
        Happened(
            one, names.get(one.author, ""), one.stream == ROOM and one.pos in gone,
            asked.get(getattr(one.content, "prompt", 0)),
        )
        for one in theirs
    ]  # fmt: skip
    said = [one for one in happened if isinstance(one.entry.content, _SAID) and (one.body or one.entry.kind == "help")]
    done = [one for one in happened if not isinstance(one.entry.content, _SAID)]
    return Evening(session, judged, said, done, [c for e in theirs if isinstance(c := e.content, CheckedIn)], spoiled)


def _theirs(entries: Sequence[Entry], number: int) -> Iterator[Entry]:
    """Those in their own stream, by them, about them, and what became of such."""
    own = seat_stream(number)
    mine: dict[str, set[int]] = {ROOM: set(), STAFF: set()}
    for entry in entries:
        if entry.stream == own:
            yield entry
            continue
        starts = entry.author == own if entry.stream == ROOM else _is_about(entry.content, number)
        if starts:
            mine[entry.stream].add(entry.pos)
        if starts or entry.of in mine[entry.stream]:
            yield entry


def _gone(entries: Sequence[Entry]) -> set[int | None]:
    """The places of what is out of the room."""
    gone: set[int | None] = set()
    for entry in entries:
        if isinstance(entry.content, Removed):
            gone.add(entry.of)
        elif isinstance(entry.content, Restored):
            gone.discard(entry.of)
    return gone


def _is_about(content: Content, number: int) -> bool:
    return number in (getattr(content, "seat", None), getattr(content, "by", None))


def _names(seats: Sequence[Seat], session: Session) -> dict[str, str]:
    """The names of whoever had the seats that evening, by key."""
    there = (one for one in seats if one.withdrawn_at is None or one.withdrawn_at > session.opens_at)
    return {seat_stream(one.number): one.name for one in there if one.belongs_to(session)}


def _staff(entries: Iterable[Sequence[Entry]]) -> dict[str, str]:
    """The room names of the staff among the authors, by key."""
    keys = {entry.author for some in entries for entry in some if entry.author.startswith("staff:")}
    found = Staff.objects.filter(public_id__in=[key.removeprefix("staff:") for key in keys])
    return {f"staff:{public_id}": name for public_id, name in found.values_list("public_id", "name")}
