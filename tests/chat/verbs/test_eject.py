"""eject: the last step, for counsellors alone. The sockets close after the words that say why."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chat.hub import Hub, Listener
from tests.chat.house import Frame, House

from .company import SYSTEM, Company, entry, rows, timeless

NO_LONGER = 4403


async def test_who_is_ejected_reads_why_and_every_tab_closes(company: Company) -> None:
    tabs = [company.hare, await company.house.enter(company.house.evening.hare)]
    ok = await company.counsellor.ask("eject", seat=3, reason="threats", text="We have to stop here tonight")
    for tab in tabs:
        assert await tab.closed() == NO_LONGER
        last = timeless(tab.entries("seat:3")[-1])
        assert last == entry(ok, "eject", SYSTEM, text="We have to stop here tonight")


async def test_staff_read_the_reason_and_the_other_seats_nothing(company: Company) -> None:
    ok = await company.counsellor.ask("eject", seat=3, reason="threats")
    await company.hare.closed()
    marker = await company.counsellor.ask("say", body="let us go on")
    for seat in (company.otter, company.heron):
        await seat.entry("message", pos=marker["pos"])
        assert not any(word in raw for raw in seat.raw for word in ("eject", "threats"))
    seen = await company.volunteer.entry("eject", pos=ok["pos"])
    assert (seen["reason"], seen["from"]) == ("threats", company.sam)


async def test_on_the_other_worker_too(two: House) -> None:
    counsellor = await two.enter(two.evening.counsellor)
    tabs = [await two.enter(two.evening.hare, worker=worker) for worker in (0, 1)]
    await counsellor.ask("eject", seat=3, reason="threats")
    assert [await tab.closed() for tab in tabs] == [NO_LONGER, NO_LONGER]
    assert (await two.enter(two.evening.hare, worker=1)).close_code == NO_LONGER


async def test_somebody_ejected_cannot_come_back_until_a_counsellor_readmits_them(company: Company) -> None:
    await company.otter.ask("say", body="missed")
    await company.counsellor.ask("eject", seat=3, reason="threats")
    assert await company.hare.closed() == NO_LONGER
    refused = await company.house.enter(company.house.evening.hare)
    assert refused.close_code == NO_LONGER
    assert refused.frames == []
    assert (await company.volunteer.ask("readmit", seat=3))["code"] == "not_allowed"
    assert (await company.counsellor.ask("readmit", seat=3, reason="we talked"))["type"] == "ok"
    back = await company.house.enter(company.house.evening.hare)
    assert any(each.get("body") == "missed" for each in back.entries())
    assert (await back.ask("say", body="thank you"))["type"] == "ok"


@pytest.mark.parametrize("verb", ["say", "help", "whisper", "worry"])
async def test_what_was_on_its_way_is_not_done_any_more(company: Company, verb: str) -> None:
    asks: dict[str, Frame] = {"say": {"body": "x"}, "help": {}, "whisper": {"body": "x"}, "worry": {"about": "person"}}
    await company.counsellor.ask("eject", seat=3, reason="threats")
    await company.hare.send(verb, **asks[verb])
    assert await company.hare.closed() == NO_LONGER
    assert [row.kind for row in await rows(company.house.evening, asker="seat:3")] == []


async def test_a_volunteer_does_not_take_the_last_step(company: Company) -> None:
    assert (await company.volunteer.ask("eject", seat=3, reason="x"))["code"] == "not_allowed"
    assert all(not each for each in await company.told())


async def test_somebody_set_aside_can_still_be_ejected_and_only_once(company: Company) -> None:
    await company.counsellor.ask("aside", seat=3, reason="x")
    assert (await company.counsellor.ask("eject", seat=3, reason="x"))["type"] == "ok"
    assert (await company.counsellor.ask("eject", seat=3, reason="x"))["code"] == "already"
    assert (await company.counsellor.ask("aside", seat=3, reason="x"))["code"] == "already"


async def test_whoever_is_just_coming_in_is_not_forgotten(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_door, let_in = asyncio.Event(), asyncio.Event()
    attach = Hub.attach

    async def slowly(hub: Hub, *arrival: Any) -> Listener:
        at_the_door.set()
        await let_in.wait()
        return await attach(hub, *arrival)

    monkeypatch.setattr(Hub, "attach", slowly)
    coming = asyncio.create_task(company.house.enter(company.house.evening.wren))
    await at_the_door.wait()
    await company.counsellor.ask("eject", seat=4, reason="threats")
    let_in.set()
    wren = await coming
    assert (wren.close_code, wren.frames) == (NO_LONGER, [])


async def test_an_undo_takes_back_no_step_that_was_taken_since(company: Company) -> None:
    aside = await company.volunteer.ask("aside", seat=3, reason="x")
    await company.counsellor.ask("eject", seat=3, reason="threats")
    await company.hare.closed()
    for one in company.staff:
        no = await one.ask("readmit", seat=3, of=aside["pos"])
        assert (no["code"], no["text"]) == ("already", "It has changed since. Please look first.")
    assert (await company.house.enter(company.house.evening.hare)).close_code == NO_LONGER


async def test_whoever_was_out_of_the_room_is_so_still_once_an_eject_is_undone(company: Company) -> None:
    await company.volunteer.ask("aside", seat=3, reason="x")
    eject = await company.counsellor.ask("eject", seat=3, reason="threats")
    await company.hare.closed()
    assert (await company.volunteer.ask("readmit", seat=3, of=eject["pos"]))["code"] == "not_allowed"
    ok = await company.counsellor.ask("readmit", seat=3, of=eject["pos"])
    seen = await company.volunteer.entry("readmit", pos=ok["pos"])
    assert timeless(seen) == entry(ok, "readmit", company.sam, aside=True)
    back = await company.house.enter(company.house.evening.hare)
    assert (back.welcome["you"]["aside"], set(back.welcome["streams"])) == (True, {"seat:3"})
    assert (await back.ask("say", body="me"))["code"] == "aside"
    staff = await company.house.enter(company.house.evening.volunteer)
    line = {person["seat"]: person for person in staff.welcome["people"]}[3]
    assert (line["aside"], line["ejected"]) == (True, False)
    assert (await company.counsellor.ask("readmit", seat=3, of=eject["pos"]))["code"] == "already", "it was undone"
    assert (await company.volunteer.ask("readmit", seat=3))["type"] == "ok"
    assert (await back.ask("say", body="I am back"))["type"] == "ok"


async def test_an_eject_that_is_undone_brings_whoever_was_in_the_room_back_into_it(company: Company) -> None:
    eject = await company.counsellor.ask("eject", seat=3, reason="threats")
    await company.hare.closed()
    assert (await company.counsellor.ask("readmit", seat=3, of=eject["pos"]))["type"] == "ok"
    back = await company.house.enter(company.house.evening.hare)
    assert (await back.ask("say", body="I am back"))["type"] == "ok"
