"""The quick look is there wherever it can be compiled, is never an older or a damaged one, and says what it needs."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from chat.guard.quick import compiled, sight, weighing
from chat.guard.quick.tables import NONE, WORD_BITS
from chat.guard.quick.words import Is
from chat.guard.weights import WEIGHED

needed = pytest.mark.skipif(compiled.load() is None, reason="nothing compiles the look here")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where nothing was compiled, for a process that has loaded nothing."""
    monkeypatch.setattr(compiled, "folder", lambda: tmp_path)
    monkeypatch.delitem(sys.modules, compiled._NAME, raising=False)
    return tmp_path


def whole() -> Path:
    found = compiled.file()
    assert found is not None
    return found


def test_where_it_can_be_compiled_it_is_there() -> None:
    if compiled.load() is None:
        with pytest.raises(BaseException):  # noqa: B017, PT011  (whatever this machine lacks)
            compiled.make()


def test_what_is_compiled_counts_as_python_does() -> None:
    source = (compiled._HERE / "look.pyx").read_text(encoding="utf-8")
    there = {name: int(number) for name, number in re.findall(r"^    ([A-Z_]+) = (-?\d+)$", source, re.MULTILINE)}
    sure = {name: getattr(sight, name) for name in ("LEADS_NOWHERE", "SAYS_NO_PHRASE", "WEIGHS_LITTLE")}
    kinds = {str(each.name): each.value for each in Is}
    sizes = {"CLASSES": len(WEIGHED), "WORD_BITS": WORD_BITS, "UNKNOWN": NONE, "MOST_WORDS": weighing._MOST_WORDS - 1}
    asked = {**sure, **kinds, **sizes}
    assert {name: there.get(name) for name in asked} == asked


@needed
def test_what_was_compiled_of_another_source_is_never_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for source in compiled._sources():
        shutil.copy(source, tmp_path)
    monkeypatch.setattr(compiled, "_HERE", tmp_path)
    assert compiled.file() is not None
    (tmp_path / "look.pyx").write_text((tmp_path / "look.pyx").read_text() + "# changed\n")
    assert compiled.file() is None


@needed
@pytest.mark.parametrize("left", [0, 1_000, 150_000, -1])
def test_what_a_crash_left_half_written_is_not_loaded_which_would_end_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    (tmp_path / whole().name).write_bytes(whole().read_bytes()[:left])
    monkeypatch.setattr(compiled, "folder", lambda: tmp_path)
    monkeypatch.delitem(sys.modules, compiled._NAME)
    assert compiled.load() is None


@needed
def test_what_is_damaged_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / whole().name
    damaged.write_bytes(bytes(whole().stat().st_size))
    monkeypatch.setattr(compiled, "folder", lambda: tmp_path)
    assert compiled.main() == 0
    assert [compiled.file()] == list(tmp_path.iterdir())


def test_where_there_is_no_compiler_it_says_what_to_do(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")
    monkeypatch.setenv("PATH", str(elsewhere))
    assert compiled.main() == 1
    assert "apt install gcc" in capsys.readouterr().err
    assert list(elsewhere.iterdir()) == []
