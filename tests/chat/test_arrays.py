"""Lists as PostgreSQL reads them: whatever somebody's ref is made of comes back as it was, and as one value."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, LiteralString

import psycopg
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from psycopg import sql

from chat.store import postgres

pytestmark = pytest.mark.grown

ODD = st.sampled_from(
    ['"', "\\", "{", "}", ",", "NULL", "null", " ", "'", "%s", "%", "\n", "\\x41", "\u2028", "é", "🙂"]
)
TEXTS = st.one_of(
    st.lists(ODD).map("".join),
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=60),
)


class Odd(StrEnum):
    """A text that is more than a text."""

    COMMA = 'a,"b"'


def there_and_back(values: Sequence[Any], kind: LiteralString) -> list[Any]:
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql.SQL("SELECT * FROM unnest(%s::{}[])").format(sql.SQL(kind)), [postgres.values(values)])
        return [row[0] for row in cursor.fetchall()]


class Arrays(TestCase):
    """Django's own, so that all examples share one connection."""

    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.none() | TEXTS, max_size=6))
    def test_texts(self, texts: list[str | None]) -> None:
        connection.ensure_connection()
        assert there_and_back(texts, "varchar") == texts

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.none() | st.binary(max_size=60), max_size=6))
    def test_bytes(self, values: list[bytes | None]) -> None:
        connection.ensure_connection()
        assert there_and_back(values, "bytea") == values

    @settings(max_examples=100, deadline=None)
    @given(
        st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), max_size=6),
        st.lists(st.none() | st.datetimes(timezones=st.just(UTC)), max_size=6),
    )
    def test_numbers_and_times(self, numbers: list[int | None], times: list[datetime | None]) -> None:
        connection.ensure_connection()
        assert there_and_back(numbers, "bigint") == numbers
        assert there_and_back(times, "timestamptz") == times

    def test_what_is_no_plain_text_is_quoted_all_the_same(self) -> None:
        connection.ensure_connection()
        assert there_and_back([Odd.COMMA, True], "varchar") == ['a,"b"', "True"]
