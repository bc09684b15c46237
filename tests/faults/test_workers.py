"""Workers that are killed, restarted, scattered over and set to the wrong time."""

import asyncio
import re
import signal
from datetime import UTC, datetime

import pytest

from tests.faults import page
from tests.faults.conftest import OpenEvening
from tests.faults.evening import Evening
from tests.faults.ways import hashed, roaming, scattered
from tests.faults.world import World
from tests.running import ROOT, Alcove

pytestmark = [pytest.mark.grown, pytest.mark.slow]


async def kill(world: World, worker: Alcove) -> None:
    """Without a word, and at once started anew."""
    await asyncio.to_thread(world.again, worker, signal.SIGKILL)


async def kill_one_of(evening: Evening) -> None:
    """Any one that somebody is at."""
    taken = {phone.where for phone in evening.phones}
    await kill(evening.world, page.CHANCE.choice([each for each in evening.world.workers if each.port in taken]))


async def test_a_worker_is_killed_every_few_seconds(world: World, open_evening: OpenEvening) -> None:
    async with open_evening(world, roaming(world.workers)) as evening:
        await evening.goes_on(2)
        for _ in range(3):
            await kill_one_of(evening)
            await evening.goes_on(2.5)
        await evening.recovers()
        await evening.goes_on(1)
        assert any(phone.losses for phone in evening.phones)


async def test_all_workers_are_told_to_stop_one_after_another(world: World, open_evening: OpenEvening) -> None:
    async with open_evening(world, roaming(world.workers)) as evening:
        await evening.goes_on(2)
        for worker in world.workers:
            await asyncio.to_thread(world.again, worker, signal.SIGTERM)
            await evening.goes_on(2)
        await evening.recovers()
        codes = {code for phone in evening.phones for code in phone.losses}
        assert codes <= {page.RESTARTING, page.LOST}
        assert page.RESTARTING in codes


async def test_a_room_lives_on_one_worker_and_that_one_dies(world: World, open_evening: OpenEvening) -> None:
    async with open_evening(world, hashed(world.workers)) as evening:
        await evening.goes_on(1)
        worker = world.workers[0]
        await kill(world, worker)
        await evening.recovers()
        await evening.goes_on(1)
        lost = [phone for phone in evening.phones if phone.losses]
        assert {phone.ticket.room % 3 for phone in lost} == {0}, "only the rooms that live there notice"


async def test_the_people_of_one_room_are_scattered_over_all_workers(world: World, open_evening: OpenEvening) -> None:
    async with open_evening(world, scattered(world.workers)) as evening:
        assert all(len({phone.where for phone in room}) == 3 for room in evening.rooms)
        for _ in range(3):
            for phone in evening.phones:
                evening.say(phone)
            await evening.goes_on(1)
        await kill_one_of(evening)
        await evening.recovers()


async def test_the_clocks_of_two_workers_differ_by_a_minute(world: World, open_evening: OpenEvening) -> None:
    straight = world.workers[1]
    straight.stop()
    ahead = {"PYTHONPATH": str(ROOT / "tests" / "faults" / "ahead"), "CLOCK_AHEAD": "60"}
    fast = world.workers[1] = Alcove({**straight.env, **ahead}, demo=straight.demo, cold=True)
    try:
        await asyncio.to_thread(fast.start)
        assert 30 < _clock_of(fast) - datetime.now(UTC).timestamp() < 65
        async with open_evening(world, scattered(world.workers)) as evening:
            await evening.goes_on(2)
            await _a_breather_ends_when_it_should(evening)
            await kill(world, world.workers[0])
            await evening.recovers()
            told = [datetime.fromisoformat(phone.welcomes[0]["now"]) for phone in evening.phones]
            assert (max(told) - min(told)).total_seconds() < 20, "everybody is told the database's time"
    finally:
        fast.stop()
        world.workers[1] = straight


async def _a_breather_ends_when_it_should(evening: Evening) -> None:
    """Given by a worker with one clock, kept by a worker with the other."""
    facilitator, muted = evening.rooms[0][0], evening.rooms[0][4]
    assert facilitator.where != muted.where
    given = facilitator.outbox.add("mute", seat=4, seconds=3, reason="a moment")
    evening.apart.add(muted)
    await evening.until(lambda: given.ok is not None, 5)
    evening.say(muted)
    await evening.until(lambda: muted.outbox.refused == ["muted"], 5)
    muted.outbox.refused.clear()
    await evening.goes_on(3)
    said = evening.say(muted)
    await evening.until(lambda: said.ok is not None, 5)


def _clock_of(worker: Alcove) -> float:
    last = re.findall(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)[^\n]*doors open", worker.log.read_text())[-1]
    return datetime.fromisoformat(last).replace(tzinfo=UTC).timestamp()
