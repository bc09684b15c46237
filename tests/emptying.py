"""Emptying the tables after a test whose transactions were real.

Django truncates every table there is and writes content types and permissions anew: on PostgreSQL with half a hundred
tables that takes longer than most tests. Here filled tables are emptied, and what only the migrations wrote stays.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.management.color import no_style
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

#: Written once by the migrations, and the same for every test.
KEPT: Final = frozenset({"django_content_type", "auth_permission", "django_migrations"})
# Nobody else is at work, so no reference is looked at while rows go; triggers of references are off for this alone.
_POSTGRES: Final = """
DO $$ DECLARE one text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT quote_ident(relname) FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL ('{%s}') LOOP
        EXECUTE 'DELETE FROM ' || one;
    END LOOP;
END $$
"""


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete every row that a test wrote."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_POSTGRES % ",".join(sorted(KEPT)))
        return
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    flush = connection.ops.sql_flush(no_style(), [name for name in tables if name not in KEPT])
    connection.ops.execute_sql_flush(flush)


def _teardown(_case: Any) -> None:
    for connection in connections.all(initialized_only=True):
        empty(connection)


def instead_of_flushing() -> None:
    """Let Django's own test case, which pytest-django uses, empty tables like this."""
    setattr(TransactionTestCase, "_fixture_teardown", _teardown)  # noqa: B010  (django-stubs do not know it)
