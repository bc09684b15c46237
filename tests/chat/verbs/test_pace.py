"""The pace of a person's requests: bursts of five for a seat, then one a second, shared by all tabs."""

from __future__ import annotations

import pytest

from chat.pace import OF_STAFF, TO_STAFF
from tests.chat.house import Frame, Visitor

from .company import Company

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded

BURST = 5


async def _say(visitor: Visitor, times: int) -> list[str]:
    answers = [await visitor.ask("say", body=f"word {number}") for number in range(times)]
    return [str(answer.get("code", answer["type"])) for answer in answers]


async def test_five_at_once_and_then_one_a_second(company: Company, clock: list[float]) -> None:
    assert await _say(company.otter, 6) == ["ok"] * 5 + ["too_fast"]
    clock[0] += 1
    assert await _say(company.otter, 2) == ["ok", "too_fast"]
    clock[0] += 60
    assert await _say(company.otter, 6) == ["ok"] * 5 + ["too_fast"]


async def test_whoever_was_too_fast_is_told_when_to_come_back(company: Company, clock: list[float]) -> None:
    await _say(company.otter, BURST)
    no = await company.otter.ask("say", body="and another")
    assert (no["type"], no["code"]) == ("no", "too_fast")
    assert 0 < no["retry_after"] <= 1
    assert no["text"]
    clock[0] += no["retry_after"]
    assert (await company.otter.ask("say", body="and another"))["type"] == "ok"


async def test_two_tabs_share_one_pace_and_two_people_do_not(company: Company, clock: list[float]) -> None:
    other_tab = await company.house.enter(company.house.evening.otter)
    assert await _say(company.otter, 3) == ["ok"] * 3
    assert await _say(other_tab, 3) == ["ok", "ok", "too_fast"]
    assert await _say(company.otter, 1) == ["too_fast"]
    assert await _say(company.heron, 1) == ["ok"]


async def test_reactions_go_by_the_same_pace(company: Company, clock: list[float]) -> None:
    message = await company.otter.ask("say", body="hello")
    await _say(company.heron, BURST)
    assert (await company.heron.ask("react", pos=message["pos"], emoji="💜", on=True))["code"] == "too_fast"


async def test_a_refusal_for_pace_is_not_remembered(company: Company, clock: list[float]) -> None:
    await _say(company.otter, BURST)
    assert (await company.otter.ask("say", ref="again", body="late"))["code"] == "too_fast"
    clock[0] += 1
    assert (await company.otter.ask("say", ref="again", body="late"))["type"] == "ok"


async def test_what_was_done_is_answered_again_however_fast(company: Company, clock: list[float]) -> None:
    first = await company.otter.ask("say", ref="mine", body="once")
    await _say(company.otter, BURST)
    assert await company.otter.ask("say", ref="mine", body="once") == first


async def test_no_pace_stands_before_help(company: Company, clock: list[float]) -> None:
    await _say(company.otter, BURST + 1)
    answers: list[Frame] = [await company.otter.ask("help") for _ in range(TO_STAFF.burst * 2)]
    assert {answer["type"] for answer in answers} == {"ok"}


@pytest.mark.parametrize("verb", ["whisper", "worry"])
async def test_words_for_staff_have_a_generous_pace_of_their_own(
    company: Company, clock: list[float], verb: str
) -> None:
    fields: Frame = {"body": "please"} if verb == "whisper" else {"about": "person", "seat": 3}
    await _say(company.otter, BURST + 1)
    for _ in range(TO_STAFF.burst):
        assert (await company.otter.ask(verb, **fields))["type"] == "ok"
    no = await company.otter.ask(verb, **fields)
    assert no["code"] == "too_fast"
    assert 0 < no["retry_after"] <= 1
    assert (await company.otter.ask("help"))["type"] == "ok"


@pytest.mark.parametrize("verb", ["away", "back", "since"])
async def test_a_minute_away_and_a_gap_cost_nobody_their_words(company: Company, clock: list[float], verb: str) -> None:
    fields: Frame = {"stream": "room", "pos": 0} if verb == "since" else {}
    assert (await company.otter.ask(verb, **fields))["type"] == "ok"
    assert await _say(company.otter, BURST + 1) == ["ok"] * BURST + ["too_fast"]
    assert (await company.otter.ask(verb, **fields))["type"] == "ok"


async def test_staff_have_room_for_many_things_at_once(company: Company, clock: list[float]) -> None:
    assert await _say(company.volunteer, OF_STAFF.burst) == ["ok"] * OF_STAFF.burst
    assert (await company.volunteer.ask("say", body="once more"))["code"] == "too_fast"
