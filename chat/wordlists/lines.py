"""The rules as staff look through them: those of the release with what was changed, and those of this house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from chat.guard.lexicon import Rule, shipped
from chat.guard.verdict import KINDS, Fate, Kind
from chat.models import State, What, WordChange
from chat.wordlists import changes, reasons, words


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: what it is for, what it does now, and the changes that stand or wait."""

    rule: Rule
    reason: str
    off: WordChange | None = None
    lowered: WordChange | None = None
    added: WordChange | None = None
    waits: tuple[WordChange, ...] = ()

    @property
    def name(self) -> str:
        """Its name in addresses and acts."""
        return self.rule.id

    @property
    def fate(self) -> Fate:
        """What it does now, were it not off."""
        return words.fate(self.rule, lowered=self.lowered is not None)

    @property
    def says(self) -> str:
        """The same in words."""
        return words.said(self.fate)

    @property
    def is_danger(self) -> bool:
        """Whether weakening it takes two."""
        return self.rule.kind in changes.DANGER

    @property
    def ways(self) -> tuple[What, ...]:
        """How it could be weakened, save by what is so or waits already."""
        taken = {one.what for one in self.waits}
        if self.added:
            return tuple({What.OUT} - taken)
        if self.off:
            return ()
        can_go_lower = self.lowered is None and words.fate(self.rule, lowered=True) != self.fate
        found = ((What.OFF, True), (What.LOWER, can_go_lower))
        return tuple(what for what, possible in found if possible and what not in taken)

    def holds(self, text: str) -> bool:
        """Whether somebody who looks for this looks for it."""
        wanted = text.casefold()
        return any(wanted in one.casefold() for one in (self.name, self.reason, *self.rule.phrases))


def read() -> list[Line]:
    """Every rule, by class and as the files have them; one query."""
    rows = WordChange.objects.filter(state__in=(State.WAITS, State.STANDS)).select_related("asked_by")
    return lines(rows.order_by("pk"))


def lines(rows: Iterable[WordChange]) -> list[Line]:
    """The same, of changes that were read already."""
    found = list(rows)
    by_rule: dict[str, list[WordChange]] = {}
    for row in found:
        if row.what != What.ADD:
            by_rule.setdefault(row.rule, []).append(row)
    ours = [_own(row, by_rule.get(row.about, ())) for row in found if row.what == What.ADD]
    theirs = [_line(rule, by_rule.get(rule.id, ())) for rule in shipped().rules.values()]
    return sorted((*theirs, *ours), key=lambda line: KINDS.index(line.rule.kind))


def one(name: str) -> Line | None:
    """The rule of this name."""
    return next((line for line in read() if line.name == name), None)


def classes(found: Sequence[Line]) -> list[tuple[Kind, str, int]]:
    """Every class with its name and how many rules it has."""
    counts: Mapping[Kind, int] = {kind: sum(line.rule.kind == kind for line in found) for kind in KINDS}
    return [(kind, str(words.CLASSES[kind]), counts[kind]) for kind in KINDS]


def _line(rule: Rule, rows: Iterable[WordChange]) -> Line:
    stands = {row.what: row for row in rows if row.state == State.STANDS}
    waits = tuple(row for row in rows if row.state == State.WAITS)
    return Line(rule, rule.reason, stands.get(What.OFF), stands.get(What.LOWER), None, waits)


def _own(row: WordChange, rows: Iterable[WordChange]) -> Line:
    rule = Rule(row.about, cast("Kind", row.kind), "", (row.phrase,))
    waits = tuple(one for one in rows if one.state == State.WAITS)
    return Line(rule, reasons.read(row, "reason"), added=row, waits=waits)
