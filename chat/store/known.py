"""What an earlier transaction read, for as long as nobody can have changed it. Of SQLite alone this can be known."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: By key what is there; None of what is not.
Kept = dict[Any, Any]


class Known:
    """Everything is forgotten after any write but those this is told of, whoever wrote and by whichever connection.

    SQLite counts for each connection the commits of all others (`PRAGMA data_version`) and the rows it changed itself
    (`sqlite3_total_changes`). A transaction that holds the write lock needs to ask for these once.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Nothing is known yet. It must be let go of with this connection, and when a transaction fails."""
        self._connection = connection
        self._version = self._changes = -1
        self._kept: dict[str, Kept] = {}

    def belongs_to(self, connection: sqlite3.Connection) -> bool:
        """Whether it is of this connection: what one counts says nothing about another."""
        return self._connection is connection

    def begin(self) -> None:
        """A transaction that holds the write lock has begun."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._kept.clear()
            self._version = version

    def of(self, what: str) -> Kept:
        """What is known of this kind; whoever reads more adds it."""
        if (changes := self._connection.total_changes) != self._changes:
            self._kept.clear()
            self._changes = changes
        return self._kept.setdefault(what, {})

    @contextmanager
    def beside(self) -> Iterator[None]:
        """What is written meanwhile changes nothing that is known; whoever writes takes care of that.

        Not inside a savepoint, as what is taken back then would stay known.
        """
        knew = self._connection.total_changes == self._changes
        yield
        if knew:
            self._changes = self._connection.total_changes
