"""The database's clock is put back while people are in the room."""

from __future__ import annotations

from tests.chat.house import House
from tests.chat.live.clock import Clock


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
