"""Long evenings: more than memory holds, a page at a time, and what changes while it is being sent."""

from __future__ import annotations

import asyncio
from typing import Literal

from django.utils import timezone

from cohorts.actions import withdraw
from tests.chat.house import House, Visitor
from tests.chat.live.rows import heard, in_database, places
from tests.chat.live.seams import until

MANY = 640


async def talk(sam: Visitor, many: int = MANY) -> None:
    """So many messages, of which every fourth is a note among staff instead."""
    refs = [
        await sam.send(*(("note",) if number % 4 == 3 else ("say",)), body=f"words {number}") for number in range(many)
    ]
    assert (await sam.answer_to(refs[-1]))["type"] == "ok"


async def test_more_than_memory_holds_arrives_whole_and_in_order(unpaced: None, house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    await talk(sam)
    everything = await places(house.evening, "room", "staff")
    assert len(everything) > MANY
    otter = await house.enter(house.evening.otter)
    assert heard(otter.frames) == [place for place in everything if place[0] == "room"]
    assert heard((await house.enter(house.evening.counsellor)).frames) == everything
    for start in (1, 99, 100, 140, 379, 480):
        again = await house.enter(house.evening.otter, query=f"room={start}")
        assert heard(again.frames) == heard(otter.frames)[start:]


async def test_since_over_many_pages_sends_each_once_and_then_answers(unpaced: None, house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    await talk(sam)
    room = await places(house.evening, "room")
    otter = await house.enter(house.evening.otter, query=f"room={len(room)}")
    assert heard(otter.frames) == []
    assert (await otter.ask("since", stream="room", pos=7))["type"] == "ok"
    assert heard(otter.frames) == room[7:]


async def test_what_is_said_while_history_is_sent_follows_it_and_is_not_lost(unpaced: None, house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    await talk(sam)
    otter, coming = await half_in(house)
    head = len(await places(house.evening, "room"))
    assert (await sam.ask("say", body="meanwhile"))["type"] == "ok"
    await let_in(otter, coming)
    await otter.entry("message", body="meanwhile")
    assert heard(otter.frames) == await places(house.evening, "room")
    assert otter.welcome["streams"]["room"] == head


async def test_what_is_removed_while_history_is_sent_is_sent_without_its_words(unpaced: None, house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    await talk(sam, 40)
    await talk(sam)
    otter, coming = await half_in(house)
    assert (await sam.ask("remove", pos=30, reason="not here"))["type"] == "ok"
    await let_in(otter, coming)
    await otter.entry("removed", of=30)
    assert heard(otter.frames) == await places(house.evening, "room")
    (tombstone,) = [frame for frame in otter.entries() if frame["pos"] == 30]
    assert tombstone["removed"] is True
    assert "body" not in tombstone
    (before,) = [frame for frame in otter.entries() if frame["pos"] == 29]
    assert before["body"], "only that one is gone"


async def test_who_is_set_aside_while_history_is_sent_misses_nothing_once_back(unpaced: None, house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    await talk(sam)
    otter, coming = await half_in(house)
    assert (await sam.ask("aside", seat=1, reason="a moment"))["type"] == "ok"
    await let_in(otter, coming)
    await otter.entry("aside")
    assert len(heard(otter.frames, "room")) < 10, "the room went silent for them at once"
    assert (await sam.ask("say", body="without them"))["type"] == "ok"
    assert (await sam.ask("readmit", seat=1))["type"] == "ok"
    assert (await sam.ask("say", body="welcome back"))["type"] == "ok"
    await otter.entry("message", body="welcome back")
    assert heard(otter.frames, "room") == await places(house.evening, "room")
    assert heard(otter.frames, "seat:1") == await places(house.evening, "seat:1")


async def test_whose_place_is_gone_while_history_is_sent_hears_no_more_of_it(unpaced: None, house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    await talk(sam)
    otter, coming = await half_in(house)
    assert await in_database(lambda: withdraw(house.evening.otter, timezone.now()))
    (live,) = house.workers[0].hub._rooms.values()
    (listener,) = [each for each in live.listeners if each.person.seat == 1]
    await until(lambda: listener.closing)
    await let_in(otter, coming)
    assert await otter.closed() == 4403
    assert len(heard(otter.frames)) <= 4, "the one that was on its way, and none after it"


class Reading(asyncio.Event):
    """A reader who takes so many frames and then no more, until it is set."""

    def __init__(self, frames: int) -> None:
        super().__init__()
        self._left = frames

    async def wait(self) -> Literal[True]:
        if self._left > 0:
            self._left -= 1
            return True
        return await super().wait()


async def half_in(house: House) -> tuple[Visitor, asyncio.Task[Visitor]]:
    """Somebody who comes in and reads three entries, and then nothing until they are let in."""
    already = len(house.visitors)
    coming = asyncio.create_task(house.enter(house.evening.otter))
    await asyncio.sleep(0)
    assert len(house.visitors) == already + 1, "at the door, and nothing sent yet"
    otter = house.visitors[-1]
    otter.blocked = Reading(frames=5)  # the door, the welcome, three entries
    await until(lambda: len(heard(otter.frames)) == 3)
    return otter, coming


async def let_in(visitor: Visitor, coming: asyncio.Task[Visitor]) -> None:
    assert visitor.blocked is not None
    visitor.blocked.set()
    await coming
