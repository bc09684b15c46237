"""Counting rules: pure. Names of rules and numbers come out, and never a word that they pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from chat.protocol.contents import Held, Released, Returned
from chat.protocol.entry import Entry
from chat.protocol.streams import STAFF
from chat.protocol.team import Flag, Span, Stopped

#: The kinds of entries that are counted.
KINDS: Final = ("flag", "held", "stopped", "released", "returned")
WIDTH: Final = 160
Fate = Literal["released", "kept", "waiting", "stopped", "marked"]
FATES: Final[tuple[Fate, ...]] = ("released", "kept", "waiting", "stopped", "marked")


@dataclass(slots=True)
class Rule:
    """One rule: what became of the words it pointed at. `stopped`: refused, or offered to be said another way."""

    name: str
    released: int = 0
    kept: int = 0
    waiting: int = 0
    stopped: int = 0
    marked: int = 0

    @property
    def shown(self) -> int:
        """How often it pointed at something."""
        return sum(getattr(self, fate) for fate in FATES)

    def bar(self, most: int) -> list[tuple[Fate, float, float]]:
        """Return its picture: the parts in order, from where and how wide, if `most` is as wide as can be."""
        parts, at = list[tuple[Fate, float, float]](), 0.0
        for fate in FATES:
            wide = round(WIDTH * getattr(self, fate) / most, 1) if most else 0.0
            if wide:
                parts.append((fate, round(at, 1), wide))
            at += wide
        return parts


def count(entries: Iterable[tuple[int, Entry]]) -> list[Rule]:
    """Count what stands in these entries, each with its session and in order of turn; the most frequent rule first."""
    fates: dict[tuple[int, str, int], tuple[str, Fate]] = {}
    for session, entry in entries:
        place = (session, entry.stream, entry.of or entry.pos)
        match entry.content:
            case Held(why=why, spans=spans, sort=sort) if spans or sort:
                fates[place] = (_name(why, spans), "waiting")
            case Released() | Returned() if place in fates:
                fates[place] = (fates[place][0], "released" if isinstance(entry.content, Released) else "kept")
            case Stopped(why=why, spans=spans):
                fates[place] = (_name(why, spans), "stopped")
            case Flag(why=str() as why, spans=spans) if not _points_at(fates, session, entry.content):
                fates[place] = (_name(why, spans), "marked")
    return _summed(fates.values())


def _points_at(fates: dict[tuple[int, str, int], tuple[str, Fate]], session: int, flag: Flag) -> bool:
    """Whether it says of words that were held or stopped what is counted with those."""
    return (session, flag.of_stream or STAFF, flag.of_pos or 0) in fates


def _name(why: str | None, spans: tuple[Span, ...]) -> str:
    """The rule by its name. Words that a mode held say in `why` that it did."""
    return spans[0].rule if spans else why or ""


def _summed(fates: Iterable[tuple[str, Fate]]) -> list[Rule]:
    found: dict[str, Rule] = {}
    for name, fate in fates:
        rule = found.setdefault(name, Rule(name))
        setattr(rule, fate, getattr(rule, fate) + 1)
    return sorted(found.values(), key=lambda rule: (-rule.shown, rule.name))
