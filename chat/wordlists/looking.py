"""A look at what a change would do, before anybody decides: sentences of the release, and the last messages counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from chat.guard.lexicon import Change
from chat.guard.verdict import Kind
from chat.models import What
from chat.wordlists import changes, lately, weighing, words
from chat.wordlists.weighing import Counted, Taken, Tried
from cohorts.actions.acts import record
from cohorts.models import Staff

#: More sentences than that are counted and not written out.
MOST_SHOWN: Final = 40
WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the picture: how many before and after, and how long their bars are of a hundred."""

    label: str
    before: int
    after: int
    most: int

    @property
    def lengths(self) -> tuple[int, int]:
        """Of both bars; what is there at all is seen."""
        return _length(self.before, self.most), _length(self.after, self.most)


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. `counted` is None until somebody asks for it, as that opens messages and is an act."""

    tried: Tried
    counted: Counted | None = None
    unreadable: int = 0

    @property
    def shown(self) -> Sequence[tuple[Taken, str, str]]:
        """The sentences that would be taken otherwise, with how, the gravest first."""
        return [(one, words.said(one.before), words.said(one.after)) for one in self.tried.otherwise[:MOST_SHOWN]]

    @property
    def more(self) -> int:
        """How many are not written out."""
        return max(0, len(self.tried.otherwise) - MOST_SHOWN)

    @property
    def outcomes(self) -> list[Bar]:
        """Messages by what happens to them."""
        found = self.counted.outcomes if self.counted else ()
        return _bars((str(words.OUTCOMES[one]), before, after) for one, before, after in found)

    @property
    def levels(self) -> list[Bar]:
        """Messages by how soon staff look."""
        found = self.counted.levels if self.counted else ()
        return _bars((str(words.LEVELS[one]), before, after) for one, before, after in found)


def then(now: Sequence[Change], what: What, kind: Kind, *, rule: str = "", phrase: str = "") -> tuple[Change, ...]:
    """What would be in force."""
    if what == What.OUT:
        return changes.without(now, rule)
    if what == What.ADD:
        return (*now, Change("add", kind, None, phrase))
    return (*now, Change("off" if what == What.OFF else "lower", kind, rule, None))


def look(now: Sequence[Change], after: Sequence[Change]) -> Look:
    """At sentences alone; opens nothing."""
    return Look(weighing.weigh(now, after)[0])


def count(by: Staff, kind: Kind, now: Sequence[Change], after: Sequence[Change], rule: str = "") -> Look:
    """At the last messages as well. That somebody had them counted is an act, written before one is opened.

    It says no words, but a number can tell a word to whoever tries enough of them: who does, is seen.
    """
    with transaction.atomic():
        record(by, "messages_counted", kind=kind, last=lately.LAST, rule=rule or None)
    found = lately.messages()
    return Look(*weighing.weigh(now, after, found.words), found.unreadable)


def _bars(rows: Iterable[tuple[str, int, int]]) -> list[Bar]:
    found = list(rows)
    most = max((number for _, *both in found for number in both), default=0)
    return [Bar(label, before, after, most) for label, before, after in found]


def _length(number: int, most: int) -> int:
    return max(1, round(WHOLE * number / most)) if number else 0
