"""The weights of the release come from the messages kept with them, and learning finds what there is to find."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from chat.guard import Guard, cases, weights
from chat.guard.scale import Scale
from tests.chat.guard.few_rules import few_rules
from tests.learning import __main__ as command
from tests.learning import learn, lines, trial
from tests.learning.lines import QUIET, Line

LANTERNS = [Line(f"the lanterns are lit {when}", "imminent") for when in ("now", "tonight", "again", "soon", "here")]
RIVERS = [Line(f"meet by the river {when}", "meet") for when in ("now", "tonight", "again", "soon", "here")]
TEA = [Line(f"tea is ready {when}", "ordinary") for when in ("now", "tonight", "again", "soon", "here")]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is tried reads by few rules, as nothing here is about phrases."""
    monkeypatch.setattr(trial, "shipped", few_rules)


@cache
def scale() -> Scale:
    """Of whoever knows lanterns and tea."""
    return Scale(learn.learnt(LANTERNS + RIVERS + TEA))


def likely(*texts: str) -> list[float]:
    """How likely these are danger."""
    return [scale().weigh(said).of("imminent") for said in map(lines.plain, texts)]


def test_the_weights_of_the_release_were_learnt_from_these_messages() -> None:
    assert weights.shipped().corpus == lines.digest(), "run script/learn"


def test_no_message_that_is_learnt_from_is_a_frozen_one() -> None:
    frozen = {case.text for case in cases.frozen()}
    assert {hand for hand, theirs in lines.hands().items() if any(line.text in frozen for line in theirs)} == set()


def test_nothing_was_learnt_from_whoever_is_to_say_what_to_expect() -> None:
    learnt = {line.text for theirs in lines.hands().values() for line in theirs}
    assert {hand for hand, theirs in lines.unheard().items() if any(line.text in learnt for line in theirs)} == set()


def test_every_message_has_words_and_a_class() -> None:
    known = {*weights.WEIGHED, QUIET}
    wrong = [
        hand
        for hand, theirs in (lines.hands() | lines.unheard()).items()
        for line in theirs
        if line.weighed_as not in known or not line.text
    ]
    assert wrong == []


def test_what_sets_a_class_apart_is_what_weighs() -> None:
    far, near = likely("who lit the lanterns", "who made the tea")
    assert far > 0.55
    assert near < 0.4


def test_letters_of_a_word_that_is_new_weigh_too() -> None:
    far, near = likely("lanternlit", "teapot")
    assert far > near


def test_hands_that_nothing_was_learnt_from_are_tried_with_the_weights_that_are_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "unheard", lambda: {"one": [Line("tea is ready", "ordinary")], "two": TEA})
    assert command.main(["--unheard"]) == 0
    *_, head, calm = capsys.readouterr().out.splitlines()
    assert (head.split()[0], calm.split()[:2]) == ("class", ["calm", "6"])


def test_each_hand_is_tried_with_what_the_others_wrote(few: None) -> None:
    done: list[Sequence[str]] = []
    hands = {"one": (LANTERNS + RIVERS)[:8] + TEA[:3], "two": (LANTERNS + RIVERS)[3:] + TEA[3:], "none": TEA}
    found = trial.trial(hands, [["one"], ["two", "none"]], done.append)
    assert done == [["one"], ["two", "none"]]
    assert found["one"]["imminent"].of == 5
    assert found["none"].keys() == {QUIET}
    (head, *rows) = trial.table(trial.together(list(found.values())))
    assert "kept" in head
    assert rows[-1].split()[:2] == ["calm", "10"]


def test_every_hand_is_in_one_group() -> None:
    hands = [f"hand {number}" for number in range(12)]
    assert sorted(hand for group in trial.in_groups(hands) for hand in group) == sorted(hands)
    assert trial.in_groups(["one", "two"]) == [["one"], ["two"]]


def test_what_is_kept_back_otherwise_is_found_but_not_right(guard: Guard) -> None:
    found = trial.tallied(guard, [Line("im actually going to kill myself", "encourage")])
    assert (found["encourage"].kept, found["encourage"].right) == (1, 0)


def test_the_command_writes_a_file_that_is_read(
    few: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "hands", lambda: {"one": LANTERNS + RIVERS + TEA})
    file = tmp_path / "weights.tsv"
    assert command.main(["--to", str(file)]) == 0
    assert "weights.tsv is written" in capsys.readouterr().out
    with file.open(encoding="utf-8") as written:
        assert weights.read(written).words.keys() >= {"lanterns", "tea"}
    monkeypatch.setattr(command, "hands", lambda: dict.fromkeys(("one", "two"), LANTERNS + RIVERS + TEA))
    for left_out in ([], ["two"]):
        assert command.main(["--try", *left_out]) == 0
        assert "all of them" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        command.main(["--try", "three"])
    assert "There is no hand called three: one, two." in capsys.readouterr().err
