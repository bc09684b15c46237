"""Nobody waits without knowing that they are not forgotten: after two minutes it is said, once, to them alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from chat import guard
from tests.chat.house import House, Visitor, running
from tests.chat.live.clock import Clock
from tests.chat.live.seams import announced, until
from tests.chat.verdicts import judged


@pytest.fixture
async def room(clock: Clock, an_evening: Callable[..., Any]) -> AsyncIterator[House]:
    async with running(await an_evening("open"), workers=2) as both:
        yield both


async def _after(clock: Clock, room: House, seconds: float) -> None:
    await clock.forward(seconds=seconds)
    for _ in range(3):
        await announced(*room.workers)


def _told(visitor: Visitor) -> list[tuple[str, int]]:
    return [(e["what"], e["of"]) for e in visitor.frames if e["type"] == "entry" and e["kind"] == "waiting"]


async def test_held_words_and_calls_are_said_to_wait_once_and_to_their_author_alone(room: House, clock: Clock) -> None:
    who = room.evening
    sam = await room.enter(who.counsellor)
    otter, hare = await room.enter(who.otter), await room.enter(who.hare, worker=1)
    await sam.ask("mode", mode="hold_all")
    held = await otter.ask("say", body="may I?")
    call = await hare.ask("help")
    await _after(clock, room, 119)
    assert _told(otter) == _told(hare) == []
    for _ in range(2):
        await _after(clock, room, 2)
    await until(lambda: bool(_told(otter)) and bool(_told(hare)))
    assert (_told(otter), _told(hare)) == ([("held", held["pos"])], [("help", call["pos"])])
    assert (await otter.entry("waiting"))["from"] == {"system": True}
    await until(lambda: len(_told(sam)) == 2)


async def test_words_that_went_to_the_facilitators_wait_as_a_call_does(
    room: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = room.evening
    sam = await room.enter(who.counsellor)
    otter, hare = await room.enter(who.otter), await room.enter(who.hare, worker=1)
    verdict = judged("divert", kind="imminent", level="now", reply="plan")
    monkeypatch.setattr(guard, "read", lambda words: verdict)
    said = await otter.ask("say", body="tonight")
    await hare.ask("whisper", body="tonight")
    await _after(clock, room, 121)
    await until(lambda: bool(_told(otter)))
    assert (_told(otter), _told(hare)) == ([("help", said["pos"])], [])
    pos = (await sam.entry("flag", seat=1))["pos"]
    assert (await sam.ask("take", pos=pos))["type"] == "ok"
    assert (await otter.entry("taken"))["name"] == "Sam"
    await _after(clock, room, 121)
    assert len(_told(otter)) == 1
    assert (await sam.ask("take", pos=pos))["type"] == "ok", "nobody wrote, so it came back"


async def test_past_the_end_whoever_was_kept_open_is_told_so_too(room: House, clock: Clock) -> None:
    who = room.evening
    await room.enter(who.counsellor)
    hare = await room.enter(who.hare, worker=1)
    await hare.ask("whisper", body="still there?")
    await _after(clock, room, 66 * 60)
    call = await hare.ask("help")
    assert call["type"] == "ok", "their own stream outlasts the room"
    await _after(clock, room, 119)
    assert _told(hare) == []
    for _ in range(2):
        await _after(clock, room, 2)
    await until(lambda: bool(_told(hare)))
    assert _told(hare) == [("help", call["pos"])]


async def test_what_was_read_or_taken_in_time_is_not_said_to_wait(room: House, clock: Clock) -> None:
    who = room.evening
    sam = await room.enter(who.counsellor)
    otter, hare = await room.enter(who.otter), await room.enter(who.hare)
    await sam.ask("mode", mode="hold_all")
    first, second = [await otter.ask("say", body=body) for body in ("one", "two")]
    await hare.ask("help")
    await sam.ask("release", stream="seat:1", pos=first["pos"])
    await sam.ask("take", pos=(await sam.entry("flag"))["pos"])
    await _after(clock, room, 121)
    await until(lambda: bool(_told(otter)))
    assert (_told(otter), _told(hare)) == ([("held", second["pos"])], [])


async def test_a_call_comes_back_to_be_taken_if_nobody_wrote_in_two_minutes(room: House, clock: Clock) -> None:
    who = room.evening
    sam, ali = await room.enter(who.counsellor), await room.enter(who.volunteer, worker=1)
    hare = await room.enter(who.hare)
    await hare.ask("help")
    pos = (await sam.entry("flag"))["pos"]
    assert (await sam.ask("take", pos=pos))["type"] == "ok"
    await clock.forward(seconds=119)
    assert (await ali.ask("take", pos=pos))["code"] == "already"
    await clock.forward(seconds=2)
    assert (await ali.ask("take", pos=pos))["type"] == "ok"
    assert (await hare.entry("taken", name="Ali"))["name"] == "Ali"
    await ali.ask("whisper", seat=3, body="I am here")
    await clock.forward(minutes=5)
    assert (await sam.ask("take", pos=pos))["code"] == "already"
