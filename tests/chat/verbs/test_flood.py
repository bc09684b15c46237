"""Somebody floods the room from two tabs on two workers. What takes their speech away takes it the moment it is ok."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from chat.models import EntryRow
from cohorts.actions import withdraw
from tests.chat.house import PATIENCE, Frame, House, Visitor

from .company import rows

ENOUGH = 10
HANDS = ("left", "right", "third")
DEEDS: dict[str, tuple[Frame, str | None]] = {
    "mute": ({"seat": 3, "seconds": 600, "reason": "x"}, "muted"),
    "aside": ({"seat": 3, "reason": "x"}, "aside"),
    "eject": ({"seat": 3, "reason": "x"}, None),
    "pause": ({}, "paused"),
    "close": ({}, "not_open"),
}
#: A breather for one and a pause for all try a store as well as these, which are refused by facts like them.
ON_ONE_STORE = {"aside", "eject", "close"}


@dataclass
class Flood:
    """One hand at one tab that says things and gives signs as fast as it is answered, until stopped or shut out."""

    tab: Visitor
    name: str
    message: int
    answers: list[Frame] = field(default_factory=list)
    stopped: bool = False
    ended: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        with suppress(AssertionError):  # shut out, which is an answer too
            for number in count():
                if self.stopped:
                    break
                self.answers.append(await self._ask(number))
                self._news.set()
        self.ended = True
        self._news.set()

    async def _ask(self, number: int) -> Frame:
        ref = f"{self.name} {number}"
        if number % 4 == 3:
            return await self.tab.ask("react", ref, pos=self.message, emoji="💜", on=number % 8 == 3)
        return await self.tab.ask("say", ref, body=ref)

    async def until_told(self, code: str, times: int, since: int = 0) -> None:
        """Until so many answers say that, or there are no more to come."""
        async with asyncio.timeout(PATIENCE * 3):
            while not self.ended and self._told(code, since) < times:
                self._news.clear()
                await self._news.wait()

    def _told(self, code: str, since: int) -> int:
        return sum(answer.get("code", answer["type"]) == code for answer in self.answers[since:])


async def _in_the_room(house: House) -> list[EntryRow]:
    return await rows(house.evening, stream="room", author="seat:3")


@dataclass
class Flooded:
    """A room with a counsellor, a listener, and two tabs of one person that flood it from two workers."""

    house: House
    counsellor: Visitor
    heron: Visitor
    floods: list[Flood]
    tasks: list[asyncio.Task[None]]

    @classmethod
    async def begin(cls, house: House) -> Flooded:
        counsellor = await house.enter(house.evening.counsellor)
        heron = await house.enter(house.evening.heron, worker=1)
        message = (await counsellor.ask("say", body="hello"))["pos"]
        tabs = [await house.enter(house.evening.hare, worker=worker) for worker in (0, 1)]
        floods = [Flood(tab, f"{number} {hand}", message) for hand in HANDS for number, tab in enumerate(tabs)]
        tasks = [asyncio.create_task(flood.run()) for flood in floods]
        for flood in floods:
            await flood.until_told("ok", ENOUGH)
        return cls(house, counsellor, heron, floods, tasks)

    async def go_on(self, code: str | None) -> None:
        """Let them try on until each has been told so often enough, or has been shut out."""
        tried = [len(flood.answers) for flood in self.floods]
        for flood, since in zip(self.floods, tried, strict=True):
            await flood.until_told(code or "never", ENOUGH, since)

    async def end(self) -> None:
        """No more; and everything under way is answered."""
        for flood in self.floods:
            flood.stopped = True
        await asyncio.gather(*self.tasks)


@pytest.mark.usefixtures("unpaced")
@pytest.mark.parametrize(
    "deed", [pytest.param(deed, marks=pytest.mark.embedded if deed in ON_ONE_STORE else ()) for deed in DEEDS]
)
async def test_once_it_is_ok_nothing_of_theirs_gets_a_later_place_in_the_room(two: House, deed: str) -> None:
    fields, code = DEEDS[deed]
    flooded = await Flooded.begin(two)
    ok = await flooded.counsellor.ask(deed, ref="the deed", **fields)
    assert ok["type"] == "ok"
    by_then = await _in_the_room(two)
    await flooded.go_on(code)
    await flooded.end()
    (done,) = await rows(two.evening, ref="the deed")
    written = await _in_the_room(two)
    assert [row.turn for row in written] == [row.turn for row in by_then]
    assert len(written) >= ENOUGH
    assert max(row.turn for row in written) < done.turn
    await _nobody_heard_more(flooded, written)


async def _nobody_heard_more(flooded: Flooded, written: list[EntryRow]) -> None:
    """The others heard what was written and nothing else of theirs, on either worker."""
    last = await flooded.counsellor.ask("say", body="that is all")
    for listener in (flooded.counsellor, flooded.heron):
        await listener.entry("message", pos=last["pos"])
        theirs = [each["pos"] for each in listener.entries() if each["from"] == {"seat": 3}]
        assert theirs == [row.pos for row in written]


@pytest.mark.usefixtures("unpaced")
async def test_a_seat_that_is_given_up_falls_silent_in_the_middle_of_a_word(two: House) -> None:
    flooded = await Flooded.begin(two)
    assert await database_sync_to_async(withdraw)(two.evening.hare, timezone.now())
    by_then = await _in_the_room(two)
    assert {await flood.tab.closed() for flood in flooded.floods} == {4403}
    await flooded.end()
    written = await _in_the_room(two)
    assert [row.turn for row in written] == [row.turn for row in by_then]
    assert len(written) >= ENOUGH
    assert (await two.enter(two.evening.hare)).close_code == 4403
    await _nobody_heard_more(flooded, written)


@pytest.mark.usefixtures("unpaced")
async def test_while_the_room_is_closed_to_them_they_reach_staff_from_both_tabs(two: House) -> None:
    flooded = await Flooded.begin(two)
    await flooded.counsellor.ask("mute", seat=3, seconds=600, reason="x")
    await flooded.end()
    for flood in flooded.floods[:2]:
        assert (await flood.tab.ask("help", body="please"))["type"] == "ok"
        assert (await flood.tab.ask("whisper", body="please"))["type"] == "ok"
    assert [row.kind for row in await rows(two.evening, stream="seat:3", author="seat:3")] == ["help", "whisper"] * 2
