"""The live parts start in order, stop in reverse, and one that fails is neither hidden nor in the way."""

import asyncio
from typing import Any

import pytest

from server.daphne import Life
from server.live import Lifespan, Part

pytestmark = pytest.mark.embedded


class Noted:
    """A part that notes what it is told."""

    def __init__(self, name: str, notes: list[str], fails: str = "") -> None:
        self.name, self.notes, self.fails = name, notes, fails

    async def start(self) -> None:
        self._note("start")

    async def stop(self) -> None:
        self._note("stop")

    def _note(self, what: str) -> None:
        self.notes.append(f"{what} {self.name}")
        if self.fails == what:
            raise RuntimeError("as the test asked")


class Plain:
    """A part whose start and stop are plain functions."""

    def __init__(self, notes: list[str]) -> None:
        self.notes = notes

    def start(self) -> None:
        self.notes.append("start plain")

    def stop(self) -> None:
        self.notes.append("stop plain")


async def whole_life(*parts: Part) -> bool:
    life = Life(Lifespan(parts))
    began = await life.begin()
    await life.end(1)
    return began


async def test_parts_start_in_order_and_stop_in_reverse() -> None:
    notes: list[str] = []
    assert await whole_life(Noted("a", notes), Plain(notes), Noted("b", notes))
    assert notes == ["start a", "start plain", "start b", "stop b", "stop plain", "stop a"]


async def test_a_part_that_does_not_start_keeps_the_door_shut() -> None:
    notes: list[str] = []
    assert not await whole_life(Noted("a", notes, fails="start"), Noted("b", notes))
    assert notes == ["start a"]


async def test_a_part_that_stops_badly_does_not_keep_others_from_stopping() -> None:
    notes: list[str] = []
    assert await whole_life(Noted("a", notes), Noted("b", notes, fails="stop"))
    assert notes[2:] == ["stop b", "stop a"]


async def test_a_part_that_never_ends_is_waited_for_no_longer_than_said() -> None:
    async def endless(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await asyncio.Event().wait()

    life = Life(endless)
    assert await life.begin()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(life.end(5), 0.05)
    await life.end(0.05)
    assert life.task is not None
    life.task.cancel()
