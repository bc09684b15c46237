"""away, back: a young person needs a minute. Told to staff alone; the seat is kept."""

from __future__ import annotations

from dataclasses import dataclass

from chat.facts import Facts
from chat.person import SEATED
from chat.protocol.asks import Ask

from .outcome import Done, Request, Row
from .registry import verb


class Away(Ask, frozen=True, tag="away"):
    """I need a minute."""


class Back(Ask, frozen=True, tag="back"):
    """I am here again."""


@dataclass(frozen=True, slots=True)
class AwayRow(Row):
    """Mark or unmark every socket of a person in this session."""

    person: str
    away: bool


@verb(Away, SEATED, remembered=False, moves=True, gentle=True)
def away(facts: Facts, request: Request[Away]) -> Done:
    """Presence is no entry: it may be lost without harm."""
    return Done(rows=(AwayRow(request.person.key, away=True),))


@verb(Back, SEATED, remembered=False, moves=True, gentle=True)
def back(facts: Facts, request: Request[Back]) -> Done:
    """The same, undone."""
    return Done(rows=(AwayRow(request.person.key, away=False),))
