"""A table that somebody else has locked keeps the rooms' reader waiting for a moment, never for ever."""

import asyncio
import time
from collections.abc import AsyncIterator

import psycopg
import pytest
from django.db import Error as DatabaseError
from django.db import connection

from chat.hub.reader import Reader

pytestmark = [pytest.mark.grown, pytest.mark.django_db(transaction=True)]


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    one = Reader()
    yield one
    await one.close()


async def test_a_locked_table_is_given_up_and_read_once_it_is_free(reader: Reader) -> None:
    told = connection.get_connection_params()
    where = {name: told[name] for name in ("dbname", "host", "port", "user", "password") if told.get(name)}
    assert await reader.running() == []
    with psycopg.connect(**where) as other:
        other.execute("LOCK TABLE cohorts_session IN ACCESS EXCLUSIVE MODE")
        since = time.monotonic()
        with pytest.raises(DatabaseError):
            await asyncio.wait_for(reader.running(), 10)
        assert time.monotonic() - since < 7
    assert await reader.running() == []
