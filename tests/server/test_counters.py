"""Counts of tries go on in this process while Redis is away."""

from __future__ import annotations

import pytest
from django.core.cache import cache, caches

from server.counters import Counters
from server.stores import cache as settings_of
from tests.stores.ports import free_port


def test_while_redis_is_away_tries_are_counted_here(caplog: pytest.LogCaptureFixture) -> None:
    wanted = settings_of([f"redis://127.0.0.1:{free_port()}/0"])
    counters = Counters(wanted["LOCATION"], {"KEY_PREFIX": "alcove", "OPTIONS": wanted["OPTIONS"]})
    assert [counters.add("once", 1, 60), counters.add("once", 1, 60)] == [True, False]
    counters.set("history", [1.5], 60)
    assert counters.get("history", []) == [1.5]
    assert counters.delete("history")
    assert counters.get("history", []) == []
    assert {record.name for record in caplog.records} == {"server.counters"}


@pytest.mark.grown
def test_while_redis_is_there_they_are_counted_there() -> None:
    assert isinstance(caches["default"], Counters)
    assert cache.add("counted-there", 1, 60)
    assert not cache.add("counted-there", 1, 60)
    assert cache.delete("counted-there")
