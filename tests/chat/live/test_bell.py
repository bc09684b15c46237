"""The doorbell by itself: what goes first, and what has to come back before a room counts as one's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from chat.hub.doorbell import COMES, Doorbell
from tests.chat.live.seams import until

ROOM = "room"


class Layer:
    """A channel layer of one process, which can be held up."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.open = asyncio.Event()
        self.open.set()
        self._comes: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def group_add(self, group: str, channel: str) -> None:
        """All groups are heard."""

    async def group_discard(self, group: str, channel: str) -> None:
        """All groups are heard."""

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self.open.wait()
        await asyncio.sleep(0)
        self.sent.append(message)
        self._comes.put_nowait(message)

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self._comes.get()


@asynccontextmanager
async def ringing(patch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Doorbell, Layer]]:
    """A doorbell that hears nobody but itself."""
    layer = Layer()
    patch.setattr("chat.hub.doorbell.get_channel_layer", lambda: layer)
    patch.setattr("chat.hub.neighbours.SETTLES_IN", 0.0)
    bell = Doorbell(lambda kind, message: None)
    await bell.start()
    try:
        yield bell, layer
    finally:
        layer.open.set()
        await bell.stop()


def kinds(layer: Layer) -> list[str]:
    return [message["type"] for message in layer.sent]


async def test_a_room_is_rung_for_until_what_was_told_of_it_came_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ringing(monkeypatch) as (bell, layer):
        layer.open.clear()
        await bell.join(ROOM)
        await asyncio.sleep(0.05)
        bell.ring("turn", ROOM, 1)
        layer.open.set()
        await until(lambda: "turn" in kinds(layer))
        assert COMES in kinds(layer)
        bell.ring("turn", ROOM, 2)
        await asyncio.sleep(0.3)
        assert [message["turn"] for message in layer.sent if message["type"] == "turn"] == [1]


async def test_words_do_not_wait_for_what_is_told_of_thousands_of_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ringing(monkeypatch) as (bell, layer):
        await bell.join_all(f"room {number}" for number in range(2_000))
        await until(lambda: len(layer.sent) > 1)
        before = len(layer.sent)
        bell.ring("turn", "elsewhere", 1)
        await until(lambda: "turn" in kinds(layer))
        assert kinds(layer).index("turn") - before < 100
        await until(lambda: kinds(layer).count(COMES) >= 2_000)


async def test_what_could_not_be_told_is_told_twice_as_others_may_be_deaf_for_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chat.hub.doorbell.PATIENCE", 0.05)
    monkeypatch.setattr("chat.hub.doorbell.HEAR_AGAIN_IN", 0.3)
    async with ringing(monkeypatch) as (bell, layer):
        layer.open.clear()
        await bell.join(ROOM)
        await until(lambda: bool(bell._unsure))
        layer.open.set()
        await until(lambda: kinds(layer).count(COMES) >= 2)
        assert not bell._unsure
