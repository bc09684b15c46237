"""What is in force, as the guard takes it; and the edition by which processes see that they are behind."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Final, Literal, cast

from chat.guard.lexicon import Change, Lexicon, shipped
from chat.guard.phrases import BadPhrase
from chat.guard.verdict import Kind
from chat.models import What, WordChange, WordEdition

log = logging.getLogger(__name__)

#: What would hide danger if it were weakened: it takes the safeguarding lead and a second person (care.md §4).
DANGER: Final[frozenset[Kind]] = frozenset({"imminent", "disclosure", "encourage", "meet", "tips"})
THE_ONE: Final = 1


def edition() -> int:
    """How often what is in force has changed; one small question."""
    return WordEdition.objects.filter(pk=THE_ONE).values_list("number", flat=True).first() or 0


def in_force() -> tuple[Change, ...]:
    """Every change that stands, the oldest first; without what this release cannot read, which the log names by id."""
    rows = WordChange.objects.standing().exclude(what=What.OUT).order_by("pk")
    return tuple(as_change(row) for row in _readable(rows))


def as_change(row: WordChange) -> Change:
    """A row as the guard takes it."""
    kind = cast("Kind", row.kind)
    return Change(cast("Literal['add', 'off', 'lower']", row.what), kind, row.about, row.phrase or None)


def without(changes: Sequence[Change], rule: str) -> tuple[Change, ...]:
    """These without what one of them added under this name."""
    return tuple(one for one in changes if not (one.what == "add" and one.rule == rule))


def lexicon(changes: Sequence[Change] = ()) -> Lexicon:
    """The lists of the release with these changes. Raises `BadPhrase`."""
    return shipped().changed(changes) if changes else shipped()


def unreadable(change: Change) -> str:
    """Why the guard cannot take this change, for whoever wrote it; nothing if it can."""
    try:
        lexicon((change,))
    except BadPhrase as bad:
        return str(bad)
    return ""


def _readable(rows: Iterable[WordChange]) -> list[WordChange]:
    """A newer release may read phrases otherwise: one of them must not take all the others with it."""
    found = list(rows)
    try:
        lexicon([as_change(row) for row in found])
    except BadPhrase:
        spoiled = [row for row in found if unreadable(as_change(row))]
        log.error("left out of the word lists, as it cannot be read: %s", ", ".join(row.public_id for row in spoiled))
        return [row for row in found if row not in spoiled]
    return found
