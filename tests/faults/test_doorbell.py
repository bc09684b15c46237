"""Valkey gone, stalled, or forgetting who listens: the doorbell is late then, and never a word is."""

import asyncio

import pytest
from redis import Redis

from tests.faults.conftest import OpenEvening
from tests.faults.ways import scattered
from tests.faults.world import World
from tests.stores import Valkey

pytestmark = [pytest.mark.grown, pytest.mark.slow]


@pytest.fixture
def valkey(world: World) -> Valkey:
    assert world.ground.valkey is not None
    return world.ground.valkey


async def test_valkey_is_killed_for_five_seconds(world: World, valkey: Valkey, open_evening: OpenEvening) -> None:
    async with open_evening(world, scattered(world.workers)) as evening:
        await evening.goes_on(2)
        with evening.unnoticed():
            await asyncio.to_thread(valkey.kill)
            await evening.goes_on(5)
            await asyncio.to_thread(valkey.restart)
            await evening.recovers()
            await evening.goes_on(1)


async def test_valkey_stalls_for_ten_seconds(world: World, valkey: Valkey, open_evening: OpenEvening) -> None:
    async with open_evening(world, scattered(world.workers)) as evening:
        await evening.goes_on(2)
        with evening.unnoticed():
            valkey.freeze()
            try:
                await evening.goes_on(10)
            finally:
                valkey.thaw()
            await evening.recovers()
            await evening.goes_on(1)


async def test_valkey_forgets_who_listens(world: World, valkey: Valkey, open_evening: OpenEvening) -> None:
    async with open_evening(world, scattered(world.workers)) as evening:
        await evening.goes_on(2)
        with evening.unnoticed(), Redis.from_url(valkey.url()) as line:
            for _ in range(3):
                assert line.execute_command("CLIENT", "KILL", "TYPE", "pubsub") > 0
                await evening.goes_on(1)
            await evening.recovers()
            assert line.pubsub_channels(), "the workers listen again"
