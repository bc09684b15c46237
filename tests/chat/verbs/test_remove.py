"""remove: from then on no seat, its author included, is sent the body by any way; staff are, marked."""

from __future__ import annotations

import asyncio

import pytest

from tests.chat.house import Frame, House, Visitor

from .company import SYSTEM, Company, entry, timeless

WORDS = "my number is on the wall"


async def _removed(company: Company, **fields: str) -> Frame:
    said = await company.hare.ask("say", body=WORDS, heads_up="numbers")
    await company.told()
    ok = await company.counsellor.ask("remove", pos=said["pos"], reason="contact details", **fields)
    return {"ok": ok, "pos": said["pos"], "ref": said["ref"]}


def _message(visitor: Visitor, pos: int) -> Frame:
    (message,) = (timeless(each) for each in visitor.entries() if each["pos"] == pos)
    return message


def _without_body(pos: int) -> Frame:
    return {"type": "entry", "stream": "room", "pos": pos, "kind": "message", "from": {"seat": 3}, "removed": True}


async def test_the_room_sees_that_it_is_gone_and_reads_no_reason(company: Company) -> None:
    gone = await _removed(company, text="We keep contacts out of the room")
    told = await company.told()
    tombstone = entry(gone["ok"], "removed", SYSTEM, of=gone["pos"], text="We keep contacts out of the room")
    assert told.otter == told.heron == told.hare == [tombstone]
    for_staff = {**tombstone, "from": company.sam, "reason": "contact details"}
    assert told.counsellor == [{**for_staff, "ref": gone["ok"]["ref"]}]
    assert told.volunteer == [for_staff]


@pytest.mark.parametrize("back", [0, 1])
@pytest.mark.parametrize("who", ["otter", "hare"])
async def test_a_seat_that_comes_back_gets_no_body_and_staff_get_it_marked(
    company: Company, who: str, back: int
) -> None:
    gone = await _removed(company)
    cast = company.house.evening
    again = await company.house.enter(getattr(cast, who), query=f"room={(gone['pos'] - 1) * back}")
    own = {"ref": gone["ref"]} if who == "hare" else {}
    assert _message(again, gone["pos"]) == {**_without_body(gone["pos"]), **own}
    assert not any(WORDS in raw for raw in again.raw)
    staff = await company.house.enter(cast.volunteer)
    marked = {"removed": True, "body": WORDS, "heads_up": "numbers"}
    assert _message(staff, gone["pos"]) == {**_without_body(gone["pos"]), **marked}


@pytest.mark.parametrize("who", ["otter", "hare"])
async def test_since_brings_no_body_back(company: Company, who: str) -> None:
    gone = await _removed(company)
    seat: Visitor = getattr(company, who)
    heard = len(seat.frames)
    assert (await seat.ask("since", stream="room", pos=0))["type"] == "ok"
    again = [frame for frame in seat.frames[heard:] if frame.get("pos") == gone["pos"]]
    assert [frame.get("removed") for frame in again] == [True]
    assert not any(WORDS in raw for raw in seat.raw[heard:])


async def test_nor_does_another_worker_or_one_that_starts_later(two: House) -> None:
    who = two.evening
    counsellor, hare = await two.enter(who.counsellor), await two.enter(who.hare)
    listening = await two.enter(who.otter, worker=1)
    said = await hare.ask("say", body=WORDS)
    await listening.entry("message", pos=said["pos"])
    ok = await counsellor.ask("remove", pos=said["pos"], reason="contact details")
    await listening.entry("removed", pos=ok["pos"])
    heard = len(listening.raw)
    await listening.ask("since", stream="room", pos=0)
    assert not any(WORDS in raw for raw in listening.raw[heard:])
    for person in (who.hare, who.heron):
        late = await two.enter(person, worker=1)
        assert _message(late, said["pos"])["removed"] is True
        assert not any(WORDS in raw for raw in late.raw)


async def test_whoever_is_slow_to_read_is_sent_what_is_true_by_then(company: Company) -> None:
    company.heron.blocked = asyncio.Event()
    first = await company.otter.ask("say", body="hello")
    gone = await _said_and_removed(company)
    company.heron.blocked.set()
    await company.heron.entry("removed", of=gone)
    assert (await company.heron.entry("message", pos=first["pos"]))["body"] == "hello"
    assert not any(WORDS in raw for raw in company.heron.raw)


async def _said_and_removed(company: Company) -> int:
    said = await company.hare.ask("say", body=WORDS)
    await company.counsellor.ask("remove", pos=said["pos"], reason="contact details")
    pos: int = said["pos"]
    return pos


async def test_only_a_message_is_removed_and_only_once(company: Company) -> None:
    gone = await _removed(company)
    assert (await company.volunteer.ask("remove", pos=gone["pos"], reason="again"))["code"] == "already"
    for pos in (gone["ok"]["pos"], 999):
        assert (await company.volunteer.ask("remove", pos=pos, reason="x"))["code"] == "not_found"


async def test_what_staff_said_can_be_taken_back_too(company: Company) -> None:
    said = await company.volunteer.ask("say", body=WORDS)
    await company.volunteer.ask("remove", pos=said["pos"], reason="a slip")
    again = await company.house.enter(company.house.evening.otter)
    assert not any(WORDS in raw for raw in again.raw)


async def test_a_released_message_loses_its_body_in_both_streams_of_its_author(company: Company) -> None:
    held = await company.hare.ask("say", body=WORDS, as_is=True)
    said = await company.counsellor.ask("release", stream="seat:3", pos=held["pos"])
    await company.counsellor.ask("remove", pos=said["pos"], reason="contact details")
    again = await company.house.enter(company.house.evening.hare)
    assert [each["kind"] for each in again.entries("seat:3")].count("held") == 1
    assert _message(again, said["pos"])["removed"] is True
    assert not any(WORDS in raw for raw in again.raw)
    staff = await company.house.enter(company.house.evening.volunteer)
    assert sum(WORDS in raw for raw in staff.raw) == 2


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker hears another's doorbell, nor compares heads by itself."""
    monkeypatch.setattr("chat.hub.doorbell.Doorbell.ring", lambda *ring: None)
    monkeypatch.setattr("chat.hub.hub.LOOK_EVERY", 10**6)


@pytest.mark.usefixtures("deaf")
@pytest.mark.parametrize("way", ["coming in", "since"])
async def test_not_even_a_worker_that_has_not_heard_of_it_yet_sends_it(two: House, way: str) -> None:
    who = two.evening
    counsellor, hare = await two.enter(who.counsellor), await two.enter(who.hare)
    said = await hare.ask("say", body=WORDS)
    socket = await two.enter(who.otter, worker=1)
    await socket.entry("message", pos=said["pos"])
    assert (await counsellor.ask("remove", pos=said["pos"], reason="contact details"))["type"] == "ok"
    heard = 0
    if way == "since":
        heard = len(socket.raw)
        await socket.ask("since", stream="room", pos=0)
    else:
        socket = await two.enter(who.heron, worker=1)
    assert any(f'"pos":{said["pos"]}' in raw for raw in socket.raw[heard:])
    assert not any(WORDS in raw for raw in socket.raw[heard:])
