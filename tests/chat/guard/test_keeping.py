"""The guard of the release is made once and kept; what was kept reads as what was made."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import pytest

from chat.guard import Guard, keeping, shipped
from chat.guard.cases import frozen
from chat.guard.lexicon import shipped as lexicon


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return Path(tmp_path, *keeping._HERE.parts[1:])


def ask(numbers: count[int]) -> int:
    return keeping.kept("number", lambda: next(numbers))


def never() -> Guard:
    raise AssertionError("it was kept")


def test_the_guard_that_was_kept_reads_every_frozen_case_as_one_that_is_made_does(folder: Path) -> None:
    made = Guard(lexicon(), budget=10)
    assert keeping.kept("guard", lambda: made) is made
    found = keeping.kept("guard", never)
    assert found is not made
    assert [found.read(case.text) for case in frozen()] == [made.read(case.text) for case in frozen()]


def test_what_is_kept_is_made_once(folder: Path) -> None:
    numbers = count()
    assert [ask(numbers), ask(numbers)] == [0, 0]


def test_what_was_made_of_other_files_is_not_used_and_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count()
    ask(numbers)
    monkeypatch.setattr(keeping, "_made_of", lambda: "another")
    assert [ask(numbers), ask(numbers)] == [1, 1]
    assert [file.name for file in folder.iterdir()] == ["number-another.pickle"]


@pytest.mark.parametrize("left", [b"", b"\x80\x05", b"no pickle at all"])
def test_what_was_spoiled_is_made_anew(folder: Path, left: bytes) -> None:
    numbers = count()
    ask(numbers)
    next(folder.iterdir()).write_bytes(left)
    assert [ask(numbers), ask(numbers)] == [1, 1]


def test_where_nothing_may_be_written_it_is_made_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [ask(numbers), ask(numbers)] == [0, 1]
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folder.parent.mkdir(parents=True)
    folder.write_text("a file where the folder would be")
    assert [ask(numbers), ask(numbers)] == [2, 3]


def test_a_change_of_any_list_makes_it_another(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    monkeypatch.setattr(keeping, "_HERE", lists)
    named = []
    for text in ("one", "two"):
        (lists / "words.toml").write_text(text)
        named.append(keeping._made_of.__wrapped__())
    assert named[0] != named[1]


def test_another_budget_leaves_the_guard_as_it_is() -> None:
    guard, words = shipped(), "we had pancakes and it was alright"
    assert guard.within(-1).read(words).outcome == "hold"
    assert guard.within(10).read(words).outcome == "pass"
