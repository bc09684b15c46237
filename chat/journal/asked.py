"""A request on its way through the journal, and what can come of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chat.guard import PASS, Verdict
from chat.person import Person
from chat.presence import PresenceRow
from chat.protocol.asks import Ask
from chat.protocol.closing import Gone
from chat.protocol.entry import Entry
from chat.protocol.replies import No, Ok
from cohorts.access import Badge

#: An asker waits this long and is then told that we could not make sure.
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Entered:
    """A socket is in: who they are, and the turn the room stood at."""

    person: Person
    turn: int


Answer = Ok | No | Entered | Gone


@dataclass(slots=True, eq=False)
class Asked:
    """One request of one identity. `badge` None: the system itself asks.

    `over_pace`: the pace is used up, so that anything but a repeat is `too_fast`, with the
    seconds to wait. `tell` is called with the answer, in the event loop, after the commit.
    """

    session: str
    badge: Badge | None
    ask: Ask
    tell: Callable[[Answer], None]
    verdict: Verdict = PASS
    over_pace: float | None = None
    #: Who asks, as far as the asker knows; judged in the transaction, and used to look for a repeat.
    claims: str = ""
    since: float = field(default_factory=time.monotonic)
    answered: bool = False

    def answer(self, answer: Answer) -> None:
        """Tell the asker, once: whoever gave up waiting was told `busy` then."""
        if not self.answered:
            self.answered = True
            self.tell(answer)

    @property
    def late(self) -> bool:
        """Whether nobody waits for it any more."""
        return time.monotonic() - self.since > PATIENCE_SECONDS


@dataclass(slots=True)
class Outcome:
    """What one batch did: an answer each, the entries in order, and presence where it changed."""

    answers: list[tuple[Asked, Answer]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    presence: dict[str, list[PresenceRow]] = field(default_factory=dict)
    #: By session when that was written which stood there before this batch.
    after: dict[str, datetime | None] = field(default_factory=dict)
