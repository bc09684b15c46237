"""Counts of tries go on in this process while Redis is away, or hangs."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.core.cache import cache, caches

from cohorts import guesses
from server import counters as counting
from server.counters import Counters
from server.stores import cache as settings_of
from tests.stores.ports import free_port

NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)


def counters_at(port: int) -> Counters:
    wanted = settings_of([f"redis://127.0.0.1:{port}/0"])
    return Counters(wanted["LOCATION"], {"KEY_PREFIX": "alcove", "OPTIONS": wanted["OPTIONS"]})


class Hanging:
    """A Valkey that hangs: the kernel lets everybody in, and nobody ever answers."""

    def __init__(self, door: socket.socket) -> None:
        door.setblocking(False)
        self.door, self.port = door, door.getsockname()[1]

    def asked(self) -> int:
        """How many have come to ask it since this was called last."""
        came = 0
        while True:
            try:
                self.door.accept()[0].close()
            except BlockingIOError:
                return came
            came += 1


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    guesses._here.clear()
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        yield Hanging(door)
    guesses._here.clear()


def test_while_redis_is_away_tries_are_counted_here(caplog: pytest.LogCaptureFixture) -> None:
    counters = counters_at(free_port())
    assert [counters.add("once", 1, 60), counters.add("once", 1, 60)] == [True, False]
    counters.set("history", [1.5], 60)
    assert counters.get("history", []) == [1.5]
    assert counters.delete("history")
    assert counters.get("history", []) == []
    assert {record.name for record in caplog.records} == {"server.counters"}


def test_one_that_hangs_is_asked_once_in_a_while_and_nobody_waits_for_it_again(
    hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters = counters_at(hanging.port)
    assert settings_of(["redis://one"])["OPTIONS"] == {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}

    def comes_in() -> bool:
        """One post of four words, with counters of its own as a thread may have them."""
        monkeypatch.setattr(guesses, "cache", counters_at(hanging.port))
        may = guesses.may_guess("192.0.2.1", NOON)
        guesses.was_right("192.0.2.1", NOON)
        return may

    assert comes_in()
    assert hanging.asked() == 1
    for _ in range(3 * guesses.PER_ADDRESS):
        assert comes_in(), "and it is still counted that they were right"
    assert sum(guesses.may_guess("192.0.2.1", NOON) for _ in range(15)) == guesses.PER_ADDRESS, "in this process"
    assert hanging.asked() == 0
    monkeypatch.setitem(counting._let_be, counters._server, 0.0)
    assert comes_in() is False
    assert hanging.asked() == 1, "after a while it is asked again"


@pytest.mark.grown
def test_while_redis_is_there_they_are_counted_there() -> None:
    assert isinstance(caches["default"], Counters)
    assert cache.add("counted-there", 1, 60)
    assert not cache.add("counted-there", 1, 60)
    assert cache.delete("counted-there")
