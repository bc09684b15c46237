"""The guard of the release is made once and kept; what was kept reads as what was made."""

from __future__ import annotations

import gc
import sys
from errno import ENOSPC
from itertools import count
from pathlib import Path

import pytest

from chat.guard import Guard, _shipped, in_use, keeping, shipped, use
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


def test_python_looks_for_rubbish_as_before_once_it_is_read_even_if_it_cannot_be(folder: Path) -> None:
    class Unreadable:
        def __reduce__(self) -> tuple[object, ...]:
            return int, ("none",)

    assert keeping.kept("number", lambda: 1) == keeping.kept("number", lambda: 2) == 1
    assert gc.isenabled()
    keeping.keep(keeping._file("number"), Unreadable())
    assert keeping.kept("number", lambda: 3) == 3
    assert gc.isenabled()


def test_what_was_made_of_other_files_is_not_used_and_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count()
    ask(numbers)
    monkeypatch.setattr(keeping, "made_of", lambda: "another")
    monkeypatch.setattr(keeping, "MADE_OF", "another")
    assert [ask(numbers), ask(numbers)] == [1, 1]
    assert [file.name for file in folder.iterdir()] == ["number-another.pickle"]


@pytest.mark.parametrize("left", [b"", b"\x80\x05", b"no pickle at all"])
def test_what_was_spoiled_is_made_anew(folder: Path, left: bytes) -> None:
    numbers = count()
    ask(numbers)
    next(folder.iterdir()).write_bytes(left)
    assert [ask(numbers), ask(numbers)] == [1, 1]


def test_one_bit_that_fell_over_is_seen(folder: Path) -> None:
    numbers = count()
    ask(numbers)
    file = next(folder.iterdir())
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert ask(numbers) == at + 1


def test_who_runs_it_need_not_be_who_made_it(folder: Path) -> None:
    ask(count())
    assert next(folder.iterdir()).stat().st_mode & 0o777 == 0o644


def test_a_full_disk_is_left_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: Path, _target: Path) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    numbers = count()
    assert [ask(numbers), ask(numbers)] == [0, 1]
    assert list(folder.iterdir()) == []


def test_what_cannot_be_kept_is_used_all_the_same(folder: Path) -> None:
    numbers = count()
    made = [keeping.kept("lambda", lambda: (next(numbers), lambda: None))[0] for _ in range(2)]
    assert made == [0, 1]


def test_what_was_made_of_files_that_changed_meanwhile_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = count()
    monkeypatch.setattr(keeping, "made_of", lambda: "changed")
    assert [ask(numbers), ask(numbers)] == [0, 1]


def test_where_nothing_may_be_written_it_is_made_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [ask(numbers), ask(numbers)] == [0, 1]
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folder.parent.mkdir(parents=True)
    folder.write_text("a file where the folder would be")
    assert [ask(numbers), ask(numbers)] == [2, 3]


def test_a_change_of_any_list_makes_it_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_HERE", tmp_path)
    named = set()
    for name, text in (("words.toml", "one"), ("words.toml", "two"), ("weights.tsv", "two")):
        (tmp_path / name).write_text(text)
        named.add(keeping.made_of())
    assert len(named) == 3


def test_a_guard_of_ones_own_lists_takes_the_place_of_the_release_s_in_memory() -> None:
    own = Guard(lexicon(), weights=in_use().weights)
    assert own.weights is shipped().weights
    use(own)
    try:
        assert in_use() is own
        assert _shipped == []
    finally:
        use(shipped())
