"""One's other open rooms at the console: how much waits in each, for whoever works it, and never a word of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat import guard
from chat.protocol.team import Level
from cohorts.actions import change_role
from cohorts.models import Act, Role, Session, Staff
from facilitator.elsewhere import Line, Waiting, _others
from tests import cast
from tests.cast import Person
from tests.chat.live.rows import in_database
from tests.chat.verbs.company import Company
from tests.chat.verdicts import judged
from tests.cohorts.doors import browser
from tests.cohorts.planned import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def _of(other: Session) -> str:
    return f"/console/{other.public_id}/elsewhere/"


async def _another(company: Company) -> Session:
    """A second room of the counsellor's that is open now."""
    evening = company.house.evening

    def begin() -> Session:
        other = cast.session(evening.cohort, "lobby", timezone.now())
        cast.shift(other, evening.counsellor)
        return other

    return await in_database(begin)


async def _waits(company: Company, other: Session) -> tuple[int, int, int]:
    """How many call, are to be looked at now, and wrote privately, as the console of the other room is told."""
    room = await _told(company, other)
    return room["calls"], room["looks"], room["words"]


async def _told(company: Company, other: Session) -> dict[str, Any]:
    """The company's room, as the console of the other one is told of it."""
    evening = company.house.evening
    page = await in_database(lambda: browser(evening, evening.counsellor).get(_of(other)))
    (room,) = page.json()["rooms"]
    assert room["id"] == evening.session.public_id
    assert evening.session.public_id in room["href"]
    told = page.content.decode()
    assert [secret for secret in ("sealed", *(seat.name for seat in evening.seats)) if secret in told] == []
    told_of: dict[str, Any] = room
    return told_of


async def test_what_waits_in_another_room_is_counted_until_it_is_seen_to_and_none_of_it_is_told(
    company: Company,
) -> None:
    other = await _another(company)
    assert await _waits(company, other) == (0, 0, 0)
    for _ in range(2):
        await company.hare.ask("help", body="sealed")
    await company.otter.ask("worry", about="person", seat=3, body="sealed")
    await company.heron.ask("whisper", body="sealed")
    assert await _waits(company, other) == (1, 1, 1), "one young person calls, however often they press"
    await company.told()
    first, second, worry = (frame["pos"] for frame in company.counsellor.entries("staff") if frame["kind"] == "flag")
    for pos in (first, second):
        assert (await company.volunteer.ask("take", pos=pos))["type"] == "ok"
    await company.otter.ask("whisper", body="sealed")
    assert await _waits(company, other) == (0, 1, 1)
    await company.counsellor.ask("flag_done", pos=worry, outcome="talked")
    await company.volunteer.ask("whisper", seat=1, body="I am here")
    assert await _waits(company, other) == (0, 0, 0)
    await company.counsellor.ask("reopen", pos=worry)
    assert await _waits(company, other) == (0, 1, 0)


