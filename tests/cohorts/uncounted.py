"""PostgreSQL that has not counted its rows since many came: it plans as if there were none."""

from __future__ import annotations

from typing import Final

from django.db import connection

#: A query that compares every row with every other would keep a page for minutes: it fails instead.
_FENCE: Final = "SET LOCAL statement_timeout = '60s'"
_NO_ROWS: Final = (
    "UPDATE pg_class SET reltuples = 0, relpages = 20 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)


def believe_empty() -> None:
    """Let the rest of this transaction be planned so; SQLite plans without counting."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_NO_ROWS)
            cursor.execute(_FENCE)
