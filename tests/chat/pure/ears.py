"""The real hub with sockets of paper: each ear is a listener, pumped by hand until it waits for news."""

import types
from collections.abc import Generator, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from chat.hub.listener import Claim, Listener, Resend
from chat.hub.live import LiveRoom
from chat.hub.reader import Reader, Reading
from chat.person import Person
from chat.protocol.closing import Close, Gone
from chat.protocol.entry import Entry
from chat.protocol.replies import Ok, encode
from chat.verbs.since import Since
from cohorts.access import Badge

from .asks import Step
from .paper import CARD, Answer, Paper
from .steps import Act, acts

Frame = dict[str, Any]


@lru_cache(maxsize=20_000)
def read(text: str) -> Frame:
    """A frame as a client reads it. Many hear the same one; nobody may write in it."""
    frame: Frame = msgspec.json.decode(text)
    return frame


class Bell:
    """An event that is waited for by handing control back to whoever pumps."""

    def __init__(self) -> None:
        self._rung = True

    def set(self) -> None:
        self._rung = True

    def clear(self) -> None:
        self._rung = False

    def is_set(self) -> bool:
        return self._rung

    @types.coroutine
    def wait(self) -> Generator[None]:
        while not self._rung:
            yield


class PaperReader(Reader):
    """The stored pages of an evening that was never stored."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    async def page(self, room: Reading, after: Mapping[str, int], turns: tuple[int, int], limit: int) -> list[Entry]:
        first, last = turns
        found = (
            entry for entry in self._paper.entries[first:last]
            if entry.stream in after and entry.pos > after[entry.stream]
        )  # fmt: skip
        return [entry for entry, _ in zip(found, range(limit), strict=False)]

    async def after(self, known: Mapping[int, tuple[Reading, int]]) -> dict[int, list[Entry]]:
        return {pk: self._paper.entries[turn:] for pk, (_, turn) in known.items()}


class Ear:
    """One socket: every frame it was sent, as text, and the code it was closed with."""

    def __init__(self, live: LiveRoom, person: Person, paper: Paper, cursors: Mapping[str, int]) -> None:
        self.person, self.closed, self.texts = person, None, list[str]()
        # Every other server offers the straight way; what is heard must be the same.
        straight = self._hear_straight if len(live.listeners) % 2 else None
        claim = Claim(person, 0, Badge("as", "token"), f"ear {id(self)}", cursors, straight)
        self.listener = Listener(live, claim, paper.now)
        self.listener._news = Bell()  # type: ignore[assignment]  # no loop to wait in
        live.listeners.add(self.listener)
        self._pump = self.listener.pump(self._send)
        self.listen()

    closed: Close | None

    def _hear_straight(self, frames: bytes) -> None:
        """Take whole frames as a browser would."""
        while frames:
            head, size = 2, frames[1]
            if size > 125:
                head, size = (4, int.from_bytes(frames[2:4])) if size == 126 else (10, int.from_bytes(frames[2:10]))
            self.texts.append(frames[head : head + size].decode())
            frames = frames[head + size :]

    def listen(self) -> None:
        """Take everything there is to hear."""
        if self.closed is not None:
            return
        try:
            self._pump.send(None)
        except StopIteration as end:
            self.closed = end.value
            self.listener.live.listeners.discard(self.listener)

    @property
    def frames(self) -> list[Frame]:
        """What was heard, read."""
        return [read(text) for text in self.texts]

    async def _send(self, text: str) -> None:
        self.texts.append(text)


class Stage:
    """A paper and the ears around it."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._told = len(paper.entries)
        reading = Reading(CARD, paper.roster, list(paper.sockets.values()))
        self.live = LiveRoom(reading, paper.entries, PaperReader(paper), paper.now)
        self.ears: list[Ear] = []

    def attach(self, person: Person, cursors: Mapping[str, int] | None = None) -> Ear:
        """Somebody connects."""
        ear = Ear(self.live, person, self.paper, cursors or {})
        self.ears.append(ear)
        return ear

    def fresh(self, person: Person) -> str:
        """What this person would be welcomed with now."""
        return encode(self.live.welcome(person, self.paper.now)).decode()

    def play(self, act: Act) -> Answer | None:
        """Time passes, somebody does something, everybody hears what there is to hear."""
        answer = act.on(self.paper)
        self.hear()
        if answer is not None and act.person.key != "system":
            self._answer(act, answer)
        if act.kind == "+withdraw":
            for ear in self._of(act.person):
                ear.listener.revoke(Close.NO_LONGER)
                ear.listen()
        return answer

    def hear(self) -> None:
        """What the hub does of itself: after a commit, and once a second."""
        self.live.take(self.paper.entries[self._told :])
        self._told = len(self.paper.entries)
        self.live.saw(list(self.paper.sockets.values()))
        self.live.tell_people(self.paper.now)
        self.live.end(self.paper.now)
        for ear in self.ears:
            ear.listen()

    def _answer(self, act: Act, answer: Answer) -> None:
        for ear in self._of(act.person):
            if isinstance(answer, Gone):
                ear.listener.revoke(answer.code)
            elif isinstance(answer, Ok) and isinstance(act.ask, Since):
                ear.listener.answer(Resend(act.ask.stream, act.ask.pos, answer))
            elif not act.kind.startswith("+"):
                ear.listener.answer(answer)
            ear.listen()

    def _of(self, person: Person) -> list[Ear]:
        return [ear for ear in self.ears if ear.person.key == person.key and ear.closed is None]


def play(stage: Stage, evening: Iterable[Step]) -> Iterator[Act]:
    """Play an evening step by step; each act is given back once everybody has heard of it."""
    for act in acts(stage.paper, evening):
        stage.play(act)
        yield act
