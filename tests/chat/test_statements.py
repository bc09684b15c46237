"""What the journal asks with every batch is looked up, not looked for: a long evening is no slower than a short one."""

import re
from itertools import count

import pytest
from django.db import connection

from chat.store import postgres, sqlite

pytestmark = pytest.mark.django_db


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("statement", "parameters", "index"),
    [
        (sqlite.REPEATS, ["[]"], "once_per_ref (session_id=? AND asker=? AND ref=?)"),
        (sqlite.ENTRIES, ["[]"], "(session_id=? AND turn>?)"),
        (sqlite.SIGN_INS, ["[]"], "(public_id=?)"),
        (sqlite.HEADS, ["[]"], "(session_id=?)"),
        (sqlite.ARRIVE, ["1", "seat:1", "w", "s", ""], "presence_of_session (session_id=? AND person=?)"),
    ],
    ids=["repeats", "entries", "sign-ins", "heads", "arrive"],
)
def test_sqlite_looks_it_up_in_an_index(statement: str, parameters: list[str], index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = "\n".join(str(row[3]) for row in cursor.fetchall())
    assert index in plan
    assert "SCAN e\n" not in plan


@pytest.mark.grown
@pytest.mark.parametrize("name", ["LOCK", "HEADS", "REPEATS", "ENTRIES", "SIGN_INS", "PRESENCE", "PAGE", "ARRIVE"])
@pytest.mark.parametrize("limits", [postgres.LIMITS, postgres.READING_LIMITS], ids=["journal", "reader"])
def test_postgres_looks_it_up_too_though_it_planned_when_tables_were_empty(name: str, limits: tuple[str, ...]) -> None:
    number = count(1)
    statement = re.sub("%s", lambda _: f"${next(number)}", getattr(postgres, name)).replace("%%", "%")
    with connection.cursor() as cursor:
        for limit in limits:
            cursor.execute(limit)
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {statement}")
        plan = "\n".join(str(row[0]) for row in cursor.fetchall())
    assert "Index" in plan
    assert "Seq Scan" not in plan
