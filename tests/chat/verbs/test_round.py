"""round, turn, extend, pass: turns that hurry nobody."""

from __future__ import annotations

from datetime import datetime

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from cohorts.actions import withdraw
from tests.chat.house import Frame

from .company import SYSTEM, Company, entry

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded


@pytest.fixture
async def asked(company: Company) -> int:
    """The position of a round's prompt that stands in the room."""
    pos: int = (await company.counsellor.ask("prompt", body="One OK moment", kind="round"))["pos"]
    await company.told()
    return pos


async def test_a_round_goes_through_its_order_and_only_staff_hear_when_a_turn_should_end(
    company: Company, asked: int
) -> None:
    ok = await company.counsellor.ask("round", prompt=asked, order=[2, 1], seconds=90)
    told = await company.told()
    begun = {**entry(ok, "round", SYSTEM, of=asked, order=[2, 1], seconds=90), "whose": 2}
    assert told.otter == told.heron == told.hare == [begun]
    staffs = told.volunteer[0]
    assert {**staffs, "due_at": None} == {**begun, "from": company.sam, "due_at": None}
    assert staffs["due_at"]
    walked = [await _turns(company, await company.volunteer.ask("turn", prompt=asked)) for _ in range(2)]
    assert [(turns.get("whose"), turns.get("had"), turns.get("over")) for turns in walked] == [
        (1, [2], None),
        (None, [2, 1], True),
    ]
    assert (await company.counsellor.ask("turn", prompt=asked))["code"] == "already"
    back = await _turns(company, await company.counsellor.ask("turn", prompt=asked, seat=2))
    assert (back["whose"], back["had"]) == (2, [1])


async def test_a_turn_can_be_given_more_time_and_the_order_changed(company: Company, asked: int) -> None:
    first = await _turns(company, await company.counsellor.ask("round", prompt=asked, order=[1, 2], seconds=60))
    more = await _turns(company, await company.counsellor.ask("extend", prompt=asked, seconds=30))
    assert (_time(more) - _time(first)).total_seconds() == 30
    anew = await _turns(company, await company.counsellor.ask("round", prompt=asked, order=[3, 1, 2]))
    assert (anew["order"], anew["whose"]) == ([3, 1, 2], 1)


async def test_a_second_press_or_a_late_one_takes_the_turn_from_nobody(company: Company, asked: int) -> None:
    """Both facilitators press at once, or somebody passes as they do: each said who had the turn as they pressed."""
    await company.counsellor.ask("round", prompt=asked, order=[1, 2, 3])
    first = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=1))
    no = await company.volunteer.ask("turn", prompt=asked, past=1)
    assert (no["code"], "Have a look" in no["text"]) == ("already", True)
    assert (first["whose"], first["had"]) == (2, [1])
    assert (await company.heron.ask("pass", prompt=asked))["type"] == "ok"
    assert (await company.counsellor.ask("turn", prompt=asked, past=2))["code"] == "already"
    last = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=3))
    assert (last.get("whose"), last["over"]) == (None, True)
    given = await _turns(company, await company.counsellor.ask("turn", prompt=asked, seat=1, past=0))
    assert given["whose"] == 1
    assert (await company.volunteer.ask("turn", prompt=asked, seat=3, past=0))["code"] == "already"


@pytest.mark.parametrize("wrong", [{"order": []}, {"order": [1, 1]}, {"order": [9]}, {"order": [1], "seconds": 5}])
async def test_what_is_no_order_begins_no_round(company: Company, asked: int, wrong: Frame) -> None:
    assert (await company.counsellor.ask("round", **{"prompt": asked, **wrong}))["code"] == "bad_frame"
    assert (await company.counsellor.ask("turn", prompt=asked))["code"] == "not_found"
    assert all(not each for each in await company.told())


async def test_whoever_passes_gives_no_reason_and_the_room_hears_only_that_it_went_on(
    company: Company, asked: int
) -> None:
    await company.counsellor.ask("round", prompt=asked, order=[3, 1, 2])
    await company.told()
    ok = await company.hare.ask("pass", prompt=asked)
    told = await company.told()
    assert [(each["kind"], each["from"]) for each in told.heron] == [("round", SYSTEM)]
    assert told.heron == told.otter
    assert (told.heron[0]["whose"], told.heron[0]["had"]) == (1, [3])
    assert told.hare[0] == {**entry(ok, "passed", {"seat": 3}, prompt=asked), "ref": ok["ref"]}
    assert "passed" in [each["kind"] for each in told.volunteer]


