"""checkin: how somebody is goes to the facilitators, as it was said, and to no other seat by any way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Evening
from tests.chat.house import Frame, House, Visitor, running

from .company import Company, entry
from .scripted import alike

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded

IN: Frame = {"when": "in", "mood": 2, "goal": 7, "body": "I may have to go at eight"}


async def test_it_goes_to_staff_and_back_to_its_author_alone(company: Company) -> None:
    ok = await company.hare.ask("checkin", **IN)
    assert ok == {"type": "ok", "ref": ok["ref"], "stream": "seat:3", "pos": ok["pos"]}
    told = await company.told()
    said = entry(ok, "checkin", {"seat": 3}, **IN)
    assert told.hare == [{**said, "ref": ok["ref"]}]
    assert told.counsellor == told.volunteer == [said]
    assert told.otter == told.heron == []


@pytest.mark.parametrize("left_out", ["mood", "goal", "body"])
async def test_each_part_can_be_left_out(company: Company, left_out: str) -> None:
    ok = await company.hare.ask("checkin", **{**IN, left_out: None})
    said = await company.counsellor.entry("checkin", pos=ok["pos"])
    assert left_out not in said
    assert {name: said[name] for name in IN if name != left_out} == {n: v for n, v in IN.items() if n != left_out}


@pytest.mark.parametrize(
    "wrong",
    [{"when": "now"}, {"mood": 0}, {"mood": 6}, {"mood": 2.5}, {"goal": -1}, {"goal": 11}, {"goal": "7"}, {"score": 1}],
)
async def test_what_is_not_on_the_scale_is_no_checkin(company: Company, wrong: Frame) -> None:
    assert (await company.hare.ask("checkin", **{**IN, **wrong}))["code"] == "bad_frame"
    assert all(not each for each in await company.told())


async def test_staff_see_the_last_of_them_beside_the_seat_and_nobody_else_sees_any(company: Company) -> None:
    who = company.house.evening
    await company.hare.ask("checkin", **IN)
    assert (await _line(company.house, who.volunteer))[3] == {"checked": "in", "mood": 2, "goal": 7}
    await company.hare.ask("checkin", when="out", mood=4)
    lines = await _line(company.house, who.volunteer)
    assert lines[3] == {"checked": "out", "mood": 4, "goal": None}
    assert lines[2] == {"checked": None, "mood": None, "goal": None}
    for seat in (who.hare, who.heron):
        assert (await _line(company.house, seat))[3] == {}


async def test_words_are_kept_open_until_somebody_answers_them_and_a_number_is_not(company: Company) -> None:
    await company.heron.ask("checkin", when="in", mood=1)
    await company.hare.ask("checkin", **IN)
    assert (await company.counsellor.ask("settle", seat=2, outcome="talked"))["code"] == "already"
    assert (await company.counsellor.ask("settle", seat=3, outcome="talked"))["type"] == "ok"
    await company.hare.ask("checkin", **IN)
    await company.counsellor.ask("whisper", seat=3, body="thank you, I will remember")
    assert (await company.counsellor.ask("settle", seat=3, outcome="talked"))["code"] == "already"


async def test_words_that_nobody_is_there_to_read_say_so_and_are_kept(evening: Evening) -> None:
    async with running(evening) as house:
        hare = await house.enter(evening.hare)
        ok = await hare.ask("checkin", ref="alone", **IN)
        assert ok["nobody"] is True
        assert "nobody" not in await hare.ask("checkin", when="in", mood=3)
        sam = await house.enter(evening.counsellor)
        assert (await sam.entry("checkin", mood=2))["nobody"] is True
        assert "nobody" not in await hare.ask("checkin", **IN)
        assert await hare.ask("checkin", ref="alone", **IN) == ok


async def test_a_seat_is_told_whether_a_facilitator_is_there_and_when_that_changes(evening: Evening) -> None:
    async with running(evening) as house:
        hare = await house.enter(evening.hare)
        assert hare.frames[0]["room"]["staffed"] is False
        sam = await house.enter(evening.counsellor)
        news = await hare.until(lambda frame: frame["type"] == "people" and "staffed" in frame)
        assert news["staffed"] is True
        since = len(hare.frames)
        await sam.leave()
        news = await hare.until(lambda frame: frame["type"] == "people" and "staffed" in frame, since)
        assert news == {"type": "people", "people": [], "staffed": False}, "and of nobody's leaving but that"


@pytest.mark.usefixtures("unpaced")
async def test_another_seat_is_sent_the_same_to_the_byte_whether_or_not_somebody_checks_in(
    an_evening: Callable[..., Any],
) -> None:
    quiet, checked = [await _evening(await an_evening("lobby"), checks=checks) for checks in (False, True)]
    assert "checkin" not in "".join(quiet[0])
    assert "".join(checked[0]).count('"kind":"checkin"') == 2, "staff hear of both"
    assert checked[1] == quiet[1]
    assert len(quiet[1]) > 3


async def _evening(evening: Evening, *, checks: bool) -> list[list[str]]:
    """What Sam and heron are sent while hare does or does not say how they are."""
    async with running(evening) as house:
        sam, hare = await house.enter(evening.counsellor), await house.enter(evening.hare)
        heron = await house.enter(evening.heron)
        heron.raw[:] = [raw for raw in heron.raw if not raw.startswith('{"type":"people"')]
        for when in ("in", "out") if checks else ():
            assert (await hare.ask("checkin", f"check {when}", when=when, mood=1, goal=0, body="low"))["type"] == "ok"
        again = await house.enter(evening.heron)
        for number, (who, body) in enumerate(((sam, "hello"), (sam, "good night"))):
            said = await who.ask("say", f"say {number}", body=body)
            for socket in (heron, again):
                await socket.entry("message", pos=said["pos"])
        ids = (evening.session.public_id, evening.counsellor.public_id, evening.volunteer.public_id)
        heard = [raw for socket in (heron, again) for raw in socket.raw if not raw.startswith('{"type":"people"')]
        return [sam.raw, [alike(raw, ids) for raw in heard]]


async def _line(house: House, who: Any) -> dict[int, Frame]:
    """How each seat stands in a fresh welcome, by its number."""
    visitor: Visitor = await house.enter(who)
    shown = ("checked", "mood", "goal")
    lines = visitor.frames[0]["people"]
    return {line["seat"]: {name: line[name] for name in shown if name in line} for line in lines if line["seat"]}
