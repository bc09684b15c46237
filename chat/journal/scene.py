"""Everything a batch has to know, read under the locks in one go, however many requests it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chat.access import the_person
from chat.facts import Facts, Meeting
from chat.person import THE_SYSTEM, Person
from chat.presence import PresenceRow, attendance
from chat.protocol.closing import Close, Gone
from chat.store import HeadRow, SavedEntry, SignInRow, Store
from chat.verbs import verb_for

from .asked import Asked
from .room import JournalRoom

Rooms = dict[str, JournalRoom]


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
        self.facts.people = attendance(self.sockets.values(), self.facts.now)


@dataclass(slots=True)
class Scenes:
    """The sessions of a batch, the sign-ins behind its requests, and what was answered before."""

    by_session: dict[str, Scene] = field(default_factory=dict)
    sign_ins: dict[tuple[int, str], SignInRow] = field(default_factory=dict)
    repeats: dict[tuple[int, str, str], SavedEntry] = field(default_factory=dict)

    def of(self, asked: Asked) -> Scene:
        """The scene of a request; `Gone` for a session that is not there."""
        scene = self.by_session.get(asked.session)
        if scene is None:
            raise Gone(Close.NOT_HERE)
        return scene

    def person(self, asked: Asked, scene: Scene) -> Person:
        """Who asks, by their sign-in as it stands at this moment; `Gone` for somebody without."""
        if asked.badge is None:
            return THE_SYSTEM
        row = self.sign_ins.get((scene.pk, asked.badge.as_id))
        return the_person(row, asked.badge, scene.facts.meeting, scene.facts.now)


def read_scenes(store: Store, rooms: Rooms, batch: Sequence[Asked]) -> Scenes:
    """Lock the sessions, then read. A lock waited for is why nothing may be read before it."""
    meetings = store.lock(asked.session for asked in batch)
    pks = {meeting.id: meeting.pk for meeting in meetings}
    heads = store.heads(pks.values())
    _bring_up(store, rooms, meetings, heads)
    scenes = Scenes(_by_session(store, rooms, meetings, batch))
    known = [asked for asked in batch if asked.session in pks and asked.badge is not None]
    scenes.sign_ins = store.sign_ins([(pks[a.session], a.badge.as_id) for a in known if a.badge])
    scenes.repeats = _repeats(store, scenes, batch)
    return scenes


def _by_session(store: Store, rooms: Rooms, meetings: list[Meeting], batch: Sequence[Asked]) -> dict[str, Scene]:
    aimed = {asked.session for asked in batch if verb_for(asked.ask).targets}
    rosters = store.rosters([meeting.pk for meeting in meetings if meeting.id in aimed])
    presence = store.presence({meeting.pk: meeting.id for meeting in meetings})
    now = store.now()
    scenes: dict[str, Scene] = {}
    for meeting in meetings:
        room = rooms[meeting.id]
        at = max(now, room.fold.last_at or now)
        people = attendance(presence[meeting.pk], at)
        facts = Facts(meeting, at, room.fold, people, rosters.get(meeting.pk, {}))
        sockets = {row.socket: row for row in presence[meeting.pk]}
        scenes[meeting.id] = Scene(facts, room, sockets)
    return scenes


def _bring_up(store: Store, rooms: Rooms, meetings: list[Meeting], heads: dict[int, HeadRow]) -> None:
    """Make every room stand at its head; it usually does, as a session lives on one worker."""
    behind: dict[int, JournalRoom] = {}
    for meeting in meetings:
        room = _room_at(rooms.get(meeting.id), meeting.id, heads.get(meeting.pk))
        rooms[meeting.id] = room
        if (head := heads.get(meeting.pk)) is not None and head.turn > room.fold.turn:
            behind[meeting.pk] = room
    for row in store.entries_after({pk: room.fold.turn for pk, room in behind.items()}):
        behind[row.session_pk].catch_up(row)


def _room_at(room: JournalRoom | None, session: str, head: HeadRow | None) -> JournalRoom:
    """Give the room to go on with.

    One that another worker wrote first in takes that worker's key; one that is ahead of a
    restored database starts over.
    """
    if head is None:
        return room if room is not None and room.fold.turn == 0 else JournalRoom.new(session)
    if room is None or room.wrapped != head.data_key or room.fold.turn > head.turn:
        return JournalRoom.behind(session, head)
    return room


def _repeats(store: Store, scenes: Scenes, batch: Sequence[Asked]) -> dict[tuple[int, str, str], SavedEntry]:
    wanted: list[tuple[int, str, str]] = []
    for asked in batch:
        scene = scenes.by_session.get(asked.session)
        if scene is None or not verb_for(asked.ask).remembered:
            continue
        try:
            person = scenes.person(asked, scene)
        except Gone:
            continue
        wanted.append((scene.pk, person.key, asked.ask.ref))
    return {(row.session_pk, row.asker, row.ref): row for row in store.repeats(wanted)}
