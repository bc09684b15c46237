"""The queue has an end: for everybody, but not for a call for help; and for each socket a nearer one."""

from __future__ import annotations

import pytest

from tests.chat.house import House, at_once
from tests.chat.live.seams import hold_commits, one_batch, spy_on_writes, until, waiting

LONGER_THAN_THE_TEST = 300.0


async def test_a_full_queue_is_busy_except_for_staff_and_for_help(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.journal.journal.MOST_WAITING", 3)
    sam = await house.enter(house.evening.counsellor)
    otter, heron, hare, wren, robin = [await house.enter(who) for who in house.evening.seats[:5]]
    async with one_batch(house.workers[0], 6):
        waiting = [await each.send("say", body="among the first") for each in (otter, heron, hare)]
        await until(lambda: len(house.workers[0].journal._waiting) == 3)
        assert (await wren.ask("say", ref="one more", body="too many"))["code"] == "busy"
        calm = await sam.send("pause")
        breather = await sam.send("mute", seat=2, seconds=60, reason="a moment")
        called = await robin.send("help", body="now please")
    answers = await at_once(*(each.answer_to(ref) for each, ref in zip((otter, heron, hare), waiting, strict=True)))
    assert [answer["type"] for answer in answers] == ["ok"] * 3
    for visitor, ref in ((sam, calm), (sam, breather), (robin, called)):
        assert (await visitor.answer_to(ref))["type"] == "ok"
    assert (await wren.ask("say", ref="one more", body="too many"))["code"] == "paused", "it was never done"


async def test_eight_requests_of_one_socket_wait_at_most_and_nobody_else_waits_for_them(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    waiting = house.workers[0].journal._waiting
    gate = hold_commits(monkeypatch, house.workers[0])
    first = await heron.send("whisper", body="holds the gate")
    await gate.holds()
    refs = [await otter.send("whisper", body=f"words {number}") for number in range(12)]
    await until(lambda: len(waiting) == 8)
    await otter.quiet()
    assert len(waiting) == 8
    after = await heron.send("whisper", body="comes through")
    await until(lambda: len(waiting) == 9)
    gate.open()
    for visitor, ref in ((heron, first), (heron, after), *((otter, ref) for ref in refs)):
        assert (await visitor.answer_to(ref))["type"] == "ok"
    assert [entry["body"] for entry in otter.entries("seat:1")] == [f"words {number}" for number in range(12)]


async def test_a_batch_holds_a_hundred_and_twenty_eight_and_the_rest_is_the_next(
    unpaced: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.consumers.MOST_IN_FLIGHT", 100)
    await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    async with one_batch(house.workers[0], 160):
        refs = [await otter.send("say", body=f"otter {number}") for number in range(80)]
        more = [await heron.send("say", body=f"heron {number}") for number in range(80)]
    for visitor, ref in ((otter, refs[-1]), (heron, more[-1])):
        assert (await visitor.answer_to(ref))["type"] == "ok"
    await heron.entry("message", body="heron 79")
    said = [entry["body"] for entry in heron.entries() if entry["kind"] == "message"]
    assert sorted(said) == sorted(f"{who} {number}" for who in ("otter", "heron") for number in range(80))
    assert [body for body in said if body.startswith("otter")] == [f"otter {number}" for number in range(80)]


async def test_few_who_wait_are_written_at_once_and_a_busy_writer_lets_others_join_until_somebody_calls_for_help(
    unpaced: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.journal.journal.COLLECTS", LONGER_THAN_THE_TEST)
    await house.enter(house.evening.counsellor)
    otter, heron, hare = [await house.enter(who) for who in house.evening.seats[:3]]
    begun = spy_on_writes(monkeypatch, house.workers[0])
    async with one_batch(house.workers[0], 7):
        few = [await otter.send("whisper", body=f"words {number}") for number in range(7)]
    assert (await otter.answer_to(few[-1]))["type"] == "ok"
    async with one_batch(house.workers[0], 8):
        many = [await otter.send("whisper", body=f"more {number}") for number in range(8)]
    late = await heron.send("whisper", body="joins them")
    await until(lambda: waiting(house.workers[0]) >= 9)
    await otter.quiet()
    called = await hare.send("help", body="now please")
    for visitor, ref in ((hare, called), (heron, late), (otter, many[-1])):
        assert (await visitor.answer_to(ref))["type"] == "ok"
    assert begun == [few, [called, *many, late]]


async def test_a_busy_writer_lets_nobody_join_a_full_batch_or_after_a_call_for_help_or_when_it_stops(
    unpaced: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.journal.journal.COLLECTS", LONGER_THAN_THE_TEST)
    await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    with monkeypatch.context() as fewer:
        fewer.setattr("chat.journal.journal.MOST_IN_A_BATCH", 8)
        async with one_batch(house.workers[0], 8):
            full = [await otter.send("whisper", body=f"words {number}") for number in range(8)]
        assert (await otter.answer_to(full[-1]))["type"] == "ok"
    async with one_batch(house.workers[0], 9):
        refs = [await otter.send("whisper", body=f"more {number}") for number in range(8)]
        called = await heron.send("help", body="now please")
    assert (await heron.answer_to(called))["type"] == "ok"
    assert (await otter.answer_to(refs[-1]))["type"] == "ok"
    async with one_batch(house.workers[0], 8):
        last = [await otter.send("whisper", body=f"last {number}") for number in range(8)]
    await house.workers[0].journal.stop()
    assert (await otter.answer_to(last[-1]))["type"] == "ok"
