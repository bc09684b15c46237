"""People whose phones misbehave: it costs them their line, and the others nothing."""

import pytest

from tests.faults import page
from tests.faults.conftest import OpenEvening
from tests.faults.evening import WORDS, Evening
from tests.faults.phone import Phone
from tests.faults.ways import roaming
from tests.faults.world import World

pytestmark = [pytest.mark.grown, pytest.mark.slow]

#: Longer than the server waits for somebody who takes nothing.
UNREAD_SECONDS = 13


async def test_somebody_stops_reading(world: World, open_evening: OpenEvening) -> None:
    async with open_evening(world, roaming(world.workers), both=True) as evening:
        reader = evening.rooms[0][-1]
        evening.apart.add(reader)
        await _fill(evening, evening.rooms[0][0])
        with evening.unnoticed():
            reader.reads.clear()
            for number in range(UNREAD_SECONDS):
                reader.ask_again_for("room", times=30 if number == 0 else 10)
                await evening.goes_on(1)
            reader.reads.set()
            await evening.until(lambda: bool(reader.losses), 5)
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


async def _fill(evening: Evening, facilitator: Phone) -> None:
    """A long history to ask for, as fast as a facilitator may write."""
    for many in (25, 20):
        for _ in range(many):
            facilitator.outbox.add("say", body=" ".join([WORDS] * 37))
        await evening.goes_on(2)
    await evening.until(lambda: not facilitator.outbox.open, 15)
