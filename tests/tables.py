"""Tables for a fresh Alcove: laid by the real migrations once a run, and copied from then on, as they take seconds.

The parts of `script/test` are processes of their own, and share what was laid by way of a folder (`laying.py`).
"""

from __future__ import annotations

import fcntl
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests import laying
from tests.laying import FILE

#: Outlives the folder of whichever Alcove was first.
_own = tempfile.TemporaryDirectory(prefix="alcove-laid-")
_folder: Final = laying.folder() or Path(_own.name)
_databases: dict[str, str] = {}


def lay(env: dict[str, str], migrate: Callable[[], object]) -> None:
    """Give these empty stores their tables."""
    if "DATABASE_URL" in env:
        _in_postgres(env["DATABASE_URL"], migrate)
    else:
        _in_a_file(Path(env["DATA_DIR"]) / FILE, migrate)


def shared() -> bool:
    """Whether other processes of this run use what one of them laid."""
    return laying.folder() is not None


def rename(url: str, name: str) -> None:
    """Let a database of PostgreSQL be called this."""
    server, old = url.rsplit("/", 1)[0], urlsplit(url).path.removeprefix("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(name)))


def _in_a_file(file: Path, migrate: Callable[[], object]) -> None:
    laid = _folder / FILE
    if file.exists():
        migrate()
        return
    with _one_at_a_time():
        if not laid.exists():
            migrate()
            # Whoever is killed while it copies leaves nothing that looks whole.
            part = Path(shutil.copyfile(file, laid.with_suffix(".part")))
            part.replace(laid)
            return
    shutil.copyfile(laid, file)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Who comes while tables are laid waits for them."""
    with (_folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _in_postgres(url: str, migrate: Callable[[], object]) -> None:
    server, name = url.rsplit("/", 1)[0], urlsplit(url).path.removeprefix("/")
    if _has_tables(url):
        migrate()
    elif (laid := _laid_on(server)) is None:
        migrate()
        _databases[server] = _copy(server, name, f"laid_{secrets.token_hex(6)}")
    else:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        _copy(server, laid, name)


def _laid_on(server: str) -> str | None:
    """The database there that has tables and nothing in them."""
    if server not in _databases:
        with psycopg.connect(f"{server}/postgres") as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [laying.DATABASE]).fetchone():
                _databases[server] = laying.DATABASE
    return _databases.get(server)


def _has_tables(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone() is not None


def _copy(server: str, old: str, new: str) -> str:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(new), sql.Identifier(old)))
    return new
