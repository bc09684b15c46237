"""What docs/running.md has an operator type for a copy of the database, and to bring it back: those very lines."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.ground import Ground
from tests.running import ROOT, Alcove

BACKUP = (ROOT / "docs" / "running.md").read_text().partition("\n## Backup\n")[2].partition("\n## ")[0]
IN_POSTGRES = "docker compose exec -T postgres "
HELD = "SELECT count(*) FROM chat_entry"


def line(start: str) -> str:
    """The one line of the section that begins so, without what it says about itself."""
    (found,) = re.findall(rf"^{re.escape(start)}.*$", BACKUP, re.MULTILINE)
    return str(found).partition("  #")[0].strip()


def block(words: str) -> str:
    """The lines that are typed together of which one has these words."""
    (found,) = [one for one in re.findall(r"```\n(.*?)```", BACKUP, re.DOTALL) if words in one]
    return str(found)


def at(*starts: str) -> list[int]:
    return [BACKUP.index(f"\n{start}") for start in starts]


def typed(words: str, folder: Path, **told: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", words], cwd=folder, env={**os.environ, **told}, capture_output=True, text=True, check=False
    )


def type_dump(folder: Path, at: int, then: str = "exit 0") -> subprocess.CompletedProcess[str]:
    """Type the lines of a dump at this moment, where a database says some words, and `then` does what it does."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name, words in {
        "docker": f"echo words of {at}; {then}",
        "date": f'exec {shutil.which("date")} --utc --date=@{at} "$@"',
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{words}\n")
        (programs / name).chmod(0o700)
    here = folder / "alcove"
    here.mkdir(exist_ok=True)
    return typed(block("pg_dump"), here, PATH=f"{programs}:{os.environ['PATH']}")


@pytest.mark.embedded
def test_a_second_dump_of_a_day_and_one_that_breaks_off_leave_the_one_before_whole(tmp_path: Path) -> None:
    for at in (1_764_500_000, 1_764_500_001):
        said = type_dump(tmp_path, at)
        assert said.returncode == 0, said.stderr
    kept = {file.name: file.read_text() for file in tmp_path.rglob("alcove-*.dump")}
    assert sorted(kept.values()) == ["words of 1764500000\n", "words of 1764500001\n"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in tmp_path.rglob("alcove-*.dump"))
    for at in (1_764_500_000, 1_764_500_002):
        assert type_dump(tmp_path, at, "exit 1").returncode == 1
        assert {file.name: file.read_text() for file in tmp_path.rglob("alcove-*.dump")} == kept


@pytest.mark.grown
def test_a_database_is_brought_back_as_it_was_though_a_newer_release_had_tables_in_it(
    ground: Ground, tmp_path: Path
) -> None:
    assert ground.postgres is not None
    house = Alcove(ground.environment()).prepare()
    address = house.env["DATABASE_URL"]
    name, folder = urlsplit(address).path.strip("/"), tmp_path / "alcove"
    folder.mkdir()
    programs = {
        "PATH": f"{ground.postgres._programs()}:{os.environ['PATH']}",
        "PGHOST": "127.0.0.1",
        "PGPORT": str(ground.postgres.port),
        "PGPASSWORD": ground.postgres.password,
    }

    def type_it(words: str) -> None:
        words = re.sub(r"(?<!username )\balcove\b(?!-)", name, words.replace(IN_POSTGRES, ""))
        words = words.replace("alcove-….dump", "alcove-*.dump")
        said = typed(words, folder, **programs)
        assert said.returncode == 0, said.stderr

    type_it(block("pg_dump"))
    with psycopg.connect(address, autocommit=True) as newer:
        (held,) = newer.execute(HELD).fetchone() or (0,)
        newer.execute("CREATE TABLE of_a_newer_release (seat bigint REFERENCES cohorts_seat)")
        newer.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('chat', '9999_newer', now())")
        newer.execute("DELETE FROM django_migrations WHERE app = 'chat' AND name LIKE '0001%'")
        for program in ("dropdb", "createdb", "pg_restore"):
            type_it(line(IN_POSTGRES + program))
    with psycopg.connect(address) as back:
        assert back.execute(HELD).fetchone() == (held,)
        assert back.execute("SELECT to_regclass('of_a_newer_release')").fetchone() == (None,)
    house.manage("migrate", "--check")
    house.manage("verify")
    assert "how long" in house.manage("retention")
    assert "Who works here" in house.manage("restored")


def test_nobody_is_in_the_house_while_it_comes_and_nothing_goes_before_somebody_has_looked() -> None:
    steps = at(
        "docker compose stop nginx web-1 web-2 duties migrate",
        "docker compose up --detach --wait postgres",
        f"{IN_POSTGRES}dropdb",
        f"{IN_POSTGRES}createdb",
        f"{IN_POSTGRES}pg_restore",
        "git checkout",
        "docker compose run --rm web-1 python manage.py retention",
        "docker compose run --rm web-1 python manage.py restored",
        "docker compose up --detach nginx ",
        "docker compose up --detach  ",
    )
    assert steps == sorted(steps)
    (settings, keys, database) = at("1. **`.env`**", "2. **The keys**", "3. **The database**")
    assert settings < keys < database


@pytest.mark.embedded
def test_a_copy_of_the_file_has_the_words_that_are_not_in_the_file_yet(ground: Ground, tmp_path: Path) -> None:
    house = Alcove(ground.environment()).prepare()
    data, folder = Path(house.env["DATA_DIR"]), tmp_path / "alcove"
    folder.mkdir()
    (folder / "data").symlink_to(data)
    for name in (".venv", "manage.py"):
        (folder / name).symlink_to(ROOT / name)
    with closing(sqlite3.connect(data / "alcove.sqlite3", isolation_level=None)) as talking:
        talking.execute("PRAGMA journal_mode=WAL")
        talking.execute("INSERT INTO cohorts_chore (name, next_at) VALUES ('said a moment ago', '2026-11-30')")
        assert (data / "alcove.sqlite3-wal").stat().st_size
        said = typed(block("manage.py shell"), folder, **house.env)
        assert said.returncode == 0, said.stderr
    (copy,) = tmp_path.glob("alcove-dumps/alcove-*.sqlite3")
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(data / "alcove.sqlite3", isolation_level=None)) as talking:
        talking.execute("DELETE FROM cohorts_chore")
        unwritten = (data / "alcove.sqlite3-wal").read_bytes()
    # As whoever was killed leaves it; closing writes all of it into the file.
    (data / "alcove.sqlite3-wal").write_bytes(unwritten)
    for words in ("rm -f data/alcove.sqlite3-wal", "cp ../alcove-dumps/alcove-….sqlite3"):
        assert typed(line(words).replace("alcove-….", "alcove-*."), folder).returncode == 0
    with closing(sqlite3.connect(data / "alcove.sqlite3")) as back:
        assert back.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert back.execute("SELECT count(*) FROM cohorts_chore WHERE name = 'said a moment ago'").fetchone() == (1,)
    house.manage("migrate", "--check")
    house.manage("verify")
    assert "how long" in house.manage("retention")
    assert "Who works here" in house.manage("restored")
