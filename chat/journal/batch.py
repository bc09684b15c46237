"""One transaction: read the scene, decide each request in turn, write everything once."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from chat import chain, outside
from chat.person import Person
from chat.presence import PresenceRow, staffed
from chat.protocol import script
from chat.protocol.closing import Gone
from chat.protocol.content import Content
from chat.protocol.contents import CheckedIn, Held, Help
from chat.protocol.entry import Entry
from chat.protocol.replies import No, Ok
from chat.store import SavedEntry, Store
from chat.verbs import Beside, Done, Refused, Request, Row, Verb, verb_for
from chat.verbs.enter import ArrivalRow, DepartureRow, Enter, Leave
from chat.verbs.lead import LeadRow
from chat.verbs.presence import AwayRow
from chat.words import REFUSALS

from .asked import Answer, Asked, Entered, Outcome
from .looked import Looked
from .scene import Rooms, Scene, Scenes, read_scenes

log = logging.getLogger(__name__)

Written = list[tuple[Entry, SavedEntry]]


class Batch:
    """The requests of one transaction. Durable once the caller's transaction has ended well, not before."""

    _scenes: Scenes

    def __init__(self, store: Store, rooms: Rooms, worker: str, batch: list[Asked]) -> None:
        """`rooms` is what the journal knows between batches; after an error it must be dropped."""
        self._store, self._rooms, self._worker, self._batch = store, rooms, worker, batch
        self._rows: list[SavedEntry] = []
        self._arrivals: list[tuple[int, str, str, str, datetime]] = []
        self._departures: list[str] = []
        self._leads: list[tuple[int, str]] = []
        self._away: list[tuple[int, str, datetime | None]] = []
        self._beside: list[tuple[int, datetime, Beside]] = []
        self._looked = Looked()
        self._outcome = Outcome()

    def run(self) -> Outcome:
        """Everything from BEGIN to COMMIT, in two journeys to the database."""
        self._scenes = read_scenes(self._store, self._rooms, self._batch)
        for asked in self._batch:
            self._outcome.answers.append((asked, self._answer(asked)))
        self._write()
        return self._outcome

    def _answer(self, asked: Asked) -> Answer:
        """One request inside a guard of its own: a failure refuses it and nobody else."""
        try:
            scene = self._scenes.of(asked)
            person = self._scenes.person(asked, scene)
            if (first := self._answered_before(asked, scene, person)) is not None:
                return first
            verb, done = _decided(asked, scene, person)
            ref = asked.ask.ref if verb.remembered and done.refused is None else None
            written = scene.room.write(done.entries, person.key, ref, scene.facts.now)
        except Refused as refused:
            return refused.answer(asked.ask.ref)
        except Gone as gone:
            return self._gone(asked, gone)
        except Exception as problem:  # noqa: BLE001  (whatever a verb does, it fails alone)
            log.error("a verb failed: %s %s", asked.ask.verb, type(problem).__name__)
            return No(asked.ask.ref, "busy", str(REFUSALS["busy"]))
        return self._take(asked, scene, person, done, written)

    def _gone(self, asked: Asked, gone: Gone) -> Answer:
        """A socket's going is written whatever became of its session: it was cancelled, or cannot be read."""
        if not isinstance(asked.ask, Leave):
            return gone
        self._departures.append(asked.ask.ref)
        return Ok(asked.ask.ref)

    def _answered_before(self, asked: Asked, scene: Scene, person: Person) -> Ok | None:
        """The first ok once more, whatever has changed since and whatever the text is now."""
        row = self._scenes.repeats.get((scene.pk, person.key, asked.ask.ref))
        if row is None or not verb_for(asked.ask).remembered:
            return None
        content = chain.open_entry(row, asked.session, scene.room.data_key).content
        return _ok(asked, row.stream, row.pos, content, person, scene)

    def _take(self, asked: Asked, scene: Scene, person: Person, done: Done, written: Written) -> Answer:
        """Take what was decided into the batch, so that the next request sees it."""
        self._looked.at(scene.facts, person, (entry for entry, _ in written))
        self._outcome.after.setdefault(asked.session, scene.room.fold.last_at)
        scene.room.accept(written)
        for entry, row in written:
            self._outcome.entries.append(entry)
            self._rows.append(row)
            if row.ref:
                self._scenes.repeats[row.session_pk, row.asker, row.ref] = row
        self._beside += [(scene.pk, scene.facts.now, row) for row in done.rows if isinstance(row, Beside)]
        if moves := tuple(row for row in done.rows if not isinstance(row, Beside)):
            self._take_rows(scene, moves)
        if done.refused is not None:
            return done.refused.answer(asked.ask.ref)
        if isinstance(asked.ask, Enter):
            return Entered(person, scene.room.fold.turn)
        if (there := done.standing) is not None:
            return _ok(asked, there.stream, there.pos, there.content, person, scene)
        if not written:
            return Ok(asked.ask.ref)
        first = written[0][0]
        return _ok(asked, first.stream, first.pos, first.content, person, scene)

    def _take_rows(self, scene: Scene, rows: tuple[Row, ...]) -> None:
        # By the database's clock, as leases are: a room's own time waits after a clock was put back, and who went in it
        # would not be gone before that.
        now, session = self._scenes.now, scene.facts.meeting.id
        was_held = staffed(scene.facts.people)
        for row in rows:
            if isinstance(row, ArrivalRow):
                self._arrivals.append((scene.pk, row.person, self._worker, row.socket, now))
                scene.sockets[row.socket] = PresenceRow(
                    session, row.person, row.socket, now, None, None, now, stopped=False
                )
            elif isinstance(row, DepartureRow):
                self._departures.append(row.socket)
                if (left := scene.sockets.get(row.socket)) is not None:
                    scene.sockets[row.socket] = replace(left, left_at=now)
            elif isinstance(row, AwayRow):
                self._mark_away(scene, row)
            elif isinstance(row, LeadRow):
                self._leads.append((scene.pk, row.staff))
        if all(isinstance(row, LeadRow) for row in rows):
            return  # nobody came or went, and only the sockets of staff may have been read
        scene.recount()
        self._looked.moved(scene.facts, was_held=was_held)
        self._outcome.presence[session] = list(scene.sockets.values())

    def _mark_away(self, scene: Scene, row: AwayRow) -> None:
        at = self._scenes.now if row.away else None
        self._away.append((scene.pk, row.person, at))
        for socket, known in scene.sockets.items():
            if known.person == row.person and known.left_at is None:
                scene.sockets[socket] = replace(known, away_at=at)

    def _write(self) -> None:
        """What is written and its COMMIT travel together, unless rows that other rooms keep have to go between."""
        heard = self._looked.heard()
        with self._store.together():
            self._put()
            if not (self._beside or heard):
                self._store.commit()
        for session, at, row in self._beside:
            row.write(session, at)
        if heard:
            outside.tell(heard)

    def _put(self) -> None:
        store = self._store
        rooms = {scene.pk: scene.room for scene in self._scenes.by_session.values()}
        last = {row.session_pk: row for row in self._rows}
        heads = [chain.head_row(rooms[pk].session, row, rooms[pk].wrapped) for pk, row in last.items()]
        store.add_entries(self._rows, heads)
        store.arrive(self._arrivals)
        store.leave(self._departures, self._scenes.now)
        for pk, person, at in self._away:
            store.away(pk, person, at)
        for pk, staff in self._leads:
            store.lead(pk, staff)


def _decided(asked: Asked, scene: Scene, person: Person) -> tuple[Verb, Done]:
    """Pace and role, then the verb itself."""
    verb = verb_for(asked.ask)
    if person.role not in verb.who:
        raise Refused("not_allowed")
    if asked.over_pace is not None:
        raise Refused("too_fast", retry_after=asked.over_pace)
    return verb, verb.decide(scene.facts, Request(person, asked.ask, asked.verdict))


def _ok(asked: Asked, stream: str, pos: int, content: Content, person: Person, scene: Scene) -> Ok:
    """The answer; it names the place only where the asker may hear that stream."""
    if stream not in scene.facts.heard_by(person):
        return Ok(asked.ask.ref)
    if isinstance(content, Held):
        return Ok(asked.ask.ref, stream, pos, held=True, help=content.help, nobody=content.nobody)
    unheard = isinstance(content, Help | CheckedIn | script.Answer) and content.nobody
    return Ok(asked.ask.ref, stream, pos, nobody=unheard)
