"""The ledger has words for every act that the sources write down, and can be asked for each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts.actions import acts, leave_staff
from cohorts.desk import words
from cohorts.desk.did import did
from cohorts.models import Role
from tests import cast
from tests.cohorts.doors import browser

ROOT = Path(__file__).parents[2]
WRITERS = {"cohorts.actions", "cohorts.actions.acts"}
VERB = 1


@dataclass(frozen=True)
class Source:
    """One module, as far as it is asked what acts it writes down."""

    name: str
    tree: ast.Module

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """Under which name it knows what, and from which module."""
        froms = [one for one in ast.walk(self.tree) if isinstance(one, ast.ImportFrom)]
        return {name.asname or name.name: (one.module or "", name.name) for one in froms for name in one.names}

    @cached_property
    def constants(self) -> dict[str, str]:
        """The words it gives names to."""
        named = [one for one in self.tree.body if isinstance(one, ast.Assign | ast.AnnAssign)]
        return {
            target.id: one.value.value
            for one in named
            for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
            if isinstance(target, ast.Name) and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str)
        }

    @cached_property
    def functions(self) -> list[ast.FunctionDef]:
        return [one for one in ast.walk(self.tree) if isinstance(one, ast.FunctionDef)]

    def calls(self, name: str) -> Iterator[tuple[ast.Call, ast.FunctionDef]]:
        """Every call of this name, with the function it stands in."""
        for function in self.functions:
            for one in ast.walk(function):
                if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == name:
                    yield one, function


def sources() -> dict[str, Source]:
    paths = [path for room in ("server", "facilitator", "chat", "cohorts") for path in (ROOT / room).rglob("*.py")]
    dotted = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    return {name: Source(name, ast.parse(path.read_text(encoding="utf-8"))) for name, path in dotted.items()}


def written(house: dict[str, Source]) -> set[str]:
    """Every verb that is written down; a `*` in it stands for what is only known as it happens."""
    found: set[str] = set()
    for source in house.values():
        for known, (module, name) in source.imported.items():
            if module in WRITERS and name == "record":
                for call, function in source.calls(known):
                    found |= said(house, source, call.args[VERB], function)
    return found


def said(house: dict[str, Source], source: Source, verb: ast.expr, function: ast.FunctionDef) -> set[str]:
    """What an expression comes to: a word, a name for one, or what the callers of its function give."""
    if isinstance(verb, ast.Constant):
        return {str(verb.value)}
    if isinstance(verb, ast.IfExp):
        return said(house, source, verb.body, function) | said(house, source, verb.orelse, function)
    if isinstance(verb, ast.JoinedStr):
        return {"".join(str(one.value) if isinstance(one, ast.Constant) else "*" for one in verb.values)}
    assert isinstance(verb, ast.Name), f"{source.name}:{verb.lineno}: nobody can tell which act that is"
    names = [one.arg for one in function.args.args]
    if verb.id in names:
        return given(house, source, function, names.index(verb.id))
    if verb.id in source.constants:
        return {source.constants[verb.id]}
    module, name = source.imported[verb.id]
    return {house[module].constants[name]}


def given(house: dict[str, Source], source: Source, function: ast.FunctionDef, at: int) -> set[str]:
    """What is given to a function in this place, by whoever calls it, and what it is if nothing is given."""
    found: set[str] = set()
    from_behind = at - len(function.args.args)
    if -from_behind <= len(function.args.defaults):
        found |= said(house, source, function.args.defaults[from_behind], function)
    for other in house.values():
        module, name = other.imported.get(function.name, ("", ""))
        theirs = name == function.name and module and source.name.startswith(module)
        if other is not source and not theirs:
            continue
        for call, within in other.calls(function.name):
            if len(call.args) > at:
                found |= said(house, other, call.args[at], within)
    return found


def test_every_act_has_words_and_stands_in_the_list_to_ask_for() -> None:
    verbs = written(sources())
    assert {"cohort_planned", "step_moved", "shift_declined", "entry_refused", "record_printed", "*_begun"} <= verbs
    without = {verb for verb in verbs if not any(fnmatch(name, verb) for name in words.VERBS)}
    assert not without


def test_what_has_words_is_done_somewhere() -> None:
    verbs = written(sources())
    assert not {name for name in words.VERBS if not any(fnmatch(name, verb) for verb in verbs)}


@pytest.mark.django_db
def test_whoever_ended_what_somebody_may_do_is_not_said_to_have_left() -> None:
    evening = cast.evening("waiting")
    leave_staff(evening.volunteer, timezone.now(), by=cast.staff("Hana", Role.ADMINISTRATOR))
    page = browser(evening, evening.coordinator).get("/desk/acts/?kind=staff_left").content.decode()
    assert "Hana ended what somebody who leaves may do here." in page
    assert '<option value="staff_left" selected>' in page
    assert "staff left" not in page


@pytest.mark.django_db
def test_an_act_of_a_later_version_is_called_what_it_is_called_there() -> None:
    evening = cast.evening("waiting")
    with transaction.atomic():
        acts.record(evening.coordinator, "seat_sung_to", cohort=evening.cohort)
    page = browser(evening, evening.coordinator).get("/desk/acts/").content.decode()
    assert f"{evening.coordinator.name} did something this version has no words for (seat_sung_to)." in page


def test_so_is_what_a_later_version_has_staff_do_in_a_room() -> None:
    assert did("muted", 3) == "gave a breather (seat 3)"
    assert did("sung_to", 3) == "did something this version has no words for (sung_to) (seat 3)"
