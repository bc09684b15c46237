"""since, ping: what a socket needs to stay whole. Nothing is written by either."""

from __future__ import annotations

import pytest

from .company import Company, rows


async def test_the_entries_after_a_place_come_again_and_then_the_ok(company: Company) -> None:
    said = [(await company.otter.ask("say", body=f"words {number}"))["pos"] for number in range(3)]
    await company.told()
    heard = len(company.heron.frames)
    ok = await company.heron.ask("since", stream="room", pos=said[0])
    assert ok == {"type": "ok", "ref": ok["ref"]}
    again = company.heron.frames[heard:]
    assert [frame.get("pos") for frame in again] == [said[1], said[2], None]
    assert again[-1] == ok


async def test_what_comes_again_is_what_came(company: Company) -> None:
    await company.otter.ask("say", body="hello")
    await company.counsellor.ask("slow", seconds=0)
    await company.counsellor.ask("mute", seat=3, seconds=60, reason="x", text="a breather")
    await company.told()
    for who, stream in ((company.otter, "room"), (company.hare, "seat:3"), (company.volunteer, "seat:3")):
        first = [raw for raw in who.raw if f'"stream":"{stream}"' in raw and '"entry"' in raw]
        heard = len(who.raw)
        await who.ask("since", stream=stream, pos=0)
        assert who.raw[heard:-1] == first


@pytest.mark.parametrize("stream", ["seat:1", "seat:2", "staff", "lead", "seat:9", "nonsense"])
async def test_a_seat_asks_only_for_what_it_hears(company: Company, stream: str) -> None:
    await company.otter.ask("whisper", body="only for staff")
    no = await company.hare.ask("since", stream=stream, pos=0)
    assert no["code"] == "not_found"
    assert not any("only for staff" in raw for raw in company.hare.raw)


async def test_staff_ask_for_every_stream_but_the_leads(company: Company) -> None:
    await company.otter.ask("whisper", body="for staff")
    for stream in ("room", "staff", *(f"seat:{number}" for number in range(1, 9))):
        assert (await company.volunteer.ask("since", stream=stream, pos=0))["type"] == "ok"
    assert (await company.volunteer.ask("since", stream="lead", pos=0))["code"] == "not_found"


async def test_nothing_after_a_place_is_just_an_ok(company: Company) -> None:
    heard = len(company.heron.frames)
    assert (await company.heron.ask("since", stream="room", pos=10_000))["type"] == "ok"
    assert len(company.heron.frames) == heard + 1


async def test_a_ping_is_answered_and_neither_is_remembered(company: Company) -> None:
    assert await company.otter.ask("ping", ref="p") == {"type": "pong", "ref": "p"}
    before = await rows(company.house.evening)
    await company.otter.ask("since", ref="p", stream="room", pos=0)
    assert (await company.otter.ask("say", ref="p", body="the ref is free"))["stream"] == "room"
    assert len(await rows(company.house.evening)) == len(before) + 1
