"""Labelled messages: how to read a file of them, and how a guard does on it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, cast, get_args

from .guard import Guard
from .verdict import Outcome

_FROZEN: Final = Path(__file__).parent / "frozen.jsonl"
#: Classes whose words should pass.
CALM: Final = frozenset({"low", "ordinary", "swearing"})


@dataclass(frozen=True, slots=True)
class Case:
    """A message, the class somebody gave it, and the outcomes that are right."""

    id: str
    text: str = field(repr=False)
    kind: str
    expect: tuple[Outcome, ...]
    trick: str | None = None


def read(lines: Iterable[str]) -> Iterator[Case]:
    """The cases of a file, one JSON object a line. Raises `ValueError` naming the line that is not one."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            case = Case(found["id"], found["text"], found["class"], _outcomes(found["expect"]), found.get("trick"))
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"line {number} is no case: it needs id, text, class and expect") from None
        yield case


def _outcomes(expect: object) -> tuple[Outcome, ...]:
    several = expect if isinstance(expect, list) else [expect]
    if not several or not set(several) <= set(get_args(Outcome)):
        raise ValueError(several)
    return cast("tuple[Outcome, ...]", tuple(several))


@cache
def frozen() -> tuple[Case, ...]:
    """The cases no rule was written on: what a change of the rules would miss is shown by them."""
    with _FROZEN.open(encoding="utf-8") as lines:
        return tuple(read(lines))


@dataclass(slots=True)
class Score:
    """How many of a class were done right, and the others with what happened instead."""

    right: int = 0
    of: int = 0
    missed: list[tuple[Case, Outcome]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.right / self.of if self.of else 1.0


def judged(guard: Guard, cases: Iterable[Case]) -> dict[str, Score]:
    """How the guard does, by class."""
    scores: dict[str, Score] = defaultdict(Score)
    for case in cases:
        outcome = guard.read(case.text).outcome
        score = scores[case.kind]
        score.of += 1
        if outcome in case.expect:
            score.right += 1
        else:
            score.missed.append((case, outcome))
    return dict(scores)
