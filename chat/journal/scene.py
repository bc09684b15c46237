"""Everything a batch has to know, read under the locks in one go, however many requests it holds."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec

from chat import chain
from chat.access import must_be_signed_in, the_person
from chat.facts import Facts, Meeting, Roster
from chat.person import THE_SYSTEM, Person
from chat.presence import PresenceRow, attendance
from chat.protocol.closing import Close, Gone
from chat.store import Found, HeadRow, SavedEntry, SignInRow, Store
from chat.verbs import verb_for
from cohorts.access import Badge
from cohorts.seal import Unsealable

from .asked import Asked
from .room import JournalRoom

log = logging.getLogger(__name__)

Rooms = dict[str, JournalRoom]

#: A key or an entry that does not open, a hole in the record, words of no known kind.
UNREADABLE: Final = (Unsealable, ValueError, KeyError, msgspec.MsgspecError)

#: Stands for a session that is not there, so that who asks for it is looked up all the same.
NO_SESSION: Final = 0


@dataclass(slots=True)
class Scene:
    """One session of a batch: its facts, its room, its sockets by id."""

    facts: Facts
    room: JournalRoom
    sockets: dict[str, PresenceRow]

    @property
    def pk(self) -> int:
        """The session's row."""
        return self.facts.meeting.pk

    def recount(self) -> None:
        """Judge presence anew after sockets changed, for the requests that follow."""
        self.facts.people = attendance(self.sockets.values(), self.facts.clock or self.facts.now)


@dataclass(slots=True)
class Scenes:
    """The sessions of a batch, the sign-ins behind its requests, and what was answered before."""

    now: datetime
    by_session: dict[str, Scene] = field(default_factory=dict)
    #: Sessions that are there and cannot be read.
    unread: dict[str, Meeting] = field(default_factory=dict)
    sign_ins: dict[tuple[int, str], SignInRow] = field(default_factory=dict)
    repeats: dict[tuple[int, str, str], SavedEntry] = field(default_factory=dict)

    def of(self, asked: Asked) -> Scene:
        """The scene of a request; `Gone` for a session that is not there, told apart from one that is by nobody.

        Whoever has a place in a session that cannot be read is told to come back; it may be mended by then.
        """
        if (scene := self.by_session.get(asked.session)) is not None:
            return scene
        if (meeting := self.unread.get(asked.session)) is not None:
            self._who(asked, meeting, self.now)
            raise Gone(Close.TROUBLE)
        must_be_signed_in(self._anywhere(asked.badge), asked.badge)
        raise Gone(Close.NOT_HERE)

    def _anywhere(self, badge: Badge | None) -> SignInRow | None:
        """A sign-in whatever session it was asked for: one that was cancelled is known here and not there any more."""
        found = (row for (_, as_id), row in self.sign_ins.items() if badge is not None and as_id == badge.as_id)
        return next(found, None)

    def recall(self, row: SavedEntry) -> None:
        """Take in what stands at a position of the room, opened; what does not open is not there for a verb."""
        scene = next((scene for scene in self.by_session.values() if scene.pk == row.session_pk), None)
        if scene is None:
            return
        session = scene.facts.meeting.id
        try:
            entry = chain.open_entry(row, session, scene.room.data_key)
        except UNREADABLE as problem:
            _say_unread(session, problem)
        else:
            scene.facts.recalled = {**scene.facts.recalled, row.pos: entry.content}

    def person(self, asked: Asked, scene: Scene) -> Person:
        """Who asks, by their sign-in as it stands at this moment; `Gone` for somebody without."""
        return self._who(asked, scene.facts.meeting, scene.facts.now)

    def _who(self, asked: Asked, meeting: Meeting, now: datetime) -> Person:
        if asked.badge is None:
            return THE_SYSTEM
        row = self.sign_ins.get((meeting.pk, asked.badge.as_id))
        return the_person(row, asked.badge, meeting, now)


def read_scenes(store: Store, rooms: Rooms, batch: Sequence[Asked]) -> Scenes:
    """Lock the sessions, then read everything else, in one journey; and in another what may have been asked before.

    A lock waited for is why nothing may be read before it; what is asked behind it is answered behind it. A session
    whose words are gone, and its key with them, is not there any more.
    """
    with store.together():
        locked = store.lock(asked.session for asked in batch)
        if all(asked.session in rooms for asked in batch):
            asking = _ask(store, {asked.session: rooms[asked.session].pk for asked in batch}, batch)
            meetings = locked.get()
        else:
            meetings = locked.get()
            asking = _ask(store, {meeting.id: meeting.pk for meeting in meetings}, batch)
        heads, now = asking.heads.get()
        meetings = [one for one in meetings if one.pk not in heads or heads[one.pk].data_key]
        unread = _bring_up(store, rooms, meetings, heads)
        read = _Read(asking.presence.get(), asking.rosters.get(), now)
        found = {m.id: _scene(m, rooms[m.id], read) for m in meetings if m.id not in unread}
        scenes = Scenes(read.now, found, unread, asking.sign_ins.get())
        for row in asking.recalled.get():
            scenes.recall(row)
        repeats = store.repeats(_perhaps_repeated(found, batch)).get()
        scenes.repeats = {(row.session_pk, row.asker, row.ref): row for row in repeats}
    return scenes


