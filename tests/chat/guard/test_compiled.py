"""The quick look is there wherever it can be compiled, is never an older one, and says what it needs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from chat.guard.quick import compiled

SOURCES = "*.p[yx][xi]"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sources in a folder of their own, where nothing was compiled and nothing is loaded."""
    for source in Path(compiled.__file__).parent.glob(SOURCES):
        shutil.copy(source, tmp_path)
    monkeypatch.setattr(compiled, "_HERE", tmp_path)
    monkeypatch.setattr(compiled, "file", lambda: tmp_path / "look.so")
    monkeypatch.delitem(sys.modules, compiled._NAME, raising=False)
    return tmp_path


def test_where_it_can_be_compiled_it_is_there() -> None:
    if compiled.load() is None:
        with pytest.raises(BaseException):  # noqa: B017, PT011  (whatever this machine lacks)
            compiled.make()


def test_what_was_compiled_of_another_source_is_never_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled.file()
    for source in Path(compiled.__file__).parent.glob(SOURCES):
        shutil.copy(source, tmp_path)
    monkeypatch.setattr(compiled, "_HERE", tmp_path)
    assert compiled.file() == before
    (tmp_path / "look.pyx").write_text((tmp_path / "look.pyx").read_text() + "# changed\n")
    assert compiled.file() != before


@pytest.mark.parametrize("left", [b"", b"no library at all"])
def test_what_cannot_be_loaded_is_as_if_it_were_not_there(elsewhere: Path, left: bytes) -> None:
    (elsewhere / "look.so").write_bytes(left)
    assert compiled.load() is None


def test_where_there_is_no_compiler_it_says_what_to_do(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")
    monkeypatch.setenv("PATH", str(elsewhere))
    there = {file.name for file in elsewhere.iterdir()}
    assert compiled.main() == 1
    assert "apt install gcc" in capsys.readouterr().err
    assert {file.name for file in elsewhere.iterdir()} == there
