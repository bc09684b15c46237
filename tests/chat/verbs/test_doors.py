"""open, close: the doors of the room. A facilitator's coming opens it; staff may open it early, or again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.chat.house import running

from .company import SYSTEM, Company, entry, move_clock, rows


async def test_a_close_is_heard_by_all_and_only_staff_hear_whose_it_was(company: Company) -> None:
    ok = await company.counsellor.ask("close")
    told = await company.told()
    shut = entry(ok, "phase", SYSTEM, phase="closing")
    assert told.otter == told.heron == told.hare == [shut]
    assert told.counsellor == [{**shut, "from": company.sam, "ref": ok["ref"]}]
    assert told.volunteer == [{**shut, "from": company.sam}]


async def test_a_closed_room_hears_no_seat_and_staff_still_say_goodbye(company: Company) -> None:
    message = await company.otter.ask("say", body="before")
    await company.counsellor.ask("close")
    assert (await company.otter.ask("say", body="after"))["code"] == "not_open"
    assert (await company.heron.ask("react", pos=message["pos"], emoji="💜", on=True))["code"] == "not_open"
    assert (await company.volunteer.ask("say", body="goodbye, all"))["type"] == "ok"
    assert (await company.counsellor.ask("close"))["code"] == "already"


async def test_nothing_held_survives_a_close(company: Company) -> None:
    held = [(await seat.ask("say", body="read this", as_is=True))["pos"] for seat in (company.otter, company.hare)]
    await company.told()
    await company.counsellor.ask("close")
    told = await company.told()
    for given_back, pos in ((told.otter[1], held[0]), (told.hare[1], held[1])):
        assert (given_back["kind"], given_back["of"], given_back["from"]) == ("returned", pos, SYSTEM)
        assert given_back["body"]
    assert [each["kind"] for each in told.heron] == ["phase"]
    assert (await company.counsellor.ask("release", stream="seat:3", pos=held[1]))["code"] == "already"


async def test_a_close_can_be_undone_before_the_hour_is_up(company: Company) -> None:
    await company.counsellor.ask("close")
    await company.told()
    ok = await company.volunteer.ask("open")
    told = await company.told()
    assert told.heron == [entry(ok, "phase", SYSTEM, phase="open")]
    assert told.counsellor == [entry(ok, "phase", company.ali, phase="open")]
    assert (await company.otter.ask("say", body="one more thing"))["type"] == "ok"


async def test_but_not_once_the_hour_is_up(company: Company) -> None:
    await move_clock(company.house.evening, "closing")
    assert (await company.counsellor.ask("open"))["code"] == "not_allowed"
    assert (await company.otter.ask("say", body="one more thing"))["code"] == "not_open"


async def test_staff_open_a_lobby_early(an_evening: Callable[..., Any]) -> None:
    async with running(await an_evening("lobby")) as house:
        company = await Company.gather(house)
        assert company.otter.welcome["session"]["phase"] == "lobby"
        assert (await company.otter.ask("say", body="is this it?"))["code"] == "not_open"
        ok = await company.counsellor.ask("open")
        assert (await company.told()).heron == [entry(ok, "phase", SYSTEM, phase="open")]
        assert (await company.otter.ask("say", body="hello"))["type"] == "ok"


async def test_a_lobby_can_be_closed_unopened(an_evening: Callable[..., Any]) -> None:
    async with running(await an_evening("lobby")) as house:
        company = await Company.gather(house)
        assert (await company.counsellor.ask("close"))["type"] == "ok"
        late = await house.enter(house.evening.wren)
        assert late.welcome["session"]["phase"] == "closing"


async def test_the_first_facilitator_opens_a_started_room_by_coming(company: Company) -> None:
    (row,) = await rows(company.house.evening, kind="phase")
    first = company.otter.entries()[0]
    assert (row.author, row.stream, first["phase"], first["from"]) == ("system", "room", "open", SYSTEM)
    assert company.otter.welcome["session"]["phase"] == "open"
