"""stay: a facilitator stays behind with one young person, and nobody else learns of it."""

from __future__ import annotations

import pytest

from .company import SYSTEM, Company, entry, move_clock

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded


async def test_whoever_it_is_with_reads_that_there_is_time_and_nobody_else_does(company: Company) -> None:
    ok = await company.counsellor.ask("stay", seat=3)
    told = await company.told()
    assert told.hare == [entry(ok, "stay", SYSTEM)]
    assert told.otter == told.heron == []
    assert told.volunteer == [entry(ok, "stay", company.sam)]


async def test_their_own_stream_outlasts_the_room_until_it_is_settled(company: Company) -> None:
    await company.counsellor.ask("stay", seat=3)
    await move_clock(company.house.evening, "over")
    assert (await company.heron.ask("whisper", body="good night"))["code"] == "over"
    assert (await company.hare.ask("whisper", body="you are still here"))["type"] == "ok"
    assert (await company.counsellor.ask("whisper", seat=3, body="I am"))["type"] == "ok"
    await company.counsellor.ask("settle", seat=3, outcome="talked")
    assert (await company.hare.ask("whisper", body="thank you"))["code"] == "over"


async def test_what_was_finished_too_early_is_open_again(company: Company) -> None:
    await company.hare.ask("whisper", body="one more thing")
    await company.counsellor.ask("settle", seat=3, outcome="talked")
    assert (await company.volunteer.ask("stay", seat=3))["type"] == "ok"
    assert (await company.volunteer.ask("stay", seat=3))["code"] == "already"
    await move_clock(company.house.evening, "over")
    assert (await company.hare.ask("whisper", body="as I was saying"))["type"] == "ok"


async def test_nobody_stays_with_somebody_who_was_put_out(company: Company) -> None:
    await company.counsellor.ask("eject", seat=3, reason="hurt somebody")
    assert (await company.counsellor.ask("stay", seat=3))["code"] == "not_allowed"
    assert (await company.counsellor.ask("stay", seat=6))["type"] == "ok"
