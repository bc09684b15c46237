"""What the journal asks with every batch is looked up, not looked for: a long evening is no slower than a short one."""

import pytest
from django.db import connection

from chat.store import sqlite

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.mark.parametrize(
    ("statement", "parameters", "index"),
    [
        (sqlite.REPEATS, ["[]"], "once_per_ref (session_id=? AND asker=? AND ref=?)"),
        (sqlite.ENTRIES, ["[]"], "(session_id=? AND turn>?)"),
        (sqlite.SIGN_INS, ["[]"], "(public_id=?)"),
        (sqlite.HEADS, ["[]"], "(session_id=?)"),
    ],
    ids=["repeats", "entries", "sign-ins", "heads"],
)
def test_sqlite_looks_it_up_in_an_index(statement: str, parameters: list[str], index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = "\n".join(str(row[3]) for row in cursor.fetchall())
    assert index in plan
    assert "SCAN e\n" not in plan
