"""What one socket may do before it is closed, and that nobody else notices."""

from __future__ import annotations

import asyncio
import gc
import json

import pytest

from chat.pace import Rate
from chat.protocol.closing import Close
from chat.protocol.edge import BadAsk
from tests.chat.house import House
from tests.chat.live.rows import heard, places, sockets
from tests.chat.live.seams import until

KIB_16 = 16 * 1024


async def test_a_client_that_says_nothing_is_closed_and_one_that_pings_is_not(
    brisk: None, unpaced: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.hub.SILENT_AFTER", 0.6)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)

    async def pinging() -> None:
        while otter.close_code is None:
            assert (await otter.ask("ping"))["type"] == "pong"
            await asyncio.sleep(0.05)

    pings = asyncio.create_task(pinging())
    assert await heron.closed() == 4408
    assert otter.close_code is None
    pings.cancel()
    assert await otter.closed() == 4408


async def test_a_socket_is_renewed_after_half_a_day(brisk: None, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    otter = await house.enter(house.evening.otter)
    monkeypatch.setattr("chat.hub.hub.RECYCLED_AFTER", 0.1)
    assert await otter.closed() == 1012


@pytest.mark.parametrize("who", ["otter", "counsellor"])
async def test_the_sixth_socket_of_somebody_closes_their_oldest_wherever_it_is(
    brisk: None, two: House, who: str
) -> None:
    evening = two.evening
    person = evening.otter if who == "otter" else evening.counsellor
    heron = await two.enter(evening.heron)
    five = [await two.enter(person, worker=worker) for worker in (0, 1, 1, 0, 1)]
    await heron.quiet()
    assert {tab.close_code for tab in five} == {None}
    sixth = await two.enter(person, worker=1)
    assert await five[0].closed() == 4409
    seventh = await two.enter(person, worker=0)
    assert await five[1].closed() == 4409
    await heron.quiet()
    assert {tab.close_code for tab in (heron, *five[2:], sixth, seventh)} == {None}
    key = "seat:1" if who == "otter" else f"staff:{evening.counsellor.public_id}"
    assert len(await sockets(evening, key)) == 5
    for tab in (*five[2:], sixth, seventh):
        assert (await tab.ask("ping"))["type"] == "pong"


async def test_a_flood_closes_no_socket_of_anybody_else_and_ends_when_they_rest(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.pace.FRAMES", Rate(30, 5.0))
    await house.enter(house.evening.counsellor)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    for _ in range(30):
        assert (await otter.ask("ping"))["type"] == "pong"
    for _ in range(30):
        await otter.send("ping")
    assert await otter.closed() == 4429
    assert (await heron.ask("say", body="all is well"))["type"] == "ok"
    again = await house.enter(house.evening.otter)
    await again.entry("message", body="all is well")
    await asyncio.sleep(0.5)
    assert (await again.ask("ping"))["type"] == "pong"


async def test_a_flood_is_counted_across_tabs_and_whoever_comes_back_begins_no_new_count(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.pace.FRAMES", Rate(30, 0.01))
    await house.enter(house.evening.counsellor)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    other_tab = await house.enter(house.evening.otter)
    for tab in (otter, other_tab):
        for _ in range(15):
            assert (await tab.ask("ping"))["type"] == "pong"
    await otter.send("ping")
    assert await otter.closed() == 4429
    again = await house.enter(house.evening.otter)
    await again.send("help")
    assert await again.closed() == 4429
    assert (await heron.ask("ping"))["type"] == "pong"


async def test_what_a_flood_brings_after_its_end_is_left_to_the_inbox_which_has_a_bound(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.pace.FRAMES", Rate(30, 0.01))
    _, straight = [await house.enter(who) for who in house.evening.seats[:2]]
    for _ in range(50):
        await straight.send("ping")
    assert straight._inbox.qsize() == 50 - 31
    assert await straight.closed() == 4429


@pytest.mark.parametrize("nonsense", [b"", b"\x00" * 20, b'{"type":"ping","ref":"x"}'])
async def test_three_frames_that_are_none_close_the_socket_and_two_do_not(house: House, nonsense: bytes) -> None:
    await house.enter(house.evening.counsellor)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    for _ in range(2):
        await otter.send_text(None, data=nonsense)
    assert (await otter.ask("say", body="still here"))["type"] == "ok"
    assert [frame["code"] for frame in otter.frames if frame["type"] == "no"] == ["bad_frame"] * 2
    await otter.send_text("{")
    assert await otter.closed() == 4400
    await heron.entry("message", body="still here")
    assert (await heron.ask("say", body="untouched"))["type"] == "ok"


async def test_words_that_are_too_long_or_none_are_no_strike(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    for _ in range(4):
        assert (await otter.ask("say", body="x" * 2001))["code"] == "too_long"
        assert (await otter.ask("say", body="   \n\t "))["code"] == "bad_frame"
    assert (await otter.ask("say", body=" " + "é" * 2000 + "\n"))["type"] == "ok"
    assert len((await otter.entry("message"))["body"]) == 2000


async def test_a_frame_of_sixteen_kib_is_read_and_one_more_byte_is_not(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    frame = json.dumps({"type": "say", "ref": "fits", "body": "💜" * 2000}, ensure_ascii=False)
    await otter.send_text(frame + " " * (KIB_16 - len(frame.encode())))
    assert (await otter.answer_to("fits"))["type"] == "ok"
    await heron.entry("message", body="💜" * 2000)
    other = frame.replace("fits", "not!")
    await otter.send_text(other + " " * (KIB_16 + 1 - len(other.encode())))
    refused = await otter.until(lambda frame: frame["type"] == "no")
    assert (refused["ref"], refused["code"]) == (None, "bad_frame")


async def test_a_reader_who_does_not_read_holds_nobody_up_and_catches_up_where_they_were(
    unpaced: None, house: House
) -> None:
    await house.enter(house.evening.counsellor)
    otter, heron, hare = [await house.enter(who) for who in house.evening.seats[:3]]
    heron.blocked = asyncio.Event()
    for number in range(150):
        assert (await otter.ask("say", body=f"words {number}"))["type"] == "ok"
    await hare.entry("message", body="words 149")
    room = await places(house.evening, "room")
    assert heard(hare.frames) == room
    assert len(heard(heron.frames)) <= 2
    heron.blocked.set()
    await heron.entry("message", body="words 149")
    assert heard(heron.frames) == room


async def test_a_reader_who_asks_and_never_reads_the_answers_is_cut(unpaced: None, house: House) -> None:
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    otter.blocked = asyncio.Event()
    for _ in range(400):
        await otter.send("ping")
    (live,) = house.workers[0].hub._rooms.values()
    (listener,) = [each for each in live.listeners if each.person.seat == 1]
    await until(lambda: listener.closing)
    assert len(listener._answers) <= 257
    otter.blocked.set()
    assert await otter.closed() == 1011
    assert (await heron.ask("ping"))["type"] == "pong"


@pytest.mark.parametrize("way", ["by the inbox", "straight"])
async def test_a_frame_that_is_none_leaves_nothing_that_only_a_look_for_rubbish_lets_go_of(
    house: House, way: str
) -> None:
    both = [await house.enter(who) for who in house.evening.seats[:2]]
    otter = both[way == "straight"]
    gc.collect()
    gc.disable()
    try:
        for broken in ("{", '{"type":"say","ref":"a","body":""}'):
            await otter.send_text(broken)
            await otter.until(lambda frame: frame["type"] == "no", since=len(otter.frames) - 1)
        # Asked of the type itself: a lazy object of a page that was asked for before would wake, and can be spent.
        assert not [each for each in gc.get_objects() if issubclass(type(each), BadAsk)]
    finally:
        gc.enable()


async def test_a_request_that_breaks_where_it_is_heard_straight_is_heard_by_nobody_and_closes_its_own_socket(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    with monkeypatch.context() as patch:
        patch.setattr("chat.judging.judged", breaks)
        await otter.send("say", ref="broken", body="is anybody there")
        assert await otter.closed() == Close.TROUBLE
    assert (await heron.ask("say", body="i am"))["type"] == "ok"
    assert [entry["body"] for entry in heron.entries() if entry["kind"] == "message"] == ["i am"]
