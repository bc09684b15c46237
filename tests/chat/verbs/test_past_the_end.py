"""settle, and the private word past the end: who has something open with staff keeps their own stream."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from tests.cast import Evening
from tests.chat.house import Visitor, running
from tests.chat.live.clock import Clock

from .company import SYSTEM, Company, entry, timeless

OVER = 4410


@dataclass
class Night(Company):
    """A company, and the clock that all workers go by."""

    clock: Clock = field(kw_only=True)

    async def ends(self) -> None:
        """The end has come; otter and heron had nothing open, so their sockets close."""
        await self.clock.to(self.house.evening.session.closes_at)
        assert [await seat.closed() for seat in (self.otter, self.heron)] == [OVER, OVER]


@pytest.fixture(params=[True, False], ids=["told by the herald", "by the clock alone"])
async def night(
    evening: Evening, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Night]:
    """An evening whose hub looks often; with the herald's help or without."""
    monkeypatch.setattr("chat.hub.hub.TICK", 0.05)
    clock = Clock(monkeypatch)
    async with running(evening, herald=request.param) as house:
        yield await Night.gather(house, clock=clock)


OPEN_WITH_STAFF = pytest.mark.parametrize("verb", ["whisper", "help"])


async def _open_with_staff(visitor: Visitor, verb: str) -> None:
    fields = {"body": "please stay"} if verb == "whisper" else {}
    assert (await visitor.ask(verb, **fields))["type"] == "ok"


@OPEN_WITH_STAFF
async def test_who_is_unanswered_at_the_end_still_reaches_staff_and_is_reached(night: Night, verb: str) -> None:
    await _open_with_staff(night.hare, verb)
    await night.ends()
    assert (await night.hare.ask("whisper", body="are you there?"))["type"] == "ok"
    assert (await night.hare.ask("help"))["type"] == "ok"
    assert set(await night.hare.ask("worry", about="person")) == {"type", "ref"}
    word = await night.volunteer.ask("whisper", seat=3, body="I am")
    assert (await night.hare.entry("whisper", pos=word["pos"]))["from"] == night.ali
    assert (await night.hare.ask("say", body="room?"))["code"] == "over"


@OPEN_WITH_STAFF
async def test_they_keep_it_through_answers_and_a_lost_signal_until_it_is_settled(night: Night, verb: str) -> None:
    await _open_with_staff(night.hare, verb)
    await night.ends()
    await night.volunteer.ask("whisper", seat=3, body="I am here")
    await night.hare.quiet()
    assert night.hare.close_code is None
    again = await night.house.enter(night.house.evening.hare)
    assert again.close_code is None
    assert (await again.ask("whisper", body="thank you"))["type"] == "ok"
    ok = await night.counsellor.ask("settle", seat=3, outcome="talked")
    assert await again.closed() == await night.hare.closed() == OVER
    assert timeless(again.entries("seat:3")[-1]) == entry(ok, "settled", SYSTEM)
    assert (await night.house.enter(night.house.evening.hare)).close_code == OVER


@OPEN_WITH_STAFF
async def test_they_read_nothing_of_the_room_any_more(night: Night, verb: str) -> None:
    said = await night.otter.ask("say", body="what we said tonight")
    await night.hare.entry("message", pos=said["pos"])
    await _open_with_staff(night.hare, verb)
    await night.ends()
    again = await night.house.enter(night.house.evening.hare)
    assert set(again.welcome["streams"]) == {"seat:3"}
    assert again.entries("room") == []
    for socket in (again, night.hare):
        heard = len(socket.raw)
        assert (await socket.ask("since", stream="room", pos=0))["code"] == "not_found"
        assert not any("what we said tonight" in raw for raw in socket.raw[heard:])


async def test_a_worry_about_somebody_keeps_nothing_open(night: Night) -> None:
    await night.hare.ask("worry", about="person", seat=1)
    await night.ends()
    assert await night.hare.closed() == OVER


async def test_what_was_answered_before_the_end_keeps_nothing_open(night: Night) -> None:
    await _open_with_staff(night.hare, "whisper")
    await night.counsellor.ask("whisper", seat=3, body="good night")
    await night.ends()
    assert await night.hare.closed() == OVER
    assert (await night.counsellor.ask("whisper", seat=3, body="too late"))["code"] == "over"


async def test_a_call_somebody_has_seen_to_stays_open_past_the_end_until_it_is_settled(night: Night) -> None:
    await _open_with_staff(night.hare, "help")
    flag = await night.counsellor.entry("flag")
    await night.ends()
    await night.counsellor.ask("flag_done", pos=flag["pos"], outcome="we are talking")
    assert (await night.hare.ask("whisper", body="yes"))["type"] == "ok"
    assert not any("keeps" in raw for raw in night.hare.raw)
    await night.counsellor.ask("settle", seat=3, outcome="talked")
    assert await night.hare.closed() == OVER


@OPEN_WITH_STAFF
async def test_what_is_open_can_be_settled_during_the_evening_and_once(company: Company, verb: str) -> None:
    assert (await company.counsellor.ask("settle", seat=3, outcome="talked"))["code"] == "already"
    await _open_with_staff(company.hare, verb)
    ok = await company.volunteer.ask("settle", seat=3, outcome="handed to lead")
    assert (await company.counsellor.ask("settle", seat=3, outcome="left"))["code"] == "already"
    told = await company.told()
    assert told.hare[-1] == entry(ok, "settled", SYSTEM)
    assert told.otter == told.heron == []
    assert told.counsellor[-1] == entry(ok, "settled", company.ali, outcome="handed to lead")
    assert told.volunteer[-1]["ref"] == ok["ref"]


@OPEN_WITH_STAFF
async def test_whoever_was_settled_past_the_end_by_mistake_may_come_in_again_and_be_written_to(
    night: Night, verb: str
) -> None:
    await _open_with_staff(night.hare, verb)
    await night.ends()
    await night.counsellor.ask("settle", seat=3, outcome="talked")
    assert await night.hare.closed() == OVER
    stay = await night.counsellor.ask("stay", seat=3)
    assert stay["type"] == "ok"
    again = await night.house.enter(night.house.evening.hare)
    assert again.close_code is None
    assert timeless(await again.entry("stay")) == entry(stay, "stay", SYSTEM)
    assert set(again.welcome["streams"]) == {"seat:3"}, "of the room they hear nothing"
    assert (await again.ask("whisper", body="I was still writing"))["type"] == "ok"
    word = await night.volunteer.ask("whisper", seat=3, body="here I am")
    assert (await again.entry("whisper", pos=word["pos"]))["from"] == night.ali
    await night.volunteer.ask("settle", seat=3, outcome="talked")
    assert await again.closed() == OVER


async def test_past_the_end_nobody_is_stayed_with_anew(night: Night) -> None:
    await _open_with_staff(night.hare, "whisper")
    await night.ends()
    assert (await night.counsellor.ask("stay", seat=1))["code"] == "over"
    assert (await night.counsellor.ask("stay", seat=3))["type"] == "ok"
    assert (await night.volunteer.ask("stay", seat=3))["code"] == "already"
