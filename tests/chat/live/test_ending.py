"""When it is over: seats go, save those whom somebody still owes an answer, and they go when it is settled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.cast import Evening
from tests.chat.house import House, Visitor, running
from tests.chat.live.clock import Clock
from tests.chat.live.seams import announced

NEVER = 10**9


@pytest.fixture
async def closing(brisk: None, clock: Clock, evening: Evening) -> AsyncIterator[House]:
    """An open room on two workers, whose clock can be put to its end."""
    async with running(evening, workers=2) as both:
        yield both


async def over(house: House, clock: Clock, *, announce: bool = True) -> None:
    """The session ends; a herald says so, or none has come to it yet."""
    await clock.to(house.evening.session.closes_at + timedelta(seconds=1))
    if announce:
        await announced(*house.workers)


async def three_who_wait(house: House) -> tuple[Visitor, Visitor, Visitor]:
    """Sam; a seat whose private word and one whose call nobody has answered."""
    evening = house.evening
    sam = await house.enter(evening.counsellor)
    hare, robin = await house.enter(evening.hare), await house.enter(evening.robin, worker=1)
    assert (await hare.ask("whisper", body="are you still there"))["type"] == "ok"
    assert (await robin.ask("help", body="now please"))["type"] == "ok"
    return sam, hare, robin


@pytest.mark.parametrize("announce", [True, False], ids=["announced", "by the clock alone"])
async def test_seats_are_closed_and_those_with_something_open_stay_until_it_is_settled(
    closing: House, clock: Clock, announce: bool
) -> None:
    sam, hare, robin = await three_who_wait(closing)
    otter, tab = await closing.enter(closing.evening.otter), await closing.enter(closing.evening.otter, worker=1)
    await over(closing, clock, announce=announce)
    for each in (otter, tab):
        assert await each.closed() == 4410
    assert (await hare.ask("whisper", body="I am"))["type"] == "ok"
    assert (await robin.ask("help", body="still here"))["type"] == "ok"
    assert (await robin.ask("worry", about="person", seat=3))["type"] == "ok"
    assert (await robin.ask("say", body="anyone"))["code"] == "over"
    for number, each in ((3, hare), (6, robin)):
        assert (await sam.ask("settle", seat=number, outcome="talked"))["type"] == "ok"
        settled = await each.entry("settled")
        assert "outcome" not in settled
        assert await each.closed() == 4410
    assert sam.close_code is None, "staff stay as long as they like"


async def test_an_answer_past_the_end_does_not_shut_the_door_only_settling_does(closing: House, clock: Clock) -> None:
    sam, hare, robin = await three_who_wait(closing)
    await over(closing, clock)
    assert (await sam.ask("whisper", seat=3, body="where are you right now"))["type"] == "ok"
    await hare.entry("whisper", body="where are you right now")
    await hare.quiet()
    assert hare.close_code is None
    assert (await hare.ask("whisper", body="at home"))["type"] == "ok"
    (call,) = [entry["pos"] for entry in sam.entries("staff") if entry["kind"] == "flag"]
    assert (await sam.ask("take", pos=call))["type"] == "ok"
    assert (await sam.ask("flag_done", pos=call, outcome="talking"))["type"] == "ok"
    await robin.quiet()
    assert (await robin.ask("whisper", body="thank you"))["type"] == "ok"
    for number, each in ((3, hare), (6, robin)):
        assert (await sam.ask("settle", seat=number, outcome="talked"))["type"] == "ok"
        assert await each.closed() == 4410


async def test_who_has_only_just_called_through_another_process_is_not_sent_away(
    closing: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.hub.LOOK_EVERY", NEVER)
    for worker in closing.workers:
        monkeypatch.setattr(worker.hub._doorbell, "ring", lambda kind, session, turn=0: None)
    await closing.enter(closing.evening.counsellor)
    robin, tab = await closing.enter(closing.evening.robin), await closing.enter(closing.evening.robin, worker=1)
    otter = await closing.enter(closing.evening.otter, worker=1)
    assert (await robin.ask("help", body="now please"))["type"] == "ok"
    assert tab.entries("seat:6") == [], "no ring told of it"
    await over(closing, clock, announce=False)
    assert await otter.closed() == 4410
    await tab.entry("help", body="now please")
    await tab.quiet()
    assert (robin.close_code, tab.close_code) == (None, None)


@pytest.mark.parametrize("announce", [True, False], ids=["announced", "by the clock alone"])
async def test_who_comes_after_the_end_is_told_it_is_over(closing: House, clock: Clock, announce: bool) -> None:
    await three_who_wait(closing)
    await over(closing, clock, announce=announce)
    for query in ("", "room=1&seat=0"):
        otter = await closing.enter(closing.evening.otter, query=query)
        assert (otter.close_code, otter.frames) == (4410, [])


@pytest.mark.parametrize("announce", [True, False], ids=["announced", "by the clock alone"])
async def test_who_is_kept_past_the_end_hears_their_own_stream_and_no_more_of_the_room(
    closing: House, clock: Clock, announce: bool
) -> None:
    sam, hare, _ = await three_who_wait(closing)
    assert (await sam.ask("say", body="see you next week"))["type"] == "ok"
    await hare.entry("message", body="see you next week")
    await over(closing, clock, announce=announce)
    again = await closing.enter(closing.evening.hare, worker=1)
    assert again.welcome["session"]["phase"] == "over"
    assert again.welcome["streams"] == {"seat:3": 1}
    assert [entry["kind"] for entry in again.entries("seat:3")] == ["whisper"]
    assert again.entries("room") == []
    assert (await again.ask("since", stream="room", pos=0))["code"] == "not_found"
    assert again.entries("room") == []


async def test_before_the_lobby_opens_a_seat_hears_nothing_and_asks_nothing(clock: Clock, evening: Evening) -> None:
    await clock.to(evening.session.opens_at - timedelta(minutes=2))
    async with running(evening) as house:
        otter = await house.enter(evening.otter)
        assert otter.welcome["session"]["phase"] == "waiting"
        for verb in ("say", "whisper", "help"):
            assert (await otter.ask(verb, body="hello"))["code"] == "not_open"
