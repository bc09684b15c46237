"""A doorbell that is not there yet keeps nobody out, and rings once it is."""

import asyncio
import json
from pathlib import Path

import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer

from chat.hub.doorbell import Doorbell
from server.stores import doorbell
from tests.ground import Ground
from tests.running import Alcove
from tests.server.room import enters, until
from tests.stores import Valkey

pytestmark = [pytest.mark.grown, pytest.mark.slow]


async def test_without_redis_the_house_opens(ground: Ground, tmp_path: Path) -> None:
    valkey = Valkey(tmp_path)
    alcove = Alcove({**ground.environment(), "REDIS_URL": valkey.url()}).prepare()
    await asyncio.to_thread(alcove.start)
    sibling = await asyncio.to_thread(alcove.sibling().start)
    try:
        async with enters(alcove, 0) as one, enters(sibling, 1) as other:
            await until(one, type="ready")
            await until(other, type="ready")
            await one.send(json.dumps({"type": "help", "ref": "r1", "body": ""}))
            await asyncio.wait_for(until(one, type="ok", ref="r1"), 10)
    finally:
        assert (sibling.stop(), alcove.stop()) == (0, 0)


async def test_the_bell_rings_once_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    valkey, heard = Valkey(tmp_path), asyncio.Event()
    layers = [RedisPubSubChannelLayer(**doorbell([valkey.url()])["CONFIG"]) for _ in range(2)]
    monkeypatch.setattr("chat.hub.doorbell.get_channel_layer", layers.pop)
    bells = [Doorbell(lambda kind, message: None), Doorbell(lambda kind, message: heard.set())]
    for bell in bells:
        await asyncio.wait_for(bell.start(), 1)
        await bell.join("session")
    await asyncio.to_thread(valkey.start)
    try:
        async with asyncio.timeout(20):
            while not heard.is_set():
                await bells[1].join_again()
                bells[0].ring("turn", "session", 1)
                await asyncio.sleep(0.2)
    finally:
        await asyncio.gather(*(bell.stop() for bell in bells))
        valkey.stop()
