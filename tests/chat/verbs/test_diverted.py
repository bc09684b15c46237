"""Words of danger: they go to the facilitators, with an automatic reply, whatever the room is set to."""

from __future__ import annotations

from typing import Any

import pytest

from chat import guard
from tests.cast import Evening
from tests.chat.house import Frame, running
from tests.chat.verdicts import judged

from .company import SYSTEM, Company, entry
from .judge import PLAN, Judge, about, flag_of


async def test_words_of_danger_go_to_the_facilitators_and_bring_help(company: Company, judge: Judge) -> None:
    judge(PLAN)
    ok = await company.otter.ask("say", body="tonight", heads_up="a hard week")
    place = {"stream": "seat:1", "pos": ok["pos"]}
    assert ok == {"type": "ok", "ref": ok["ref"], **place, "held": True, "help": True}
    told = await company.told()
    held = entry(ok, "held", {"seat": 1}, body="tonight", heads_up="a hard week", help=True)
    said = entry({**place, "pos": ok["pos"] + 1}, "automatic", SYSTEM, body=told.otter[1]["body"])
    assert told.otter == [{**held, "ref": ok["ref"]}, said]
    assert told.heron == told.hare == []
    flag = flag_of(1, PLAN, "seat:1", ok["pos"], repeats=True, diverted=True)
    assert told.counsellor == told.volunteer == [{**held, **about(PLAN)}, said, flag]
    assert not any("imminent" in raw for seat in company.seats for raw in seat.raw)


@pytest.mark.parametrize(("reply", "says"), [("plan", "85258"), ("done", "even if you feel OK"), ("other", "adult")])
async def test_the_machine_says_that_it_is_one_and_whom_to_call(
    company: Company, judge: Judge, reply: Any, says: str
) -> None:
    judge(judged("divert", kind="imminent", level="now", reply=reply))
    await company.otter.ask("say", body="now")
    said = await company.otter.entry("automatic")
    assert said["body"].startswith("This message is automatic. We have called a facilitator")
    assert says in said["body"]
    assert "999" in said["body"]


async def test_where_nobody_is_there_it_says_so_and_calls_nobody(evening: Evening, judge: Judge) -> None:
    async with running(evening) as house:
        sam = await house.enter(evening.counsellor)
        otter = await house.enter(evening.otter)
        await sam.leave()
        judge(PLAN)
        ok = await otter.ask("say", body="tonight")
        assert (ok["held"], ok["help"], ok["nobody"]) == (True, True, True)
        said = (await otter.entry("automatic"))["body"]
        assert "called" not in said
        assert "don’t wait for us" in said


@pytest.mark.parametrize("state", ["muted", "paused", "slow", "aside", "hold_all", "closing"])
async def test_nothing_the_room_is_set_to_stops_words_of_danger(company: Company, judge: Judge, state: str) -> None:
    asks: dict[str, tuple[str, Frame]] = {
        "muted": ("mute", {"seat": 1, "seconds": 60, "reason": "x"}), "paused": ("pause", {}),
        "slow": ("slow", {"seconds": 600}), "aside": ("aside", {"seat": 1, "reason": "x"}),
        "hold_all": ("mode", {"mode": "hold_all"}), "closing": ("close", {}),
    }  # fmt: skip
    verb, fields = asks[state]
    await company.otter.ask("say", body="hello")
    assert (await company.counsellor.ask(verb, **fields))["type"] == "ok"
    judge(PLAN)
    ok = await company.otter.ask("say", body="tonight")
    assert (ok["type"], ok["stream"]) == ("ok", "seat:1")
    kind = "whisper" if state == "closing" else "held"
    assert (await company.volunteer.entry(kind, pos=ok["pos"], stream="seat:1"))["body"] == "tonight"
    await company.volunteer.entry("flag", source="guard", level="now", of_pos=ok["pos"])
    await company.otter.entry("automatic")


@pytest.mark.usefixtures("clock")
async def test_words_of_danger_have_the_pace_of_what_is_meant_for_staff(company: Company, judge: Judge) -> None:
    judge(PLAN)
    answers = [await company.otter.ask("say", body=f"word {number}") for number in range(12)]
    assert {answer["type"] for answer in answers} == {"ok"}
    judge(guard.PASS)
    answers = [await company.otter.ask("say", body=f"word {number}") for number in range(12)]
    assert "too_fast" in {answer.get("code") for answer in answers}


async def test_whoever_takes_a_diverted_message_is_named_to_its_author(company: Company, judge: Judge) -> None:
    judge(PLAN)
    await company.otter.ask("say", body="tonight")
    flag = await company.counsellor.entry("flag")
    await company.counsellor.ask("take", pos=flag["pos"])
    assert (await company.otter.entry("taken"))["name"] == "Sam"
    assert (await company.told()).heron == []