@dataclass(frozen=True, slots=True)
class _Asking:
    """What was asked of the database, in this order."""

    heads: Found[tuple[dict[int, HeadRow], datetime]]
    presence: Found[dict[int, list[PresenceRow]]]
    sign_ins: Found[dict[tuple[int, str], SignInRow]]
    rosters: Found[dict[int, Roster]]
    recalled: Found[list[SavedEntry]]


def _ask(store: Store, pks: Mapping[str, int], batch: Sequence[Asked]) -> _Asking:
    """Ask what this batch must know of its sessions (public id → pk), and no more."""
    here = [asked for asked in batch if asked.session in pks]
    verbs = [(pks[asked.session], asked, verb_for(asked.ask)) for asked in here]
    moving = {pk for pk, _, verb in verbs if verb.moves}
    return _Asking(
        store.heads_now(pks.values()),
        store.presence({pk: session for session, pk in pks.items()}, staff_of=set(pks.values()) - moving),
        store.sign_ins([(pks.get(a.session, NO_SESSION), a.badge.as_id) for a in batch if a.badge]),
        store.rosters(sorted({pk for pk, _, verb in verbs if verb.targets})),
        store.at(sorted({(pk, getattr(asked.ask, "pos", 0)) for pk, asked, verb in verbs if verb.recalls})),
    )


def _perhaps_repeated(found: Mapping[str, Scene], batch: Sequence[Asked]) -> list[tuple[int, str, str]]:
    """What may have been answered before. A room at its head has seen every entry, so that most is surely new."""
    return [
        (scene.pk, asked.claims, asked.ask.ref)
        for asked in batch
        if (scene := found.get(asked.session)) is not None
        and verb_for(asked.ask).remembered
        and scene.room.may_have_answered(asked.claims, asked.ask.ref)
    ]


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read for all sessions of a batch, by their row."""

    presence: Mapping[int, list[PresenceRow]]
    rosters: Mapping[int, Roster]
    now: datetime


def _scene(meeting: Meeting, room: JournalRoom, read: _Read) -> Scene:
    sockets = read.presence[meeting.pk]
    at = max(read.now, room.fold.last_at or read.now)
    people = attendance(sockets, read.now)
    facts = Facts(meeting, at, room.fold, people, read.rosters.get(meeting.pk, {}), clock=read.now)
    return Scene(facts, room, {row.socket: row for row in sockets})


def _bring_up(store: Store, rooms: Rooms, meetings: list[Meeting], heads: dict[int, HeadRow]) -> dict[str, Meeting]:
    """Make every room stand at its head; it usually does, as a session lives on one worker.

    Returned are those that cannot be read: one must not hold up all the others, and is read anew when next asked for.
    """
    behind: dict[int, JournalRoom] = {}
    unread: dict[str, Meeting] = {}
    by_pk = {meeting.pk: meeting for meeting in meetings}
    for meeting in meetings:
        with _noticing(meeting, unread):
            room = rooms[meeting.id] = _room_at(rooms.get(meeting.id), meeting, heads.get(meeting.pk))
            if (head := heads.get(meeting.pk)) is not None and head.turn > room.fold.turn:
                behind[meeting.pk] = room
    for row in _rows_behind(store, behind, rooms):
        meeting = by_pk[row.session_pk]
        if meeting.id not in unread:
            with _noticing(meeting, unread):
                behind[row.session_pk].catch_up(row)
    for session in unread:
        rooms.pop(session, None)
    return unread


def _rows_behind(store: Store, behind: dict[int, JournalRoom], rooms: Rooms) -> list[SavedEntry]:
    """Give what these rooms have still to take in.

    One to whose last words the next ones are not chained stood where the database fell back since, as to a copy that
    lagged, and grew again by another worker: it starts over.
    """
    rows = store.entries_after({pk: room.fold.turn for pk, room in behind.items()}).get()
    if not (strays := {row.session_pk for row in rows if not behind[row.session_pk].precedes(row)}):
        return rows
    for pk in strays:
        behind[pk] = rooms[behind[pk].session] = behind[pk].as_it_began()
    return store.entries_after({pk: room.fold.turn for pk, room in behind.items()}).get()


@contextmanager
def _noticing(meeting: Meeting, unread: dict[str, Meeting]) -> Iterator[None]:
    """Note it where the room of a meeting cannot be read."""
    try:
        yield
    except UNREADABLE as problem:
        _say_unread(meeting.id, problem)
        unread[meeting.id] = meeting


def _say_unread(session: str, problem: Exception) -> None:
    log.error("session %s cannot be read (%s); `manage.py verify` says more", session, type(problem).__name__)


def _room_at(room: JournalRoom | None, meeting: Meeting, head: HeadRow | None) -> JournalRoom:
    """Give the room to go on with.

    One that another worker wrote first in takes that worker's key; one that is ahead of a restored database starts
    over, and so does one that holds other words than stand there; one whose key was only closed anew by another of the
    ring goes on.
    """
    if head is None:
        return room if room is not None and room.fold.turn == 0 else JournalRoom.new(meeting.pk, meeting.id)
    if room is None or room.fold.turn > head.turn or (room.fold.turn == head.turn and room.digest != head.digest):
        return JournalRoom.behind(meeting.id, head)
    if room.wrapped != head.data_key and not room.rewrapped(head):
        return JournalRoom.behind(meeting.id, head)
    return room
