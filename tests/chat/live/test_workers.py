"""Two workers, one room: everybody hears everything, in one order, whoever wrote it."""

from __future__ import annotations

import asyncio
import time
from functools import partial

import pytest
from redis.exceptions import ConnectionError as RedisIsAway

from tests.chat.house import House, Visitor, at_once
from tests.chat.live.rows import heard, places, stored
from tests.chat.live.seams import until
from tests.ground import Ground

NEVER = 10**9
STAFF_HEARS = ("room", "staff", *(f"seat:{number}" for number in range(1, 9)))


async def test_what_two_workers_write_arrives_at_every_socket_in_one_order(unpaced: None, two: House) -> None:
    evening = two.evening
    sam, ali = await at_once(two.enter(evening.counsellor), two.enter(evening.volunteer, worker=1))
    seats = [await two.enter(who, worker=number % 2) for number, who in enumerate(evening.seats)]
    for number in range(6):
        said = [seat.ask("say", body=f"words {number}") for seat in seats]
        private = [seat.ask("whisper", body=f"quietly {number}") for seat in seats[:4]]
        notes = [each.ask("note", body=f"note {number}") for each in (sam, ali)]
        assert {answer["type"] for answer in await at_once(*said, *private, *notes)} == {"ok"}
    rows = await stored(evening.session)
    assert [row.turn for row in rows] == list(range(1, len(rows) + 1)), "turns are dense"
    everything = await places(evening, *STAFF_HEARS)
    await until(lambda: all(len(heard(each.frames)) >= len(everything) for each in (sam, ali)))
    assert heard(sam.frames) == everything
    assert heard(ali.frames) == everything
    for number, seat in enumerate(seats, 1):
        own = await places(evening, "room", f"seat:{number}")
        await until(partial(_has, seat, len(own)))
        assert heard(seat.frames) == own


async def test_the_doorbell_alone_carries_news_at_once(two: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.hub.hub.LOOK_EVERY", NEVER)
    await two.enter(two.evening.counsellor)
    otter, heron = await two.enter(two.evening.otter), await two.enter(two.evening.heron, worker=1)
    for number in range(3):
        await otter.ask("say", body=f"words {number}")
        await heron.entry("message", body=f"words {number}")


async def test_when_every_ring_is_lost_heads_are_compared_and_all_is_caught_up(
    two: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for worker in two.workers:
        monkeypatch.setattr(worker.hub._doorbell, "ring", lambda kind, session, turn=0: None)
    await two.enter(two.evening.counsellor)
    otter, heron = await two.enter(two.evening.otter), await two.enter(two.evening.heron, worker=1)
    for number in range(3):
        await otter.ask("say", body=f"words {number}")
    assert not [entry for entry in heron.entries() if entry["kind"] == "message"], "no ring told of them"
    await heron.entry("message", body="words 2")
    assert heard(heron.frames) == await places(two.evening, "room")


@pytest.mark.parametrize("problem", [RedisIsAway("gone"), OSError("gone"), RuntimeError("gone")])
async def test_a_doorbell_that_fails_decides_nothing_and_rings_again_later(
    brisk: None, two: House, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    async def fails(*arguments: object) -> None:
        raise problem

    await two.enter(two.evening.counsellor)
    otter = await two.enter(two.evening.otter)
    with monkeypatch.context() as patch:
        for worker in two.workers:
            for name in ("group_send", "group_add", "group_discard"):
                patch.setattr(worker.hub._doorbell._layer, name, fails, raising=False)
        assert (await otter.ask("say", body="nobody rings"))["type"] == "ok"
        heron = await two.enter(two.evening.heron, worker=1)
        await heron.entry("message", body="nobody rings")
        assert (await otter.ask("say", body="nor now"))["type"] == "ok"
        await heron.entry("message", body="nor now")
    monkeypatch.setattr("chat.hub.hub.LOOK_EVERY", NEVER)
    await two.workers[1].hub._doorbell.join_again()
    assert (await otter.ask("say", body="it rings again"))["type"] == "ok"
    await heron.entry("message", body="it rings again")


@pytest.mark.grown
async def test_a_valkey_that_dies_and_comes_back_costs_a_moment_and_no_word(two: House, ground: Ground) -> None:
    assert ground.valkey is not None
    await two.enter(two.evening.counsellor)
    otter, heron = await two.enter(two.evening.otter), await two.enter(two.evening.heron, worker=1)
    await otter.ask("say", body="before")
    await heron.entry("message", body="before")
    ground.valkey.stop()
    try:
        assert (await otter.ask("say", body="nobody has to wait"))["type"] == "ok"
        await heron.entry("message", body="nobody has to wait")
        hare = await two.enter(two.evening.hare, worker=1)
        assert hare.close_code is None, "people come in all the same"
        await hare.entry("message", body="nobody has to wait")
    finally:
        ground.valkey.restart()
    assert (await otter.ask("say", body="after"))["type"] == "ok"
    for each in (heron, hare):
        await each.entry("message", body="after")
        assert heard(each.frames) == await places(two.evening, "room")


def _has(visitor: Visitor, entries: int) -> bool:
    return len(heard(visitor.frames)) >= entries


async def test_a_room_that_is_one_workers_own_is_not_rung_for_until_another_one_comes(
    two: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.hub.LOOK_EVERY", NEVER)
    monkeypatch.setattr("chat.hub.neighbours.SETTLES_IN", 0.0)
    rung: list[str] = []
    layer = two.workers[0].hub._doorbell._layer
    send = layer.group_send

    async def count(group: str, message: dict[str, object]) -> None:
        rung.append(str(message["type"]))
        await send(group, message)

    monkeypatch.setattr(layer, "group_send", count)
    await two.enter(two.evening.counsellor)
    otter = await two.enter(two.evening.otter)
    session, mine = two.evening.session.public_id, two.workers[0].hub._doorbell._neighbours
    await until(lambda: "comes" in rung and mine.alone(session, time.monotonic()))
    rung.clear()
    for number in range(3):
        await otter.ask("say", body=f"words {number}")
    await asyncio.sleep(0.3)
    assert "turn" not in rung
    heron = await two.enter(two.evening.heron, worker=1)
    await heron.entry("message", body="words 2")
    await otter.ask("say", body="and now")
    await heron.entry("message", body="and now")
    await heron.ask("say", body="and back")
    await otter.entry("message", body="and back")
    assert "turn" in rung
