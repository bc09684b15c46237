"""People whose phones misbehave: it costs them their line, and the others nothing."""

import asyncio

import psutil
import pytest

from tests.faults import page
from tests.faults.conftest import OpenEvening
from tests.faults.evening import WORDS, Evening
from tests.faults.phone import Phone
from tests.faults.ways import roaming
from tests.faults.world import World

pytestmark = [pytest.mark.grown, pytest.mark.slow]

#: The server gives somebody who takes nothing ten seconds, once nothing more fits in between.
CUT_WITHIN = 60


async def test_somebody_stops_reading(world: World, open_evening: OpenEvening) -> None:
    async with open_evening(world, roaming(world.workers), both=True) as evening:
        reader = evening.rooms[0][-1]
        evening.apart.add(reader)
        await _fill(evening, evening.rooms[0][0])
        with evening.unnoticed():
            reader.reads.clear()
            reader.ask_again_for("room", times=20)
            asking = asyncio.create_task(_ask_on(reader))
            try:
                await evening.until(lambda: not _is_held(reader), CUT_WITHIN)
            finally:
                asking.cancel()
            reader.reads.set()
            await evening.until(lambda: bool(reader.losses), 10)
            await evening.recovers()
        assert set(reader.losses) <= page.RETURNING
        assert len(reader.losses) == 1


async def test_some_people_flood_the_room(world: World, open_evening: OpenEvening) -> None:
    async with open_evening(world, roaming(world.workers)) as evening:
        await evening.goes_on(1)
        flooders = [evening.rooms[room][3] for room in range(3)]
        evening.apart.update(flooders)
        with evening.unnoticed():
            for phone in flooders:
                phone.flood(3000)
            await evening.until(lambda: all(phone.losses for phone in flooders), 20)
            await evening.goes_on(4)
            await evening.recovers()
        for phone in flooders:
            assert phone.losses == [page.TOO_FAST]
            assert "too_fast" in {answer.get("code") for answer in phone.flooded.values() if answer}


async def _ask_on(reader: Phone) -> None:
    while True:
        reader.ask_again_for("room", times=1)
        await asyncio.sleep(0.1)


def _is_held(phone: Phone) -> bool:
    """Whether the server still keeps the socket of a phone that would not notice."""
    assert phone.door is not None
    assert phone.door.process is not None
    lines = psutil.Process(phone.door.process.pid).net_connections("tcp")
    return phone.port in {line.raddr.port for line in lines if line.raddr}


async def _fill(evening: Evening, facilitator: Phone) -> None:
    """A long history to ask for, as fast as a facilitator may write."""
    for many in (25, 20):
        for _ in range(many):
            facilitator.outbox.add("say", body=" ".join([WORDS] * 37))
        await evening.goes_on(2)
    await evening.until(lambda: not facilitator.outbox.open, 15)
