"""What a verb answers: entries and rows to write, or a refusal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from chat.facts import Facts
from chat.guard import PASS, Verdict
from chat.person import Person, Role
from chat.protocol.asks import Ask
from chat.protocol.content import Content
from chat.protocol.replies import Code, No
from chat.words import REFUSALS, Words

A = TypeVar("A", bound=Ask)


class Refused(Exception):
    """Not done, and why. `text` replaces the code's usual words."""

    def __init__(
        self,
        code: Code,
        text: Words | None = None,
        *,
        until: datetime | None = None,
        retry_after: float | None = None,
        suggestion: str | None = None,
    ) -> None:
        """Say the code, and what the asker can do about it."""
        super().__init__(code)
        self.code: Code = code
        self.text = REFUSALS[code] if text is None else text
        self.until = until
        self.retry_after = retry_after
        self.suggestion = suggestion

    def answer(self, ref: str | None) -> No:
        """The frame that says so."""
        return No(ref, self.code, str(self.text), self.until, self.retry_after, self.suggestion)


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a number. Without an `author` it is the asker's own."""

    stream: str
    content: Content
    of: int | None = None
    author: str | None = None


class Row:
    """A change to a row beside the entries, written in the same transaction."""


class Beside(Row, ABC):
    """Rows of another room of the house. They are written once the entries of the batch lie there, or nothing is."""

    @abstractmethod
    def write(self, session: int, at: datetime) -> None:
        """Write them, by the ORM of this thread, for the session of this row at the time of the request."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that stands already and is all that was asked for."""

    stream: str
    pos: int
    content: Content


@dataclass(frozen=True, slots=True)
class Done:
    """What is to be written. The first entry answers the request and carries its ref.

    `refused`: it was not done, and that is what the asker is told; what is written tells staff so, and carries no ref,
    as the same one may be asked anew. `standing`: nothing is written, and the `ok` names what was there.
    """

    entries: tuple[Draft, ...] = ()
    rows: tuple[Row, ...] = ()
    refused: Refused | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Request(Generic[A]):
    """One request as a verb sees it: who, what, and what the guard made of the words."""

    person: Person
    ask: A
    verdict: Verdict = field(default=PASS)


@dataclass(frozen=True, slots=True)
class Verb:
    """A request the journal knows.

    `remembered`: the same ref again gets the first ok. `targets`: it needs to know who has a
    place in the session. `urgent`: never refused for pace, and passes a full queue. `gentle`: paced
    generously, because it goes to the facilitators. `moves`: it changes who is here, or turns on it.
    `recalls`: it needs the words at the `pos` of the room that it names. `guarded`: words of young people, which the
    guard reads first.
    """

    ask: type[Ask]
    who: frozenset[Role]
    decide: Callable[[Facts, Request[Ask]], Done]
    remembered: bool = True
    targets: bool = False
    urgent: bool = False
    gentle: bool = False
    moves: bool = False
    recalls: bool = False
    guarded: bool = False

    @property
    def passes_queue(self) -> bool:
        """Whether it gets through when too much is waiting: urgent ones, and what only staff ask."""
        return self.urgent or Role.SEAT not in self.who