@pytest.mark.parametrize("quiet", ["pause", "close"])
async def test_while_the_room_is_quiet_a_turn_left_out_is_told_to_staff_and_the_room_hears_nothing(
    company: Company, asked: int, quiet: str
) -> None:
    await company.counsellor.ask("round", prompt=asked, order=[3, 1, 2])
    await company.counsellor.ask(quiet)
    await company.told()
    assert (await company.hare.ask("pass", prompt=asked))["type"] == "ok"
    told = await company.told()
    assert told.heron == told.otter == []
    assert [each["kind"] for each in told.volunteer] == ["passed"]


async def test_whoever_listens_tonight_is_left_out_of_every_round_until_they_would_like_a_turn(
    company: Company, asked: int
) -> None:
    await company.heron.ask("pass", prompt=asked, listening=True)
    told = await company.told()
    assert (told.otter, told.hare) == ([], [])
    begun = await _turns(company, await company.counsellor.ask("round", prompt=asked, order=[2, 1]))
    assert begun["whose"] == 1
    later = (await company.counsellor.ask("prompt", body="Another", kind="round"))["pos"]
    assert (await company.heron.ask("pass", prompt=asked))["code"] == "not_found", "we have moved on"
    begun = await _turns(company, await company.counsellor.ask("round", prompt=later, order=[2, 1]))
    assert begun["whose"] == 1
    await company.heron.ask("pass", prompt=later, on=False)
    on = await _turns(company, await company.counsellor.ask("turn", prompt=later))
    assert on["whose"] == 2


@pytest.mark.parametrize("why", ["aside", "eject", "withdraw"])
async def test_nobody_who_is_out_of_the_room_or_the_course_is_given_a_turn(
    company: Company, asked: int, why: str
) -> None:
    await company.counsellor.ask("round", prompt=asked, order=[1, 2, 3])
    if why == "withdraw":
        assert await database_sync_to_async(withdraw)(company.house.evening.heron, timezone.now())
    else:
        assert (await company.counsellor.ask(why, seat=2, reason="x"))["type"] == "ok"
    no = await company.counsellor.ask("turn", prompt=asked, seat=2)
    assert no["code"] == {"withdraw": "not_found"}.get(why, "not_allowed")
    on = await _turns(company, await company.counsellor.ask("turn", prompt=asked))
    assert (on["whose"], on["had"]) == (3, [1])
    assert (await company.hare.ask("pass", prompt=asked))["type"] == "ok"
    over = await company.counsellor.entry("round", over=True)
    assert over["had"] == [1, 3]


async def test_whoever_came_once_the_turns_had_begun_has_one_before_they_are_over(company: Company, asked: int) -> None:
    """By a press of Next, which names them, or as the last in the order passes."""
    await company.counsellor.ask("round", prompt=asked, order=[1])
    given = await _turns(company, await company.counsellor.ask("turn", prompt=asked, seat=3, past=1, next=True))
    assert (given["order"], given["whose"], given["had"]) == ([1, 3], 3, [1])
    wren = await company.house.enter(company.house.evening.wren)
    assert (await wren.ask("pass", prompt=asked, listening=True))["type"] == "ok"
    await company.told()
    assert (await company.hare.ask("pass", prompt=asked))["type"] == "ok"
    told = await company.told()
    assert [(each["order"], each["whose"]) for each in told.heron] == [([1, 3, 2], 2)], "wren would rather listen"
    assert (await _turns(company, await company.counsellor.ask("turn", prompt=asked)))["over"] is True


async def test_a_pass_goes_to_whoever_is_here_before_somebody_whose_line_is_away(company: Company, asked: int) -> None:
    await company.counsellor.ask("round", prompt=asked, order=[1, 2, 3])
    await company.heron.leave()
    assert (await company.otter.ask("pass", prompt=asked))["type"] == "ok"
    on = await company.counsellor.entry("round", whose=3)
    assert on["had"] == [1]
    assert (await company.hare.ask("pass", prompt=asked))["type"] == "ok"
    assert await company.counsellor.entry("round", whose=2), "their turn waits for them"


