"""How well the guard does on people whose words it did not learn from: hands are left out, some at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chat.guard import Guard
from chat.guard.lexicon import shipped
from chat.guard.weights import WEIGHED

from .learn import learnt
from .lines import QUIET, Line

_GROUPS: Final = 5
#: What a class asks for; whatever else keeps a message back has found it, and does not do what it should.
_RIGHT: Final = {"imminent": {"divert"}, "encourage": {"block"}, "tips": {"block"}}


@dataclass(slots=True)
class Tally:
    """Of the messages of one class: how many were kept back, in the right way, as danger now, with a sound."""

    of: int = 0
    kept: int = 0
    right: int = 0
    diverted: int = 0
    now: int = 0

    def share(self, of_these: int) -> str:
        return f"{of_these / self.of:5.3f}" if self.of else "    –"


def trial(
    hands: dict[str, list[Line]], groups: Iterable[Sequence[str]], done: Callable[[Sequence[str]], None]
) -> dict[str, dict[str, Tally]]:
    """The tallies of each hand by class, read with weights that were learnt from all that are not in its group."""
    found: dict[str, dict[str, Tally]] = {}
    for group in groups:
        others = [line for hand, theirs in hands.items() if hand not in group for line in theirs]
        guard = Guard(shipped(), budget=10, weights=learnt(others))
        found |= {hand: tallied(guard, hands[hand]) for hand in group}
        done(group)
    return found


def in_groups(hands: Sequence[str]) -> list[Sequence[str]]:
    """A few groups of hands: to leave out each hand by itself would take a day."""
    return [group for at in range(_GROUPS) if (group := hands[at::_GROUPS])]


def tallied(guard: Guard, lines: Sequence[Line]) -> dict[str, Tally]:
    """How the guard does on these, by class."""
    found: dict[str, Tally] = defaultdict(Tally)
    for line in lines:
        verdict, tally = guard.read(line.text), found[line.weighed_as]
        kept = verdict.outcome != "pass"
        tally.of += 1
        tally.kept += kept
        tally.right += kept and verdict.outcome in _RIGHT.get(line.kind, {verdict.outcome})
        tally.diverted += verdict.outcome == "divert"
        tally.now += kept and verdict.level == "now"
    return dict(found)


def together(many: Sequence[dict[str, Tally]]) -> dict[str, Tally]:
    """All hands as one."""
    found: dict[str, Tally] = defaultdict(Tally)
    for each in many:
        for kind, tally in each.items():
            sums = found[kind]
            sums.of, sums.kept, sums.right = sums.of + tally.of, sums.kept + tally.kept, sums.right + tally.right
            sums.diverted, sums.now = sums.diverted + tally.diverted, sums.now + tally.now
    return dict(found)


def table(found: dict[str, Tally]) -> Iterator[str]:
    """The tallies for people."""
    yield f"{'class':12} {'of':>6} {'kept':>6} {'right':>6}"
    for kind in WEIGHED:
        if tally := found.get(kind):
            yield f"{kind:12} {tally.of:6} {tally.share(tally.kept):>6} {tally.share(tally.right):>6}"
    if calm := found.get(QUIET):
        kept, diverted, now = calm.share(calm.kept), calm.share(calm.diverted), calm.share(calm.now)
        yield f"{'calm':12} {calm.of:6} {kept:>6} kept back, {diverted} as danger now, {now} with a sound"
