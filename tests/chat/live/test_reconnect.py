"""Coming back: welcome, what was missed, ready, and then live; from where each cursor stands."""

from __future__ import annotations

import pytest

from chat.models import EntryRow, Head
from chat.worker import Worker
from tests.chat.house import House, Visitor
from tests.chat.live.rows import heard, in_database, places


async def said(visitor: Visitor, *bodies: str) -> None:
    for body in bodies:
        assert (await visitor.ask("say", body=body))["type"] == "ok"


async def test_welcome_comes_first_then_what_was_missed_then_ready_then_live(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    await said(otter, "one", "two")
    heron = await house.enter(house.evening.heron)
    await said(otter, "three")
    await heron.entry("message", body="three")
    kinds = [frame["type"] for frame in heron.frames if frame["type"] != "people"]
    assert kinds == ["welcome", "entry", "entry", "entry", "ready", "entry"]
    assert heron.welcome["streams"] == {"room": 3, "seat:2": 0}
    assert heard(heron.frames) == [("room", 1), ("room", 2), ("room", 3), ("room", 4)]
    assert heron.frames[-1]["body"] == "three"


@pytest.mark.parametrize("own", ["seat", "seat:3"])
async def test_with_cursors_only_what_follows_them_is_sent(house: House, own: str) -> None:
    sam = await house.enter(house.evening.counsellor)
    hare = await house.enter(house.evening.hare)
    await said(hare, "one", "two", "three")
    for number in range(3):
        await hare.ask("whisper", body=f"quietly {number}")
    await sam.ask("note", body="for us")
    again = await house.enter(house.evening.hare, query=f"room=2&{own}=1")
    assert heard(again.frames) == [("room", 3), ("room", 4), ("seat:3", 2), ("seat:3", 3)]
    assert again.welcome["streams"] == {"room": 4, "seat:3": 3}
    whole = await house.enter(house.evening.hare, query=f"room=4&{own}=3")
    assert heard(whole.frames) == []
    staff = await house.enter(house.evening.counsellor, query="room=4&seat:3=3")
    assert heard(staff.frames) == [("staff", 1)]


async def test_who_comes_back_to_another_worker_misses_nothing(two: House) -> None:
    await two.enter(two.evening.counsellor)
    otter, heron = await two.enter(two.evening.otter), await two.enter(two.evening.heron)
    await said(otter, "one", "two")
    await heron.entry("message", body="two")
    await heron.leave()
    await said(otter, "three", "four")
    back = await two.enter(two.evening.heron, worker=1, query="room=3")
    assert [frame["body"] for frame in back.entries()] == ["three", "four"]
    await said(otter, "five")
    await back.entry("message", body="five")
    assert heard(heron.frames) + heard(back.frames) == await places(two.evening, "room")


async def test_a_cursor_ahead_of_the_server_means_everything_is_sent_again(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    await said(otter, "one", "two")
    await otter.ask("whisper", body="quietly")
    again = await house.enter(house.evening.otter, query="room=99&seat=1")
    assert heard(again.frames) == await places(house.evening, "room", "seat:1")


async def test_after_an_older_backup_the_room_goes_on_from_there_and_is_sent_anew(house: House) -> None:
    evening = house.evening
    await house.enter(evening.counsellor)
    otter = await house.enter(evening.otter)
    await said(otter, "one", "two")
    head = await in_database(lambda: Head.objects.get(session=evening.session))
    await said(otter, "three", "four")
    await house.workers[0].stop()

    def restore() -> None:
        EntryRow.objects.filter(session=evening.session, turn__gt=head.turn).delete()
        head.save()

    await in_database(restore)
    house.workers[0] = Worker()
    await house.workers[0].start(herald=False)
    await house.enter(evening.counsellor)
    again = await house.enter(evening.otter, query="room=5")
    assert [frame.get("body") for frame in again.entries()] == [None, "one", "two"]
    assert (await again.ask("say", body="another three"))["pos"] == 4


async def test_a_seat_cannot_learn_where_other_streams_stand_by_its_cursors(house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    otter, hare = await house.enter(house.evening.otter), await house.enter(house.evening.hare)
    await said(otter, "one")
    await sam.ask("note", body="for us")
    await hare.ask("whisper", body="quietly")
    for query in ("room=2&seat:3=1", "room=2&seat:3=2", "room=2&staff=1", "room=2&staff=2", "room=2&lead=7"):
        again = await house.enter(house.evening.otter, query=query)
        assert heard(again.frames) == [], query
        assert set(again.welcome["streams"]) == {"room", "seat:1"}
        await again.leave()


@pytest.mark.parametrize(
    "query", ["room=-1", "room=x", "room=²", "room=9999999999", "rooms=4", "%ff=%fe", "room", "&&=&"]
)
async def test_a_cursor_that_is_none_counts_as_nothing_seen(house: House, query: str) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    await said(otter, "one")
    again = await house.enter(house.evening.otter, query=query)
    assert heard(again.frames) == [("room", 1), ("room", 2)]


async def test_a_cursor_that_no_database_holds_closes_nobody_who_is_brought_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.ring.KEPT", 1)
    sam = await house.enter(house.evening.counsellor)
    await sam.ask("note", body="one more than is kept in memory")
    assert (await sam.ask("aside", seat=1, reason="a breather"))["type"] == "ok"
    otter = await house.enter(house.evening.otter, query="room=9999999999")
    assert (await sam.ask("readmit", seat=1))["type"] == "ok"
    await otter.entry("phase", phase="open")
    assert otter.close_code is None


async def test_since_sends_what_follows_and_then_answers(house: House) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    await said(otter, "one", "two", "three")
    already = len(otter.frames)
    assert await otter.ask("since", ref="gap", stream="room", pos=2) == {"type": "ok", "ref": "gap"}
    came = [frame for frame in otter.frames[already:] if frame["type"] != "people"]
    assert [(frame["type"], frame.get("pos")) for frame in came] == [("entry", 3), ("entry", 4), ("ok", None)]
    already = len(otter.frames)
    assert (await otter.ask("since", stream="room", pos=4))["type"] == "ok"
    assert heard(otter.frames[already:]) == []


@pytest.mark.parametrize("stream", ["staff", "lead", "seat:2", "seat:01", "seat:9", "Room", "seat", "x" * 12])
async def test_since_on_a_stream_one_may_not_hear_is_not_found(house: House, stream: str) -> None:
    sam = await house.enter(house.evening.counsellor)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    await sam.ask("note", body="for us")
    await heron.ask("whisper", body="quietly")
    already = len(otter.frames)
    assert (await otter.ask("since", stream=stream, pos=0))["code"] == "not_found"
    assert heard(otter.frames[already:]) == []


async def test_since_on_the_leads_stream_is_not_found_for_facilitators_too(house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    staff = house.evening.counsellor.public_id
    assert (await otter.ask("worry", about="facilitator", staff=staff, body="not right"))["type"] == "ok"
    assert await places(house.evening, "lead") == [("lead", 1)]
    assert (await sam.ask("since", stream="lead", pos=0))["code"] == "not_found"
    assert "lead" not in (await house.enter(house.evening.counsellor, query="lead=0")).welcome["streams"]


async def test_since_on_the_room_is_not_found_for_somebody_set_aside(house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    await said(otter, "one")
    assert (await sam.ask("aside", seat=1, reason="a moment"))["type"] == "ok"
    await otter.entry("aside")
    assert (await otter.ask("since", stream="room", pos=0))["code"] == "not_found"
    assert (await otter.ask("since", stream="seat:1", pos=0))["type"] == "ok"


async def test_a_stream_has_one_name_and_held_words_are_decided_under_that_alone(house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    assert (await sam.ask("mode", mode="hold_all"))["type"] == "ok"
    held = (await otter.ask("say", body="waits"))["pos"]
    for name in ("seat:01", "seat:+1", "seat: 1", "seat:1 ", "seat:１", "SEAT:1", "seat:0x1"):
        assert (await sam.ask("release", stream=name, pos=held))["code"] == "not_found", name
        assert (await sam.ask("return", stream=name, pos=held, body="no"))["code"] == "not_found", name
    assert (await sam.ask("release", stream="seat:1", pos=held))["type"] == "ok"
