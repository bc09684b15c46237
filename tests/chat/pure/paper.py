"""A journal on paper: it numbers and folds what the verbs decide, and seals, locks and saves nothing."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from chat.facts import Facts, Meeting
from chat.fold import Fold
from chat.guard import PASS, Verdict
from chat.person import THE_SYSTEM, Person, seat_person, staff_person
from chat.presence import PresenceRow, attendance
from chat.protocol.asks import Ask
from chat.protocol.closing import Close, Gone
from chat.protocol.content import Content
from chat.protocol.contents import Held
from chat.protocol.entry import Entry
from chat.protocol.replies import No, Ok
from chat.protocol.streams import ROOM
from chat.store import Card
from chat.verbs import Done, Draft, Refused, Request, Row, verb_for
from chat.verbs.announce import due
from chat.verbs.enter import ArrivalRow, DepartureRow
from chat.verbs.presence import AwayRow
from cohorts.schedule import Times

EIGHT = datetime(2026, 11, 5, 20, 0, tzinfo=UTC)
TIMES = Times(
    EIGHT - timedelta(minutes=10), EIGHT, EIGHT + timedelta(minutes=60), EIGHT + timedelta(minutes=75)
)  # fmt: skip
CARD = Card(1, "an-evening", 1, TIMES, "course", 2, "What is going on for me")
MEETING = Meeting(CARD.pk, CARD.id, CARD.cohort_pk, TIMES)

NAMES = ("Otter", "Heron", "Hare", "Wren", "Badger", "Robin", "Fox", "Moth")
SEATS = tuple(seat_person(number, name) for number, name in enumerate(NAMES, 1))
SAM = staff_person("sam", "Sam", "counsellor", leading=True)
KIM = staff_person("kim", "Kim", "volunteer", leading=False)
STAFF = (SAM, KIM)
EVERYBODY = (*SEATS, *STAFF)

Answer = Ok | No | Gone


@dataclass
class Paper:
    """One session. Times are the database's: whole milliseconds, since no browser counts finer."""

    now: datetime
    fold: Fold = field(default_factory=Fold)
    entries: list[Entry] = field(default_factory=list)
    #: The same entries, those of one request together.
    requests: list[list[Entry]] = field(default_factory=list)
    roster: dict[str, Person] = field(default_factory=lambda: {person.key: person for person in EVERYBODY})
    sockets: dict[str, PresenceRow] = field(default_factory=dict)
    said: dict[int, Content] = field(default_factory=dict)
    _answered: dict[tuple[str, str], Answer] = field(default_factory=dict)
    _silent: set[str] = field(default_factory=set)

    @property
    def facts(self) -> Facts:
        """What a verb is told at this moment."""
        people = attendance(self.sockets.values(), self.now)
        return Facts(MEETING, self.now, self.fold, people, self.roster, self.said)

    def wait(self, time: timedelta) -> None:
        """Time passes; workers that live renew their leases meanwhile."""
        self.now += time
        for socket, row in self.sockets.items() if time else ():
            if socket not in self._silent:
                self.sockets[socket] = replace(row, seen_at=self.now)

    def ask(self, person: Person, ask: Ask, verdict: Verdict = PASS) -> Answer:
        """One request as the journal would take it, pace aside."""
        if person is not THE_SYSTEM and self.roster[person.key].left:
            return Gone(Close.NO_LONGER)
        verb, asked = verb_for(ask), (person.key, ask.ref)
        if verb.remembered and asked in self._answered:
            return self._answered[asked]
        try:
            done = self._decide(person, ask, verdict)
        except Refused as refused:
            return refused.answer(ask.ref)
        except Gone as gone:
            return gone
        answer = self._take(person, ask, done)
        if verb.remembered and not isinstance(answer, No):
            self._answered[asked] = answer
        return answer

    def herald(self) -> None:
        """A loop comes by and says what has become true."""
        for announcement in due(self.facts):
            self.ask(THE_SYSTEM, announcement)

    def write(self, *drafts: Draft, asker: str = THE_SYSTEM.key, ref: str | None = None) -> list[Entry]:
        """Number the entries of one request and fold them in."""
        written: list[Entry] = []
        for draft in drafts:
            turn, pos = self.fold.turn + 1, self.fold.heads.get(draft.stream, 0) + 1
            entry = Entry(
                CARD.id, turn, draft.stream, pos, draft.author or asker, asker, None if written else ref,
                draft.of, self.now, draft.content,
            )  # fmt: skip
            self.fold.apply(entry)
            if entry.stream == ROOM:
                self.said[pos] = entry.content
            written.append(entry)
        self.entries += written
        self.requests += [written] if written else []
        return written

    def withdraw(self, person: Person) -> None:
        """Somebody gives up their seat for good."""
        self.roster[person.key] = replace(self.roster[person.key], left=True)

    def worker_dies(self) -> None:
        """From now on nobody renews the leases of those who are here."""
        self._silent |= {socket for socket, row in self.sockets.items() if row.left_at is None}

    def _decide(self, person: Person, ask: Ask, verdict: Verdict) -> Done:
        verb = verb_for(ask)
        if person.role not in verb.who:
            raise Refused("not_allowed")
        return verb.decide(self.facts, Request(person, ask, verdict))

    def _take(self, person: Person, ask: Ask, done: Done) -> Answer:
        remembered = verb_for(ask).remembered and done.refused is None
        written = self.write(*done.entries, asker=person.key, ref=ask.ref if remembered else None)
        if done.refused is not None:
            return done.refused.answer(ask.ref)
        for row in done.rows:
            self._take_row(row)
        if (there := done.standing) is not None:
            return Ok(ask.ref, there.stream, there.pos)
        if not written or written[0].stream not in self.facts.heard_by(person):
            return Ok(ask.ref)
        first = written[0]
        held = first.content if isinstance(first.content, Held) else None
        return Ok(ask.ref, first.stream, first.pos, held=held is not None, help=held is not None and held.help)

    def _take_row(self, row: Row) -> None:
        if isinstance(row, ArrivalRow):
            self.sockets[row.socket] = PresenceRow(
                CARD.id, row.person, row.socket, self.now, None, None, self.now, stopped=False
            )
        elif isinstance(row, DepartureRow) and row.socket in self.sockets:
            self.sockets[row.socket] = replace(self.sockets[row.socket], left_at=self.now)
        elif isinstance(row, AwayRow):
            at = self.now if row.away else None
            for socket, known in self.sockets.items():
                if known.person == row.person and known.left_at is None:
                    self.sockets[socket] = replace(known, away_at=at)
