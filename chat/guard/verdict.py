"""What the guard can say about words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Outcome = Literal["pass", "hold"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome, whether it is `marked` though it would pass, and the rule, for staff alone."""

    outcome: Outcome
    marked: bool = False
    rule: str | None = None

    def strictness(self) -> int:
        """For choosing among several: what holds before what only marks, that before a pass."""
        return 2 if self.outcome == "hold" else int(self.marked)


PASS: Final = Verdict("pass")
#: The answer to every failure: a person reads it first.
HOLD: Final = Verdict("hold", marked=True, rule="guard: could not read this")
