"""release, return: what a facilitator decides about held words. Decided once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from cohorts.actions import withdraw
from tests.chat.house import Frame, House, at_once

from .company import SYSTEM, Company, entry, move_clock, rows


async def _held(company: Company, body: str = "read this first", **fields: Any) -> Frame:
    held = await company.hare.ask("say", body=body, as_is=True, **fields)
    assert held["held"]
    return {"stream": "seat:3", "pos": held["pos"]}


async def test_a_release_is_a_message_by_that_seat_and_a_word_to_them_together(company: Company) -> None:
    earlier = await company.otter.ask("say", body="how are you?")
    held = await _held(company, heads_up="family", reply_to=earlier["pos"])
    await company.told()
    ok = await company.counsellor.ask("release", **held)
    told = await company.told()
    about = {"body": "read this first", "heads_up": "family", "reply_to": earlier["pos"]}
    message = entry(ok, "message", {"seat": 3}, **about)
    assert told.otter == told.heron == [message]
    released = entry({"stream": "seat:3", "pos": held["pos"] + 2}, "released", SYSTEM, of=held["pos"])
    assert told.hare == [message, released]
    assert told.volunteer == [message, {**released, "from": company.sam}]
    written = [row for row in await rows(company.house.evening) if row.kind in {"message", "released"}][1:]
    assert [(row.kind, row.author == "seat:3", row.turn - written[0].turn) for row in written] == [
        ("message", True, 0),
        ("released", False, 1),
    ]


async def test_a_released_message_is_as_of_its_release(company: Company) -> None:
    held = await _held(company)
    then = datetime.fromisoformat((await company.hare.entry("held"))["at"])
    later = await company.otter.ask("say", body="meanwhile")
    ok = await company.counsellor.ask("release", **held)
    message = await company.heron.entry("message", pos=ok["pos"])
    assert message["pos"] == later["pos"] + 1
    assert datetime.fromisoformat(message["at"]) > then


async def test_the_author_never_sees_who_decided_and_the_decider_never_sees_the_authors_ref(company: Company) -> None:
    held = await _held(company)
    await company.volunteer.ask("release", **held)
    told = await company.told()
    assert all("ref" not in each for each in told.counsellor + told.volunteer)
    assert all(company.ali["staff"] not in str(each) for each in told.hare)


async def test_words_that_come_back_bring_a_note_to_their_author_alone(company: Company) -> None:
    held = await _held(company)
    await company.told()
    ok = await company.counsellor.ask("return", body="Could you say it without the name?", **held)
    told = await company.told()
    note = {"of": held["pos"], "body": "Could you say it without the name?"}
    assert told.hare == [entry(ok, "returned", SYSTEM, **note)]
    assert told.otter == told.heron == []
    assert told.counsellor == [{**entry(ok, "returned", company.sam, **note), "ref": ok["ref"]}]


@pytest.mark.parametrize(("one", "other"), [("release", "release"), ("release", "return"), ("return", "return")])
async def test_two_facilitators_at_once_decide_once(two: House, one: str, other: str) -> None:
    counsellor = await two.enter(two.evening.counsellor)
    volunteer = await two.enter(two.evening.volunteer, worker=1)
    hare = await two.enter(two.evening.hare)
    held = await hare.ask("say", body="read this first", as_is=True)
    place: Frame = {"stream": "seat:3", "pos": held["pos"]}
    note: dict[str, Frame] = {"release": {}, "return": {"body": "not now"}}
    answers = await at_once(counsellor.ask(one, **place, **note[one]), volunteer.ask(other, **place, **note[other]))
    assert sorted(answer.get("code", "ok") for answer in answers) == ["already", "ok"]
    decided = [row.kind for row in await rows(two.evening) if row.kind in {"released", "returned", "message"}]
    assert decided in (["message", "released"], ["returned"])


async def test_what_was_decided_stays_decided(company: Company) -> None:
    held = await _held(company)
    await company.counsellor.ask("return", body="not now", **held)
    for verb, fields in (("release", {}), ("return", {"body": "again"})):
        answer = await company.volunteer.ask(verb, **held, **fields)
        assert answer["code"] == "already"


@pytest.mark.parametrize("verb", ["release", "return"])
async def test_only_held_words_can_be_decided(company: Company, verb: str) -> None:
    await _held(company)
    word = await company.hare.ask("whisper", body="hello")
    message = await company.otter.ask("say", body="hello")
    fields: Frame = {"body": "no"} if verb == "return" else {}
    for stream, pos in (("seat:3", word["pos"]), ("room", message["pos"]), ("seat:9", 1), ("staff", 1), ("seat:4", 1)):
        assert (await company.counsellor.ask(verb, stream=stream, pos=pos, **fields))["code"] == "not_found"


@pytest.mark.parametrize("why", ["paused", "closing", "over", "aside", "ejected", "withdrawn"])
async def test_a_release_is_refused_while_its_author_could_not_be_heard(company: Company, why: str) -> None:
    held = await _held(company)
    code = await _now(company, why)
    answer = await company.counsellor.ask("release", **held)
    assert (answer["type"], answer["code"]) == ("no", code)
    assert "write to us" not in answer["text"]
    assert not await rows(company.house.evening, kind="message")
    assert not await rows(company.house.evening, kind="released")


async def _now(company: Company, why: str) -> str:
    """Make it so, and say how a release is then refused."""
    counsellor, evening = company.counsellor, company.house.evening
    if why == "paused":
        await counsellor.ask("pause")
    elif why in {"closing", "over"}:
        await move_clock(evening, why)
    elif why == "withdrawn":
        assert await database_sync_to_async(withdraw)(evening.hare, timezone.now())
    else:
        await counsellor.ask({"aside": "aside", "ejected": "eject"}[why], seat=3, reason="x")
    codes = {"closing": "not_open", "ejected": "aside", "withdrawn": "not_found"}
    return codes.get(why, why)


async def test_a_release_may_be_asked_again_once_nothing_stands_in_its_way(company: Company) -> None:
    held = await _held(company)
    await company.counsellor.ask("pause")
    assert (await company.counsellor.ask("release", ref="same", **held))["code"] == "paused"
    await company.counsellor.ask("resume")
    assert (await company.counsellor.ask("release", ref="same", **held))["stream"] == "room"


async def test_a_breather_given_since_does_not_stop_a_release_by_hand(company: Company) -> None:
    held = await _held(company)
    await company.counsellor.ask("mute", seat=3, seconds=600, reason="x")
    assert (await company.counsellor.ask("release", **held))["stream"] == "room"
