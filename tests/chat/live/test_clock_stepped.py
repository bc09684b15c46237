"""A worker's own clock is set, by hand or by its machine, or stands still while the machine sleeps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chat.hub import clock as own
from tests.chat.house import House

SEVEN = datetime(2026, 11, 5, 19, tzinfo=UTC)


class Machine:
    """It has a clock that can be set, counts the seconds it was awake, and reaches a database that is right."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.wall, self.awake, self.database = SEVEN, 1000.0, SEVEN + timedelta(minutes=1)
        patch.setattr(own, "monotonic", lambda: self.awake)
        patch.setattr(own, "datetime", Wall(lambda: self.wall))
        self.clock = own.Clock(self)  # type: ignore[arg-type]  # all that is asked of a reader

    async def now(self) -> tuple[datetime, float]:
        return self.database, self.awake

    def passes(self, **by: float) -> None:
        """So much time passes."""
        self.awake += timedelta(**by).total_seconds()
        self.sleeps(**by)

    def sleeps(self, **by: float) -> None:
        """So much time passes while it is suspended."""
        self.wall, self.database = self.wall + timedelta(**by), self.database + timedelta(**by)


class Wall:
    """A clock where a module looks for the time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def now(self, zone: object) -> datetime:
        return self._now()


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Its own clock is a minute behind the database."""
    return Machine(monkeypatch)


async def test_a_clock_that_is_set_changes_nothing(machine: Machine) -> None:
    assert machine.clock.now() == SEVEN, "it believes its machine until it has asked"
    await machine.clock.ask()
    for hours in (2, -5):
        machine.wall += timedelta(hours=hours)
        machine.passes(minutes=3)
        assert machine.clock.now() == machine.database


async def test_after_a_sleep_the_next_look_at_the_database_puts_it_right(machine: Machine) -> None:
    await machine.clock.ask()
    machine.sleeps(hours=1)
    machine.passes(seconds=3)
    assert machine.clock.now() == machine.database - timedelta(hours=1)
    await machine.clock.ask()
    machine.passes(seconds=3)
    assert machine.clock.now() == machine.database


async def test_how_long_the_answer_took_is_counted(machine: Machine) -> None:
    asked_at = machine.awake
    machine.passes(seconds=2)
    machine.clock.put_right(SEVEN, asked_at)
    assert machine.clock.now() == SEVEN + timedelta(seconds=2)


@pytest.mark.parametrize("asks", ["a clock", "a look"])
async def test_how_long_it_waited_to_ask_is_not_counted(house: House, asks: str) -> None:
    """Others read by the same thread: a clock ran ahead by as long as they did, and a room could be over early."""
    await house.enter(house.evening.counsellor)
    hub = house.workers[0].hub
    reading = asyncio.create_task(hub._reader.ask(lambda: time.sleep(1)))
    await asyncio.sleep(0)
    await (hub._clock.ask() if asks == "a clock" else hub._look([house.evening.session.public_id]))
    assert hub.now() - datetime.now(UTC) < timedelta(seconds=0.5)
    await reading


async def test_nobody_is_sent_away_because_the_machines_clock_was_set_forward(
    brisk: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    monkeypatch.setattr(own, "datetime", Wall(lambda: datetime.now(UTC) + timedelta(hours=2)))
    await otter.quiet()
    assert otter.close_code is None
    assert (await otter.ask("say", body="still here"))["type"] == "ok"
    heron = await house.enter(house.evening.heron)
    assert heron.welcome["session"]["phase"] == "open"
