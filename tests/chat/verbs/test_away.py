"""away, back: a young person needs a minute. Only staff are told; the seat is kept."""

from __future__ import annotations

from functools import partial

import pytest

from tests.chat.house import Frame

from .company import Company, rows

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded


def _says_of_hare(frame: Frame, **fields: object) -> bool:
    lines = frame.get("people", []) if frame["type"] == "people" else []
    return any(line["seat"] == 3 and fields.items() <= line.items() for line in lines)


async def test_staff_see_who_needs_a_minute_and_nobody_else_does(company: Company) -> None:
    await company.heron.until(_says_of_hare)
    before = len(company.heron.frames)
    for verb, away in (("away", True), ("back", False)):
        heard = len(company.volunteer.frames)
        ok = await company.hare.ask(verb)
        assert ok == {"type": "ok", "ref": ok["ref"]}
        await company.volunteer.until(partial(_says_of_hare, away=away), since=heard)
    assert company.heron.frames[before:] == []
    assert not any("away" in raw for raw in company.heron.raw)


async def test_the_seat_is_still_present_to_everybody(company: Company) -> None:
    await company.hare.ask("away")
    for person in (company.house.evening.heron, company.house.evening.volunteer):
        people = (await company.house.enter(person)).welcome["people"]
        assert {line["seat"]: line["present"] for line in people}[3] is True


async def test_it_is_no_entry_and_takes_no_ref(company: Company) -> None:
    before = await rows(company.house.evening)
    await company.hare.ask("away", ref="same")
    await company.hare.ask("back", ref="same")
    assert await rows(company.house.evening) == before
    assert (await company.hare.ask("say", ref="same", body="I am here again"))["stream"] == "room"


async def test_staff_have_no_need_of_it(company: Company) -> None:
    for verb in ("away", "back"):
        assert (await company.counsellor.ask(verb))["code"] == "not_allowed"
