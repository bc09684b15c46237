"""The hub of one worker: reads a room once for all who come, forgets it in time, and outlives bad moments."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from chat.hub.reader import Reader
from tests.cast import Person
from tests.chat.house import House
from tests.chat.live.rows import heard, places, sockets
from tests.chat.live.seams import eventually, locked, one_batch, until


def spy_on_loads(patch: pytest.MonkeyPatch, reader: Reader) -> list[list[str]]:
    """The sessions of every time this reader reads whole rooms."""
    loads: list[list[str]] = []
    load = reader.load

    async def spied(sessions: Iterable[str]) -> Any:
        loads.append(list(sessions))
        return await load(loads[-1])

    patch.setattr(reader, "load", spied)
    return loads


async def test_a_whole_cohort_that_comes_at_once_is_read_once_and_written_together(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = house.evening
    loads = spy_on_loads(monkeypatch, house.workers[0].hub._reader)
    async with one_batch(house.workers[0], 9):
        people: tuple[Person, ...] = (evening.counsellor, *evening.seats)
        coming = asyncio.gather(*(house.enter(person) for person in people))
    everyone = await coming
    assert [each.close_code for each in everyone] == [None] * 9
    assert loads == [[evening.session.public_id]]
    for each in everyone:
        await each.entry("phase", phase="open")
        assert heard(each.frames, "room") == await places(evening, "room")


async def test_a_room_nobody_listens_to_is_forgotten_and_read_again_when_somebody_comes(
    brisk: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = house.workers[0].hub
    loads = spy_on_loads(monkeypatch, hub._reader)
    await (await house.enter(house.evening.counsellor)).leave()
    monkeypatch.setattr("chat.hub.hub.FORGOTTEN_AFTER", 0.1)
    await until(lambda: not hub._rooms and not hub._doorbell._listens)
    otter = await house.enter(house.evening.otter)
    assert heard(otter.frames) == [("room", 1)]
    assert loads == [[house.evening.session.public_id]] * 2


async def test_who_comes_while_rooms_cannot_be_read_is_told_to_come_back_and_is_not_left_inside(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(sessions: Iterable[str]) -> Any:
        raise OSError("nobody answers")

    with monkeypatch.context() as patch:
        patch.setattr(house.workers[0].hub._reader, "load", fails)
        for _ in range(2):
            assert (await house.enter(house.evening.otter)).close_code == 1011
    await eventually(lambda: _nobody(house))
    assert (await house.enter(house.evening.otter)).close_code is None


async def _nobody(house: House) -> bool:
    return not await sockets(house.evening, "seat:1")


@pytest.mark.parametrize("name", ["look", "after", "sign_ins"])
async def test_a_hub_that_cannot_read_for_a_while_goes_on_afterwards(
    brisk: None, two: House, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", 1)
    await two.enter(two.evening.counsellor)
    otter, heron = await two.enter(two.evening.otter), await two.enter(two.evening.heron, worker=1)
    failed: list[str] = []

    async def fails(*arguments: object) -> Any:
        failed.append(name)
        raise OSError("nobody answers")

    with monkeypatch.context() as patch:
        patch.setattr(two.workers[1].hub._reader, name, fails)
        assert (await otter.ask("say", body="meanwhile"))["type"] == "ok"
        await until(lambda: failed)
    await heron.entry("message", body="meanwhile")
    hare = await two.enter(two.evening.hare, worker=1)
    assert (await hare.ask("say", body="afterwards"))["type"] == "ok"
    await heron.entry("message", body="afterwards")
    assert heard(heron.frames) == await places(two.evening, "room")


@pytest.mark.grown
async def test_one_session_that_is_locked_holds_up_no_other(house: House) -> None:
    evening = house.evening
    otter = await house.enter(evening.otter)
    lynx = await house.enter(evening.stranger, session=evening.elsewhere.public_id)
    async with locked(evening):
        async with one_batch(house.workers[0], 2):
            here = await otter.send("whisper", body="behind the lock")
            there = await lynx.send("whisper", body="beside it")
        assert (await lynx.answer_to(there))["type"] == "ok"
        assert (await otter.answer_to(here))["code"] == "busy"
    assert (await otter.ask("whisper", ref=here, body="behind the lock"))["type"] == "ok"
