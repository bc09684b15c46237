"""Somebody goes while something is open about them: staff are told once, letters stop, the others notice nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from cohorts.models import Cause, Seat, Stop
from tests.chat.house import Frame, House, Visitor, running
from tests.chat.live.clock import Clock
from tests.chat.live.rows import in_database, sockets
from tests.chat.live.seams import announced, eventually, until


@pytest.fixture
async def open_room(clock: Clock, an_evening: Callable[..., Any]) -> AsyncIterator[House]:
    """Two workers that have watched an open room for a minute."""
    async with running(await an_evening("open"), workers=2) as both:
        await announced(*both.workers)
        await clock.forward(seconds=61)
        yield both


async def goes(house: House, who: Visitor, seat: Seat) -> None:
    """Leave, and wait until it is written."""
    await who.leave()
    await eventually(partial(_nobody, house, f"seat:{seat.number}"))


async def _nobody(house: House, person: str) -> bool:
    return not await sockets(house.evening, person)


async def a_minute_later(house: House, clock: Clock) -> None:
    await announced(*house.workers)
    await clock.forward(seconds=61)
    for _ in range(2):
        await announced(*house.workers)


def missed(who: Visitor) -> list[Frame]:
    """What staff were told of people who are gone."""
    return [entry for entry in who.entries("staff") if entry.get("source") == "gone"]


async def stops() -> list[tuple[str, str]]:
    return await in_database(lambda: list(Stop.objects.standing().values_list("seat__name", "cause")))


async def test_who_called_and_is_gone_for_a_minute_is_told_of_once_each_time(open_room: House, clock: Clock) -> None:
    evening = open_room.evening
    sam = await open_room.enter(evening.counsellor)
    robin, heron = await open_room.enter(evening.robin), await open_room.enter(evening.heron, worker=1)
    call = await robin.ask("help", body="please")
    assert call["type"] == "ok"
    await goes(open_room, robin, evening.robin)
    await announced(*open_room.workers)
    assert missed(sam) == [], "a lost signal comes back sooner"
    await a_minute_later(open_room, clock)
    await until(lambda: missed(sam))
    (flag,) = missed(sam)
    assert (flag["level"], flag["seat"], flag["waited_for"], flag["from"]) == ("now", 6, ["help"], {"system": True})
    assert await stops() == [(evening.robin.name, Cause.LEFT_SUDDENLY)]
    assert not [entry for entry in heron.entries("room") if entry["kind"] == "flag"]

    back = await open_room.enter(evening.robin)
    assert [entry["kind"] for entry in back.entries("seat:6")] == ["help"], "and their own stream says nothing of it"
    await goes(open_room, back, evening.robin)
    await a_minute_later(open_room, clock)
    await until(lambda: len(missed(sam)) == 2)
    await sam.ask("flag_done", pos=flag["pos"], outcome="wrote to them")
    await a_minute_later(open_room, clock)
    assert len(missed(sam)) == 2, "once for each leaving"


async def test_a_look_now_or_a_concern_is_open_too_and_what_is_done_is_not(open_room: House, clock: Clock) -> None:
    evening = open_room.evening
    sam, fox = await open_room.enter(evening.counsellor), await open_room.enter(evening.fox)
    gone = {seat: await open_room.enter(seat) for seat in (evening.otter, evening.hare, evening.wren, evening.moth)}
    for seat in (evening.otter, evening.hare):
        assert (await fox.ask("worry", about="person", seat=seat.number, body="so quiet"))["type"] == "ok"
    worry = await sam.entry("flag", seat=evening.otter.number)
    assert (await sam.ask("flag_done", pos=worry["pos"], outcome="talked"))["type"] == "ok"
    assert (await sam.ask("concern", seat=evening.wren.number, level="concern", body="so tired"))["type"] == "ok"
    for seat, socket in gone.items():
        await goes(open_room, socket, seat)
    await a_minute_later(open_room, clock)
    await until(lambda: len(missed(sam)) == 2)
    told = {flag["seat"]: flag["waited_for"] for flag in missed(sam)}
    assert told == {evening.hare.number: ["look"], evening.wren.number: ["concern"]}


async def test_the_end_of_the_evening_makes_nobody_missed_but_who_waits_past_it(open_room: House, clock: Clock) -> None:
    evening = open_room.evening
    sam, fox = await open_room.enter(evening.counsellor), await open_room.enter(evening.fox)
    hare, robin = await open_room.enter(evening.hare), await open_room.enter(evening.robin)
    await fox.ask("worry", about="person", seat=evening.hare.number)
    await robin.ask("help")
    await clock.to(evening.session.closes_at + timedelta(seconds=1))
    await announced(*open_room.workers)
    assert await hare.closed() == 4410
    await eventually(partial(_nobody, open_room, "seat:3"))
    await a_minute_later(open_room, clock)
    assert missed(sam) == []
    assert robin.close_code is None, "whose call is unanswered stays"
    await goes(open_room, robin, evening.robin)
    await a_minute_later(open_room, clock)
    await until(lambda: missed(sam))
    assert [flag["seat"] for flag in missed(sam)] == [6]


async def test_a_herald_that_has_just_begun_waits_for_phones_to_come_back(clock: Clock, open_room: House) -> None:
    evening = open_room.evening
    robin = await open_room.enter(evening.robin)
    await robin.ask("help")
    await goes(open_room, robin, evening.robin)
    await clock.forward(minutes=5)
    async with running(evening) as fresh:
        sam = await fresh.enter(evening.counsellor)
        await announced(*fresh.workers)
        assert missed(sam) == []
        await clock.forward(seconds=61)
        await announced(*fresh.workers)
        await until(lambda: missed(sam))