async def test_next_gives_nobody_a_turn_whose_line_is_away_and_takes_none_from_them(
    company: Company, asked: int
) -> None:
    """All who are here had theirs: it is over, and whoever comes back has not had a turn."""
    await company.counsellor.ask("round", prompt=asked, order=[1, 2, 3])
    await company.heron.leave()
    on = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=1))
    assert (on["whose"], on["had"]) == (3, [1]), "also from a page that does not say that it means the next"
    over = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=3, next=True))
    assert (over.get("whose"), over["had"], over["over"]) == (None, [1, 3], True)
    no = await company.counsellor.ask("turn", prompt=asked, past=0, next=True, seat=2)
    assert no["code"] == "already", "the next of nobody"
    await company.house.enter(company.house.evening.heron)
    back = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=0, seat=2))
    assert (back["whose"], back["had"]) == (2, [1, 3])


async def test_whose_line_goes_in_the_middle_of_their_turn_has_it_still_to_come(company: Company, asked: int) -> None:
    await company.counsellor.ask("round", prompt=asked, order=[2, 1])
    await company.heron.leave()
    on = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=2, seat=1, next=True))
    assert (on["whose"], on.get("had", [])) == (1, [])
    await company.house.enter(company.house.evening.heron)
    back = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=1, next=True))
    assert (back["whose"], back["had"]) == (2, [1])


async def test_the_turns_go_past_whoever_has_a_breather_and_theirs_is_still_to_come(
    company: Company, asked: int
) -> None:
    await company.counsellor.ask("mute", seat=2, seconds=300, reason="x")
    begun = await _turns(company, await company.counsellor.ask("round", prompt=asked, order=[2, 1, 3]))
    assert begun["whose"] == 1
    on = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=1, seat=2, next=True))
    assert (on["whose"], on["had"]) == (3, [1]), "also where a page still meant them as the next"
    await company.counsellor.ask("unmute", seat=2)
    back = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=3, next=True))
    assert (back["whose"], back["had"]) == (2, [1, 3])


async def test_whoever_is_given_a_breather_in_the_middle_of_their_turn_has_it_still_to_come(
    company: Company, asked: int
) -> None:
    await company.counsellor.ask("round", prompt=asked, order=[2, 1])
    await company.counsellor.ask("mute", seat=2, seconds=300, reason="x")
    on = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=2, seat=1, next=True))
    assert (on["whose"], on.get("had", [])) == (1, [])
    await company.counsellor.ask("unmute", seat=2)
    back = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=1, next=True))
    assert (back["whose"], back["had"]) == (2, [1])


async def test_a_pass_gives_no_turn_to_whoever_has_a_breather_and_they_may_be_given_it_by_name(
    company: Company, asked: int
) -> None:
    await company.counsellor.ask("round", prompt=asked, order=[1, 2, 3])
    await company.counsellor.ask("mute", seat=2, seconds=300, reason="x")
    assert (await company.otter.ask("pass", prompt=asked))["type"] == "ok"
    await company.counsellor.entry("round", whose=3)
    assert (await company.hare.ask("pass", prompt=asked))["type"] == "ok"
    over = await company.counsellor.entry("round", over=True)
    assert (over.get("whose"), over["had"]) == (None, [1, 3])
    given = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=0, seat=2))
    assert given["whose"] == 2


@pytest.mark.parametrize("why", ["pass", "listen", "away", "aside", "had"])
async def test_next_goes_past_whoever_it_names_once_they_rest_or_are_not_here(
    company: Company, asked: int, why: str
) -> None:
    """The page showed them as the next, and it changed as Next was pressed. "Give turn" means them, and says so."""
    await company.counsellor.ask("round", prompt=asked, order=[1, 2])
    if why in {"pass", "listen"}:
        await company.heron.ask("pass", prompt=asked, listening=why == "listen")
    elif why == "away":
        await company.heron.leave()
    elif why == "aside":
        await company.counsellor.ask("aside", seat=2, reason="x")
    else:
        for seat in (2, 1):
            await company.volunteer.ask("turn", prompt=asked, seat=seat)
    on = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=1, seat=2, next=True))
    assert on["whose"] == 3, "hare came late, and is still to come"
    if why in {"pass", "listen"}:
        given = await _turns(company, await company.counsellor.ask("turn", prompt=asked, past=3, seat=2))
        assert given["whose"] == 2


async def _turns(company: Company, ok: Frame) -> Frame:
    assert ok["type"] == "ok", ok
    return await company.counsellor.entry("round", pos=ok["pos"])


def _time(turns: Frame) -> datetime:
    return datetime.fromisoformat(turns["due_at"])
