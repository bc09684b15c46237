"""Several that start at the same moment bring the tables up to date one after another."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from server.env import Refused

#: Any number will do, as long as every release knows the same one.
_TURN = 4_101_963


@contextmanager
def one_at_a_time(connection: BaseDatabaseWrapper, folder: Path) -> Iterator[None]:
    """Wait for our turn at the database: a lock of the connection's own on PostgreSQL, else one on ``folder``.

    Both end with the process, so that one that was killed keeps nobody waiting.
    """
    turn = _on_postgres(connection) if connection.vendor == "postgresql" else _on_folder(folder)
    with turn:
        yield


@contextmanager
def _on_postgres(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_TURN])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_TURN])


@contextmanager
def _on_folder(folder: Path) -> Iterator[None]:
    try:
        lock = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise Refused(
            f"DATA_DIR names a folder that this user may not list ({error.strerror}): {folder}. Start Alcove as the "
            "user whose it is (after sudo that was root), or let this one read, write and enter it (chmod, chown)."
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
