"""slow: each seat once in so many seconds; staff are not slowed, nor are words for them."""

from __future__ import annotations

import pytest

from tests.chat.house import Frame

from .company import SYSTEM, Company, entry

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded


async def test_everybody_hears_how_slow_and_only_staff_who_said_so(company: Company) -> None:
    ok = await company.counsellor.ask("slow", seconds=30)
    told = await company.told()
    assert told.otter == told.heron == told.hare == [entry(ok, "slow", SYSTEM, seconds=30)]
    for_staff = entry(ok, "slow", company.sam, seconds=30)
    assert told.counsellor == [{**for_staff, "ref": ok["ref"]}]
    assert told.volunteer == [for_staff]


async def test_a_seat_that_spoke_waits_and_is_told_how_long(company: Company) -> None:
    await company.counsellor.ask("slow", seconds=30)
    assert (await company.otter.ask("say", body="first"))["type"] == "ok"
    no = await company.otter.ask("say", body="second")
    assert (no["type"], no["code"]) == ("no", "slow")
    assert 25 < no["retry_after"] <= 30
    assert no["text"]
    assert (await company.heron.ask("say", body="my first"))["type"] == "ok"


async def test_what_was_said_before_counts(company: Company) -> None:
    await company.otter.ask("say", body="a moment ago")
    await company.counsellor.ask("slow", seconds=30)
    assert (await company.otter.ask("say", body="again"))["code"] == "slow"


async def test_words_that_are_held_take_their_turn_too(company: Company) -> None:
    await company.counsellor.ask("slow", seconds=30)
    assert (await company.otter.ask("say", body="read this first", as_is=True))["held"]
    assert (await company.otter.ask("say", body="again"))["code"] == "slow"


async def test_a_release_takes_nobodys_turn(company: Company) -> None:
    held = await company.otter.ask("say", body="read this first", as_is=True)
    await company.counsellor.ask("slow", seconds=1)
    await company.otter.quiet(1.1)
    await company.counsellor.ask("release", stream="seat:1", pos=held["pos"])
    assert (await company.otter.ask("say", body="my turn"))["type"] == "ok"


async def test_a_turn_comes_round_with_the_same_ref(company: Company) -> None:
    await company.counsellor.ask("slow", seconds=1)
    await company.otter.ask("say", body="first")
    no = await company.otter.ask("say", ref="mine", body="second")
    await company.otter.quiet(no["retry_after"] + 0.1)
    assert (await company.otter.ask("say", ref="mine", body="second"))["type"] == "ok"


@pytest.mark.parametrize("verb", ["whisper", "help", "worry", "react"])
async def test_only_speaking_is_slowed(company: Company, verb: str) -> None:
    await company.counsellor.ask("slow", seconds=600)
    message = await company.otter.ask("say", body="first")
    fields: dict[str, Frame] = {
        "whisper": {"body": "please"},
        "help": {},
        "worry": {"about": "person", "seat": 3},
        "react": {"pos": message["pos"], "emoji": "💜", "on": True},
    }
    assert (await company.otter.ask("say", body="second"))["code"] == "slow"
    assert (await company.otter.ask(verb, **fields[verb]))["type"] == "ok"


async def test_staff_are_not_slowed_and_lift_it_with_nothing(company: Company) -> None:
    await company.counsellor.ask("slow", seconds=600)
    for _ in range(2):
        assert (await company.volunteer.ask("say", body="slowly now"))["type"] == "ok"
    await company.otter.ask("say", body="first")
    await company.volunteer.ask("slow", seconds=0)
    assert (await company.otter.ask("say", body="second"))["type"] == "ok"


async def test_whoever_comes_later_is_welcomed_to_a_slow_room(company: Company) -> None:
    await company.counsellor.ask("slow", seconds=45)
    late = await company.house.enter(company.house.evening.wren)
    assert late.welcome["room"]["slow"] == 45
