"""Words meant for the facilitators arrive whole; the guard only tells them how soon to look."""

from __future__ import annotations

import pytest

from tests.chat.house import Frame

from .company import Company, entry, rows
from .judge import PLAN, Judge, flag_of

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded


@pytest.mark.parametrize(("verb", "fields"), [("whisper", {}), ("checkin", {"when": "in"})])
async def test_words_for_staff_arrive_whole_and_the_guard_only_raises_aflag(
    company: Company, judge: Judge, verb: str, fields: Frame
) -> None:
    judge(PLAN)
    ok = await company.otter.ask(verb, body="Flat 6, Pellow Street", **fields)
    assert ok == {"type": "ok", "ref": ok["ref"], "stream": "seat:1", "pos": ok["pos"]}
    told = await company.told()
    words = entry(ok, verb, {"seat": 1}, body="Flat 6, Pellow Street", **fields)
    assert told.otter == [{**words, "ref": ok["ref"]}]
    assert told.counsellor == [words, flag_of(1, PLAN, "seat:1", ok["pos"], repeats=True)]
    await company.counsellor.ask("take", pos=1)
    assert (await company.told()).otter == [], "they were not told that anybody was called"


async def test_a_call_and_a_worry_are_told_with_what_the_guard_saw(company: Company, judge: Judge) -> None:
    judge(PLAN)
    await company.otter.ask("help", body="please")
    await company.heron.ask("worry", about="person", seat=3, body="hare said goodbye")
    await company.told()
    call, worry = (frame for frame in company.counsellor.entries("staff") if frame["kind"] == "flag")
    for flag, source in ((call, "help"), (worry, "worry")):
        assert (flag["source"], flag["repeats"], flag["why"]) == (source, True, "imminent: plan")


async def test_a_worry_about_a_facilitator_stays_with_the_lead_whatever_the_guard_sees(
    company: Company, judge: Judge
) -> None:
    judge(PLAN)
    assert (await company.otter.ask("worry", about="facilitator", body="Sam scares me"))["type"] == "ok"
    assert all(not each for each in await company.told())
    assert len(await rows(company.house.evening, stream="lead")) == 1
