"""The database's clock is put back while people are in the room."""

from __future__ import annotations

from functools import partial

from tests.chat.house import House, Visitor
from tests.chat.live.clock import Clock
from tests.chat.live.rows import sockets
from tests.chat.live.seams import eventually, one_batch


async def test_nobody_who_is_here_seems_gone_after_the_clock_was_put_back(clock: Clock, house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    assert (await otter.ask("say", body="before"))["type"] == "ok"
    await clock.forward(seconds=-90)
    answer = await otter.ask("whisper", body="is anybody there")
    assert (answer["type"], answer.get("nobody")) == ("ok", None), "Sam is there and reads it"
    heron = await house.enter(house.evening.heron)
    assert (await heron.ask("say", body="and here"))["stream"] == "room"
    await sam.entry("message", body="and here")
    asked = await otter.ask("help", body="me too")
    assert (asked["type"], asked.get("nobody")) == ("ok", None)


async def nobody_holds_it(house: House) -> bool:
    return not await sockets(house.evening, f"staff:{house.evening.counsellor.public_id}")


async def two_in_a_room(house: House) -> tuple[Visitor, Visitor]:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    assert (await otter.ask("say", body="before"))["stream"] == "room"
    return sam, otter


async def test_who_goes_after_the_clock_was_put_back_is_gone_from_then_on(clock: Clock, house: House) -> None:
    sam, otter = await two_in_a_room(house)
    await clock.forward(seconds=-90)
    await sam.leave()
    await eventually(partial(nobody_holds_it, house))
    await clock.forward(seconds=61)
    assert (await otter.ask("say", body="is anybody there"))["held"]


async def test_who_went_in_a_room_is_gone_whatever_another_room_was_told_of_the_time(
    clock: Clock, house: House
) -> None:
    evening = house.evening
    sam, otter = await two_in_a_room(house)
    lynx = await house.enter(evening.stranger, session=evening.elsewhere.public_id)
    await clock.forward(seconds=90)
    assert (await lynx.ask("whisper", body="much later"))["type"] == "ok"
    await clock.forward(seconds=-90)
    async with one_batch(house.workers[0], 2):
        await sam.leave()
        await lynx.send("whisper", body="in one batch with it")
    await eventually(partial(nobody_holds_it, house))
    await clock.forward(seconds=61)
    assert (await otter.ask("say", body="is anybody there"))["held"]


async def test_a_minute_for_oneself_began_when_it_was_asked_for(clock: Clock, house: House) -> None:
    _, otter = await two_in_a_room(house)
    await clock.forward(seconds=-90)
    assert (await otter.ask("away"))["type"] == "ok"
    (row,) = await sockets(house.evening, "seat:1")
    assert row.away_at is not None
    assert row.away_at <= clock.now
