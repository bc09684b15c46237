"""Who looks after the lists, and rules of the release to try it on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import pytest

from chat import guard
from chat.guard import weights
from chat.guard.deciding import by_weight
from chat.guard.guard import Guard
from chat.guard.lexicon import Change, Rule, shipped
from chat.guard.plain import Plain
from chat.guard.scale import Scale
from chat.guard.verdict import TABLE, Kind, Verdict
from chat.wordlists import changes, in_use, weighing
from cohorts.models import Role, Staff
from tests import cast
from tests.learning.lines import plain
from tests.unhurried import unhurried

#: Nobody says this, and no list of a release will ever hold it.
NONSENSE = "zorbify the mangle"
SCALE = Scale(weights.shipped())
WEIGHED = {rule.kind: rule for rule in shipped().rules.values() if rule.weighed}


@pytest.fixture(autouse=True)
def as_it_came() -> Iterator[None]:
    """Whatever a test took up, the next one begins with the lists of the release, which are not read anew each time."""
    came = guard.shipped()
    yield
    guard._shipped[:] = [came]
    in_use.take_up(())


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making a guard takes half a second and reading all there is to try takes seconds; most looks begin alike."""
    monkeypatch.setattr(weighing, "_reader", reader)


class ReadOnce:
    """A guard, which is pure, that looks at the same words once, and is only made for words it has not seen."""

    def __init__(self, found: tuple[Change, ...]) -> None:
        """Raises `BadPhrase`, as making the guard itself would."""
        changes.lexicon(found)
        self._found = found
        self._known: dict[str, Verdict] = {}

    def read(self, words: str) -> Verdict:
        if words not in self._known:
            self._known[words] = _made(self._found).read(words)
        return self._known[words]

    def plain(self, words: str) -> Plain:
        return _made(self._found).plain(words)


@lru_cache(maxsize=2)
def _made(found: tuple[Change, ...]) -> Guard:
    """It takes much memory, and so there are few; that of the release is there."""
    return Guard(changes.lexicon(found), budget=10) if found else unhurried()


@cache
def _read_once(found: tuple[Change, ...]) -> ReadOnce:
    return ReadOnce(found)


def reader(found: Sequence[Change]) -> ReadOnce:
    """Who reads by these lists, and nothing twice."""
    return _read_once(tuple(found))


@pytest.fixture
def jo(db: None) -> Staff:
    """The safeguarding lead."""
    return cast.staff("Jo", Role.LEAD)


@pytest.fixture
def kit(db: None) -> Staff:
    """A coordinator."""
    return cast.staff("Kit", Role.COORDINATOR)


@pytest.fixture
def ada(db: None) -> Staff:
    """An administrator."""
    return cast.staff("Ada", Role.ADMINISTRATOR)


@cache
def rule_of(kind: Kind) -> Rule:
    """A rule of the release, of this class, with a case that nothing else would find and that is met as such."""
    rules = (rule for rule in shipped().rules.values() if rule.kind == kind and not rule.weighed)
    return next(rule for rule in rules if any(_found_by_it(rule, case) for case in rule.fires))


@cache
def alone(rule: Rule) -> str:
    """The first case of a rule that nothing else would find."""
    return next(case for case in rule.fires if _found_by_it(rule, case))


def _found_by_it(rule: Rule, case: str) -> bool:
    """Whether only it finds this, and the words around make it no less of what the class is met with."""
    return found_by(case) == {rule.id} and unhurried().read(case).outcome == TABLE[rule.kind].outcome


def found_by(text: str) -> set[str]:
    """Every rule that decides about these words, and the weight of all together; none if those around make it doubt."""
    verdict, read = unhurried().read(text), plain(text)
    heavy = by_weight(TABLE, WEIGHED, SCALE.weigh(read), len(read.words))
    doubted = verdict.outcome == "pass" and verdict.kind != "low"
    return {hit.rule for hit in verdict.hits if not doubted} | ({"weight"} if heavy else set())
