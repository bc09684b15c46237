"""What an operator types answers in one clear sentence when it cannot go on."""

import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from server import loading
from tests.running import ROOT
from tests.stores.ports import free_port

SCRIPTS = sorted(file.name for file in (ROOT / "script").iterdir())
NEEDED = ["bash", "cat", "cksum", "dirname", "env"]


def run(*words: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words], cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )


def test_a_database_that_is_not_there_is_said_without_its_password(tmp_path: Path) -> None:
    nowhere = f"postgres://alcove:pa55word@127.0.0.1:{free_port()}/alcove"
    said = run(sys.executable, "-m", "server", "--prepare", DATABASE_URL=nowhere, DATA_DIR=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr.startswith("Alcove cannot start. The database does not answer")
    assert "pa55word" not in said.stderr
    assert "Traceback" not in said.stderr


def test_what_is_loaded_is_seldom_looked_through(tmp_path: Path) -> None:
    code = "import gc; print(gc.get_threshold())"
    said = run(sys.executable, "manage.py", "shell", "-v", "0", "-c", code, DATA_DIR=str(tmp_path))
    assert said.stdout.strip() == str(loading.SELDOM)


def test_a_house_on_a_file_loads_no_driver_of_another_store_and_not_the_holidays_of_every_country(
    tmp_path: Path,
) -> None:
    code = "import sys; print([name for name in ('psycopg', 'redis', 'holidays.countries') if name in sys.modules])"
    said = run(
        sys.executable,
        "manage.py",
        "shell",
        "-v",
        "0",
        "-c",
        code,
        DATABASE_URL="",
        REDIS_URL="",
        DATA_DIR=str(tmp_path),
    )
    assert said.stdout.strip() == "[]"


def test_a_first_message_is_not_held_up_by_lists_that_are_made_when_they_are_asked_for(tmp_path: Path) -> None:
    code = """
from chat import guard
from chat.guard.tokens import known
guard.shipped()
before = known.cache_info().misses
guard.read("my mate tamsin wetherall-oke was at 4 gorsley avenue, ask mrs peake, her number is 07700 900456")
print(known.cache_info().misses - before)
"""
    said = run(sys.executable, "manage.py", "shell", "-v", "0", "-c", code, DATA_DIR=str(tmp_path))
    assert said.stdout.strip() == "0"


def test_who_has_read_enough_of_what_a_command_says_is_shown_no_fault_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "guard"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as asked:  # fmt: skip
        assert asked.stdin
        assert asked.stdout
        assert asked.stderr
        asked.stdin.write("hello\n")
        asked.stdin.flush()
        assert asked.stdout.readline()
        asked.stdout.close()
        with suppress(BrokenPipeError):
            asked.stdin.write("and on it goes\n" * 5_000)
            asked.stdin.close()
        assert asked.stderr.read() == ""
    assert asked.returncode == 1


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A machine with next to nothing on it, and a clone."""
    (tmp_path / "bin").mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        assert found, name
        (tmp_path / "bin" / name).symlink_to(found)
    shutil.copytree(ROOT / "script", tmp_path / "script")
    return tmp_path


def set_up(bare: Path, **pythons: str) -> subprocess.CompletedProcess[str]:
    """Start where these are the only ones there."""
    for name, does in pythons.items():
        fake = bare / "bin" / name.replace("_", ".")
        fake.write_text(f"#!{bare}/bin/bash\n{does}\n")
        fake.chmod(0o755)
    return run(bare / "bin" / "bash", bare / "script" / "server", PATH=str(bare / "bin"), PYTHON="")


def python(clone: Path, does: str, by: str = "") -> None:
    """Put a Python into the clone's own place for it; it does so by the bash of the clone's machine, or another."""
    fake = clone / ".venv" / "bin" / "python"
    fake.parent.mkdir(parents=True)
    fake.write_text(f"#!{by or clone / 'bin' / 'bash'}\n{does}\n")
    fake.chmod(0o755)


def that_takes(microseconds: int) -> str:
    """Be a Python that can all, does its work in so long, and says so if anybody would have it."""
    return f'[[ "$1" == - ]] && echo {microseconds}; [[ "$1" != -m ]] || exit 3'


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_explains_itself_in_three_lines(name: str) -> None:
    said = run(ROOT / "script" / name, "--help")
    assert said.returncode == 0
    assert len(said.stdout.splitlines()) == 3
    assert said.stdout.startswith(f"script/{name}")


def test_what_is_to_be_typed_from_a_readme_runs_as_it_is_written() -> None:
    said = {str(file): file.read_text() for file in (ROOT / "README.md", *ROOT.glob("*/README.md"))}
    assert not [file for file, text in said.items() if re.search(r"(?<!\.venv/bin/)\bpython3? manage\.py", text)]
    first = re.findall(r"`([^`\n]*manage\.py[^`\n]*)`", said[str(ROOT / "README.md")])
    assert first
    assert not [command for command in first if not command.startswith(".venv/bin/python manage.py ")]


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_runs_in_the_bash_of_a_mac_or_says_that_it_does_not(name: str) -> None:
    """Bash 3.2 knows no `mapfile`, and under `set -u` it takes an array without elements for one that was never set."""
    text = (ROOT / "script" / name).read_text()
    may_be_empty = set(re.findall(r"\b(\w+)=\(\)", text))
    unguarded = [array for array in may_be_empty if re.search(rf'(?<!\+)"\$\{{{array}\[@\]\}}"', text)]
    assert "BASH_VERSINFO" in text or not ("mapfile" in text or unguarded)


def test_there_is_nothing_to_test_in_a_part_nobody_knows() -> None:
    assert "no part called weather" in run(ROOT / "script" / "test", "weather").stderr


def test_a_word_that_the_server_does_not_know_is_said_before_anything_is_done() -> None:
    said = run(ROOT / "script" / "server", "--wrokers", "3")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == "script/server takes --workers N, or --help.\n"


def test_a_first_start_leaves_it_to_the_settings_whether_it_is_a_demo(bare: Path) -> None:
    (bare / ".env").write_text("DEMO=0\n")
    (bare / "script" / "setup").write_text("#!/usr/bin/env bash\n")
    python(bare, 'echo "${DEMO:-nothing} $DEMO_BY_DEFAULT $*"')
    said = run(bare / "bin" / "bash", bare / "script" / "server", PATH=str(bare / "bin"))
    assert said.stdout.splitlines() == ["nothing 1 -m server --prepare", "nothing 1 -m server"]


def test_lint_judges_the_code_whatever_the_env_file_in_this_folder_says(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "script", tmp_path / "script")
    (tmp_path / ".env").write_text("PRODUCTION=1\n")
    (tmp_path / "script" / "setup").write_text("#!/usr/bin/env bash\n")
    python(tmp_path, 'test -n "$ENV_FILE" && test ! -e "$ENV_FILE"', by=shutil.which("bash") or "bash")
    for name in ("ruff", "mypy", "lint-imports"):
        (tmp_path / ".venv" / "bin" / name).symlink_to("python")
    said = run(tmp_path / "script" / "lint", ENV_FILE="")
    assert said.stdout.splitlines()[-1] == "lint: 7 passed, 0 failed"


def test_an_old_python_is_said(bare: Path) -> None:
    said = set_up(bare, python3="exit 1")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("Alcove needs Python 3.11")


def test_a_missing_venv_module_is_said(bare: Path) -> None:
    said = set_up(bare, python3='[[ "$2" == *version_info* ]]')
    assert (said.returncode, said.stdout) == (1, "")
    assert "python3-venv" in said.stderr


def test_of_several_pythons_one_is_taken_that_is_much_quicker_than_the_first(bare: Path) -> None:
    said = set_up(bare, python3=that_takes(12_000), python3_12=that_takes(11_500), python3_11=that_takes(9_000))
    assert said.stdout.splitlines()[0].endswith(", " + str(bare / "bin" / "python3.11"))


def test_of_several_pythons_that_differ_little_the_first_is_taken(bare: Path) -> None:
    said = set_up(bare, python3=that_takes(10_000), python3_12=that_takes(9_500), python3_11="exit 1")
    assert said.stdout.splitlines()[0].endswith(", " + str(bare / "bin" / "python3"))


def test_a_python_that_can_make_no_venv_is_not_taken_where_another_can(bare: Path) -> None:
    said = set_up(bare, python3='[[ "$2" == *version_info* ]]', python3_11=that_takes(10_000))
    assert said.stdout.splitlines()[0].endswith(", " + str(bare / "bin" / "python3.11"))


@pytest.mark.parametrize("lacks", ["pip", "version_info"])
def test_a_venv_that_was_cut_off_or_lost_its_python_is_made_anew(bare: Path, lacks: str) -> None:
    python(bare, f'[[ "$2" != *{lacks}* ]]')
    said = set_up(bare, python3=that_takes(10_000))
    assert said.stdout.splitlines()[0].startswith("Making .venv with")


def test_a_venv_that_is_whole_is_kept(bare: Path) -> None:
    python(bare, '[[ "$1" != -m ]] || exit 3')
    said = set_up(bare, python3=that_takes(10_000))
    assert (said.returncode, said.stdout) == (3, "")


@pytest.mark.parametrize("words", [["-m", "server"], ["-m", "server", "--prepare"], ["manage.py", "check"]])
def test_a_bad_setting_is_said_in_one_line(words: list[str]) -> None:
    said = run(sys.executable, *words, PORT="eighty")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "Alcove cannot start. PORT must be a whole number from 1 to 65535, not 'eighty'.\n"


def test_a_port_in_use_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = run(sys.executable, "-m", "server", "--prepare", PORT=port, DATA_DIR=str(tmp_path), DATABASE_URL="")
    assert said.returncode == 1
    assert said.stderr.startswith(f"Alcove cannot start. Port {port} on 127.0.0.1 is not free")
    assert not (tmp_path / "alcove.sqlite3").exists()
