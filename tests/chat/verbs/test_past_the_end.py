"""settle, and the private word past the end: who has something open with staff keeps their own stream."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from cohorts.models import Session
from tests.cast import Evening
from tests.chat.house import Visitor, running

from .company import SYSTEM, Company, entry, timeless

OVER = 4410


@pytest.fixture(params=[True, False], ids=["told by the herald", "by the clock alone"])
async def short(evening: Evening, request: pytest.FixtureRequest) -> AsyncIterator[Company]:
    """A company whose session ends in two seconds."""
    end = timezone.now() + timedelta(seconds=2)
    times = {"ends_at": end, "closes_at": end}
    await database_sync_to_async(Session.objects.filter(pk=evening.session.pk).update)(**times)
    async with running(evening, herald=request.param) as house:
        yield await Company.gather(house)


async def _ends(company: Company) -> None:
    """Wait for the end; otter and heron had nothing open, so their sockets close."""
    assert [await seat.closed() for seat in (company.otter, company.heron)] == [OVER, OVER]


OPEN_WITH_STAFF = pytest.mark.parametrize("verb", ["whisper", "help"])


async def _open_with_staff(visitor: Visitor, verb: str) -> None:
    fields = {"body": "please stay"} if verb == "whisper" else {}
    assert (await visitor.ask(verb, **fields))["type"] == "ok"


@OPEN_WITH_STAFF
async def test_who_is_unanswered_at_the_end_still_reaches_staff_and_is_reached(short: Company, verb: str) -> None:
    await _open_with_staff(short.hare, verb)
    await _ends(short)
    assert (await short.hare.ask("whisper", body="are you there?"))["type"] == "ok"
    assert (await short.hare.ask("help"))["type"] == "ok"
    assert set(await short.hare.ask("worry", about="person")) == {"type", "ref"}
    word = await short.volunteer.ask("whisper", seat=3, body="I am")
    assert (await short.hare.entry("whisper", pos=word["pos"]))["from"] == short.ali
    assert (await short.hare.ask("say", body="room?"))["code"] == "over"


@OPEN_WITH_STAFF
async def test_they_keep_it_through_answers_and_a_lost_signal_until_it_is_settled(short: Company, verb: str) -> None:
    await _open_with_staff(short.hare, verb)
    await _ends(short)
    await short.volunteer.ask("whisper", seat=3, body="I am here")
    await short.hare.quiet(1.5)
    assert short.hare.close_code is None
    again = await short.house.enter(short.house.evening.hare)
    assert again.close_code is None
    assert (await again.ask("whisper", body="thank you"))["type"] == "ok"
    ok = await short.counsellor.ask("settle", seat=3, outcome="talked")
    assert await again.closed() == await short.hare.closed() == OVER
    assert timeless(again.entries("seat:3")[-1]) == entry(ok, "settled", SYSTEM)
    assert (await short.house.enter(short.house.evening.hare)).close_code == OVER


@OPEN_WITH_STAFF
async def test_they_read_nothing_of_the_room_any_more(short: Company, verb: str) -> None:
    said = await short.otter.ask("say", body="what we said tonight")
    await short.hare.entry("message", pos=said["pos"])
    await _open_with_staff(short.hare, verb)
    await _ends(short)
    again = await short.house.enter(short.house.evening.hare)
    assert set(again.welcome["streams"]) == {"seat:3"}
    assert again.entries("room") == []
    for socket in (again, short.hare):
        heard = len(socket.raw)
        assert (await socket.ask("since", stream="room", pos=0))["code"] == "not_found"
        assert not any("what we said tonight" in raw for raw in socket.raw[heard:])


async def test_a_worry_about_somebody_keeps_nothing_open(short: Company) -> None:
    await short.hare.ask("worry", about="person", seat=1)
    await _ends(short)
    assert await short.hare.closed() == OVER


async def test_what_was_answered_before_the_end_keeps_nothing_open(short: Company) -> None:
    await _open_with_staff(short.hare, "whisper")
    await short.counsellor.ask("whisper", seat=3, body="good night")
    assert await short.hare.closed() == OVER
    assert (await short.counsellor.ask("whisper", seat=3, body="too late"))["code"] == "over"


async def test_a_call_somebody_has_seen_to_stays_open_past_the_end_until_it_is_settled(short: Company) -> None:
    await _open_with_staff(short.hare, "help")
    flag = await short.counsellor.entry("flag")
    await _ends(short)
    await short.counsellor.ask("flag_done", pos=flag["pos"], outcome="we are talking")
    assert (await short.hare.ask("whisper", body="yes"))["type"] == "ok"
    assert not any("keeps" in raw for raw in short.hare.raw)
    await short.counsellor.ask("settle", seat=3, outcome="talked")
    assert await short.hare.closed() == OVER


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