async def test_a_quiet_mark_is_nothing_that_waits(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    other = await _another(company)
    levels: tuple[tuple[Level, int], ...] = (("soon", 0), ("note", 0), ("now", 1))
    for level, looks in levels:
        verdict = judged("pass", level=level)
        monkeypatch.setattr(guard, "read", lambda words, verdict=verdict: verdict)
        await company.otter.ask("say", body="sealed")
        assert await _waits(company, other) == (0, looks, 0)


@pytest.mark.parametrize("decides", ["release", "return"])
async def test_held_words_that_somebody_decided_on_wait_no_more(
    company: Company, monkeypatch: pytest.MonkeyPatch, decides: str
) -> None:
    other = await _another(company)
    monkeypatch.setattr(guard, "read", lambda _: judged("hold", kind="meet", level="now"))
    held, more = [(await company.hare.ask("say", body="sealed"))["pos"] for _ in range(2)]
    assert await _waits(company, other) == (0, 2, 0)
    words = {"body": "not here, please"} if decides == "return" else {}
    for pos, left in ((held, 1), (more, 0)):
        assert (await company.volunteer.ask(decides, stream="seat:3", pos=pos, **words))["type"] == "ok"
        assert await _waits(company, other) == (0, left, 0)


@pytest.mark.parametrize("ends", ["release", "return", "close"])
async def test_words_held_without_a_look_now_wait_until_they_went_to_the_room_or_back(
    company: Company, ends: str
) -> None:
    other = await _another(company)
    await company.counsellor.ask("mode", mode="hold_all")
    held = (await company.hare.ask("say", body="sealed"))["pos"]
    await company.otter.ask("say", body="sealed")
    assert ((await _told(company, other))["held"], await _waits(company, other)) == (2, (0, 0, 0))
    if ends == "close":
        assert (await company.volunteer.ask("close"))["type"] == "ok"
        assert (await _told(company, other))["held"] == 0
        return
    words = {"body": "not here, please"} if ends == "return" else {}
    assert (await company.volunteer.ask(ends, stream="seat:3", pos=held, **words))["type"] == "ok"
    assert (await _told(company, other))["held"] == 1


async def test_held_words_are_counted_once_and_still_wait_though_somebody_looks_after_their_author(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await _another(company)
    monkeypatch.setattr(guard, "read", lambda _: judged("hold", kind="meet", level="now"))
    await company.hare.ask("say", body="sealed")
    assert ((await _told(company, other))["held"], await _waits(company, other)) == (0, (0, 1, 0))
    flag = await company.volunteer.entry("flag")
    await company.volunteer.ask("take", pos=flag["pos"])
    assert ((await _told(company, other))["held"], await _waits(company, other)) == (1, (0, 0, 0))


async def test_held_words_that_nobody_decided_on_wait_on_past_the_end(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await _another(company)
    monkeypatch.setattr(guard, "read", lambda _: judged("hold", kind="meet", level="now"))
    await company.hare.ask("say", body="sealed")
    assert (await company.volunteer.ask("close"))["type"] == "ok"
    assert await _waits(company, other) == (0, 1, 0)
    await company.volunteer.ask("settle", seat=3, outcome="talked")
    assert await _waits(company, other) == (0, 0, 0), "whoever settled with them has seen to it"


async def test_words_of_danger_wait_on_whatever_becomes_of_the_words(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await _another(company)
    monkeypatch.setattr(guard, "read", lambda _: judged("divert", kind="imminent", level="now", reply="plan"))
    diverted = (await company.hare.ask("say", body="sealed"))["pos"]
    assert ((await _told(company, other))["held"], await _waits(company, other)) == (0, (0, 1, 0))
    await company.volunteer.ask("return", stream="seat:3", pos=diverted, body="I write to you")
    assert await _waits(company, other) == (0, 1, 0)


async def test_only_rooms_of_ones_own_are_told_of_and_many_cost_as_many_queries_as_one(company: Company) -> None:
    evening, other = company.house.evening, await _another(company)

    def status(who: Person, room: Session) -> int:
        return browser(evening, who).get(_of(room)).status_code

    def queries(more: int) -> int:
        for _ in range(more):
            cast.shift(cast.session(evening.cohort, "lobby", timezone.now()), evening.counsellor)
        with CaptureQueriesContext(connection) as asked:
            listed: list[Any] = browser(evening, evening.counsellor).get(_of(other)).json()["rooms"]
        assert len(listed) == 1 + more
        return len(asked)

    def look() -> None:
        assert browser(evening, evening.volunteer).get(_of(evening.session)).json() == {"rooms": []}
        assert [status(who, other) for who in (evening.volunteer, evening.lead, evening.coordinator)] == [404] * 3
        assert status(evening.otter, evening.session) != 200
        assert queries(0) == queries(3)

    await in_database(look)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEAD, Role.ADMINISTRATOR])
@pytest.mark.parametrize("page", ["", "elsewhere/"])
async def test_whoever_holds_no_rooms_any_more_opens_no_console_and_reads_no_moods(
    company: Company, page: str, role: Role
) -> None:
    evening = company.house.evening
    await company.hare.ask("checkin", when="in", mood=2)
    await company.told()

    def look() -> None:
        now = timezone.now()
        following = cast.session(evening.cohort, "lobby", now)
        cast.shift(following, evening.counsellor)
        cast.shift(following, evening.volunteer)
        change_role(evening.counsellor, role, now)
        address = f"/console/{following.public_id}/{page}"
        sam = Visitor(Staff.objects.get(pk=evening.counsellor.pk))
        assert sam.sees(address).status_code == 404
        assert not Act.objects.filter(verb="moods_read").exists()
        assert _others(Staff.objects.get(pk=evening.counsellor.pk), "", now) == [], "nor is it named at another console"
        assert browser(evening, evening.volunteer).get(address).status_code == 200

    await in_database(look)


def test_a_call_that_was_taken_waits_again_if_nobody_writes_to_them_in_two_minutes() -> None:
    now, hare = timezone.now(), "seat:3"
    call = Line(1, 1, hare, 1, "help", hare, None, now)
    flag = Line(1, 2, "staff", 1, "flag", hare, None, now)
    room = Waiting()
    room.hear(call, None)
    room.hear(flag, call)
    room.hear(Line(1, 3, "staff", 2, "taken", "staff:a", 1, now), flag)
    late = now + timedelta(minutes=2)
    assert [room.counts(at)["calls"] for at in (now, late)] == [0, 1]
    room.hear(Line(1, 4, "seat:2", 1, "whisper", "staff:a", None, now), flag)
    assert room.counts(late)["calls"] == 1, "that was for somebody else"
    room.hear(Line(1, 5, hare, 2, "whisper", "staff:a", None, now), flag)
    assert room.counts(late)["calls"] == 0


@pytest.mark.parametrize(("about", "waits"), [("seat:3", 1), ("seat:2", 0), (None, 0)])
def test_a_look_now_that_was_taken_waits_again_if_nobody_writes_to_whom_it_is_about(
    about: str | None, waits: int
) -> None:
    """Of one that somebody else raised, whose words are sealed, nobody knows here whom it is about."""
    now = timezone.now()
    flag = Line(1, 1, "staff", 1, "flag", "system", None, now)
    room = Waiting()
    room.hear(flag, None)
    room.flags[1].about = about
    room.hear(Line(1, 2, "staff", 2, "taken", "staff:a", 1, now), flag)
    room.hear(Line(1, 3, "seat:2", 1, "whisper", "staff:a", None, now), flag)
    assert room.counts(now + timedelta(minutes=2))["looks"] == waits


async def test_a_word_to_somebody_else_answers_no_look_now(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    other = await _another(company)
    monkeypatch.setattr(guard, "read", lambda _: judged("hold", kind="meet", level="now"))
    monkeypatch.setattr("facilitator.elsewhere.COMES_BACK_AFTER", timedelta())
    await company.otter.ask("say", body="sealed")
    flag = await company.volunteer.entry("flag")
    await company.volunteer.ask("take", pos=flag["pos"])
    await company.volunteer.ask("whisper", seat=2, body="I am here")
    assert await _waits(company, other) == (0, 1, 0)
    await company.volunteer.ask("whisper", seat=1, body="I am here")
    assert await _waits(company, other) == (0, 0, 0)
