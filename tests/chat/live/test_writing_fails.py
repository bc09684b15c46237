"""Whoever watches over a house is told that what people say cannot be written, and not that nobody says anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InternalError, OperationalError

from chat.journal import failing
from chat.journal.failing import Failing
from tests.chat.house import House
from tests.chat.live.seams import until


class Clock:
    """Moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock()
    monkeypatch.setattr(failing, "time", one)
    return one


def test_it_fails_since_the_first_try_and_no_more_once_it_is_written_or_nobody_tries(clock: Clock) -> None:
    writing = Failing()
    assert writing.seconds == 0
    for _ in range(4):
        writing.failed()
        clock.now += 10
    assert writing.seconds == 40
    clock.now += failing.UNTRIED
    assert writing.seconds == 0, "nobody asks any more, so nobody knows"
    writing.failed()
    clock.now += 1
    assert writing.seconds == 1, "and then it is another failure"
    writing.written()
    assert writing.seconds == 0


@pytest.mark.parametrize(
    "problem", [OperationalError("no space left on device"), InternalError("a read-only transaction")]
)
async def test_words_that_cannot_be_written_count_until_words_are_written(
    house: House, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    await house.enter(house.evening.counsellor)
    otter, journal = await house.enter(house.evening.otter), house.workers[0].journal
    assert journal.failing_for == 0

    def full(*_: Any) -> None:
        raise problem

    with monkeypatch.context() as disk:
        disk.setattr(journal._store, "add_entries", full)
        assert (await otter.ask("say", body="is anybody there"))["code"] == "busy"
        assert journal.failing_for > 0
    assert (await otter.ask("say", body="hello"))["type"] == "ok"
    assert journal.failing_for == 0


async def test_a_lease_that_cannot_be_renewed_counts_though_nobody_speaks(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = house.workers[0].journal

    def reads_only(*_: Any, **__: Any) -> None:
        raise InternalError("a read-only transaction")

    with monkeypatch.context() as disk:
        disk.setattr(journal._store, "renew", reads_only)
        disk.setattr(journal, "_renewed", float("-inf"))
        await until(lambda: journal.failing_for > 0)
    await until(lambda: journal.failing_for == 0)
