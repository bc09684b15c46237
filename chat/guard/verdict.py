"""What the guard can say about words: what happens to them, how soon staff look, and why.

The classes, their order and what each does by default are the table of care.md §4. A machine orders a
person's attention here; it never judges whoever wrote.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

Outcome = Literal["pass", "swap", "mask", "hold", "block", "divert"]
#: The stricter first.
STRICTER: Final[tuple[Outcome, ...]] = ("divert", "block", "hold", "mask", "swap", "pass")
#: How soon staff look. Danger right now sounds until somebody takes it; the other `now` sounds once.
Level = Literal["now", "soon", "note"]
#: In the order of urgency: of several, the first decides.
Kind = Literal[
    "imminent", "disclosure", "encourage", "meet", "tips", "bullying", "contact", "method", "tool", "low", "swearing"
]
#: Which automatic reply belongs to a diverted message: thoughts or a plan, already done or hurt, somebody else.
Reply = Literal["plan", "done", "other"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a class by default, and how soon staff look."""

    outcome: Outcome
    level: Level | None


TABLE: Final[dict[Kind, Fate]] = {
    "imminent": Fate("divert", "now"),
    "disclosure": Fate("hold", "now"),
    "encourage": Fate("block", "now"),
    "meet": Fate("hold", "now"),
    "tips": Fate("block", "soon"),
    "bullying": Fate("hold", "now"),
    "contact": Fate("mask", "note"),
    "method": Fate("swap", "soon"),
    "tool": Fate("swap", "note"),
    "low": Fate("pass", "soon"),
    "swearing": Fate("pass", None),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One place a rule points at: `start` to `end` in the words as written, and how they read once made plain."""

    rule: str
    start: int
    end: int
    form: str

    def __repr__(self) -> str:
        """Without the words, which may end in a log."""
        return f"Hit({self.rule}, {self.start}, {self.end})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens to words, and what staff are shown of why.

    `suggestion` is the whole message said another way, for `swap` and `mask`; without one those hold.
    `kind` is a class and `hits` its rules: for staff alone, never for a seat.
    """

    outcome: Outcome
    kind: Kind | None = None
    level: Level | None = None
    hits: tuple[Hit, ...] = ()
    suggestion: str | None = None
    reply: Reply | None = None

    @property
    def marked(self) -> bool:
        """Whether somebody should look, though it may pass."""
        return self.outcome != "pass" or self.level is not None

    @property
    def rule(self) -> str | None:
        """The first rule that decided, by its name."""
        return self.hits[0].rule if self.hits else None

    @property
    def repeats(self) -> bool:
        """Whether its sound goes on until somebody takes it: danger right now alone (care.md §4)."""
        return self.kind == "imminent"

    def moved(self, by: int) -> Verdict:
        """The same of words that begin so many letters into a message."""
        hits = tuple(replace(hit, start=hit.start + by, end=hit.end + by) for hit in self.hits)
        return replace(self, hits=hits) if by and hits else self

    def strictness(self) -> tuple[int, int]:
        """For choosing among several: what is kept back before what passes, the more urgent class, what is stricter.

        What could not be read stands in the middle of what is kept back.
        """
        urgency = len(KINDS) // 2 if self.kind is None else len(KINDS) - KINDS.index(self.kind)
        stricter = len(STRICTER) - STRICTER.index(self.outcome)
        if self.outcome != "pass":
            return len(KINDS) + 1 + urgency, stricter
        return -1 if self.kind is None else urgency, stricter

    def __repr__(self) -> str:
        """Without words, which may end in a log."""
        return f"Verdict({self.outcome}, {self.kind}, {self.level}, {self.rule})"


PASS: Final = Verdict("pass")
#: The answer to every failure: a person reads it first, now.
HOLD: Final = Verdict("hold", level="now", hits=(Hit("could not be read", 0, 0, ""),))
