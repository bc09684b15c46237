"""An asker waits five seconds; what nobody waits for any more is not done, and holds nobody up."""

from __future__ import annotations

import asyncio
import time

import pytest
from django.db import OperationalError

from chat.facts import Meeting
from tests.chat.house import House, at_once
from tests.chat.live.rows import asked_for, sockets
from tests.chat.live.seams import (
    break_commits,
    eventually,
    hold_commits,
    one_batch,
    spy_on_writes,
    until,
    waiting,
)

PATIENCE = "chat.journal.asked.PATIENCE_SECONDS"
#: A busy machine may take half a second until the writer has what was said, and what nobody waits for is not begun.
PATIENCE_SECONDS = 1.0


async def test_who_waited_too_long_is_told_busy_and_it_is_not_done_afterwards(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    monkeypatch.setattr(PATIENCE, PATIENCE_SECONDS)
    async with one_batch(house.workers[0], 2):
        await otter.send("say", ref="late", body="is anybody there")
        await asyncio.sleep(PATIENCE_SECONDS + 0.1)
        await heron.send("say", ref="soon", body="I am")
    assert (await heron.answer_to("soon"))["type"] == "ok"
    assert (await otter.answer_to("late"))["code"] == "busy"
    assert ("seat:1", "late") not in await asked_for(house)
    assert (await otter.ask("say", ref="late", body="is anybody there"))["type"] == "ok"


async def test_busy_comes_in_time_even_while_the_writer_hangs(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    monkeypatch.setattr(PATIENCE, PATIENCE_SECONDS)
    gate = hold_commits(monkeypatch, house.workers[0])
    assert (await otter.ask("say", ref="mine", body="is anybody there"))["code"] == "busy"
    gate.open()
    await otter.entry("message", body="is anybody there")
    answers = [frame for frame in otter.frames if frame.get("ref") == "mine" and frame["type"] == "ok"]
    assert not answers, "who was told busy is not told ok without asking again"
    assert (await otter.ask("say", ref="mine", body="is anybody there"))["type"] == "ok"
    assert (await asked_for(house)).count(("seat:1", "mine")) == 1


async def test_a_batch_behind_a_lock_does_not_keep_the_writer_for_a_try_each(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PATIENCE, 1.2)
    await house.enter(house.evening.counsellor)
    seats = [await house.enter(who) for who in house.evening.seats]
    begun, lock = spy_on_writes(monkeypatch, house.workers[0]), house.workers[0].journal._store.lock

    def locked_away(sessions: object) -> list[Meeting]:
        time.sleep(0.4)
        raise OperationalError("the lock was not to be had")

    async with one_batch(house.workers[0], len(seats)):
        for number, seat in enumerate(seats):
            await seat.send("say", ref=f"ref {number}", body="all together")
        await until(lambda: len(house.workers[0].journal._waiting) == len(seats))
        monkeypatch.setattr(house.workers[0].journal._store, "lock", locked_away)
    answers = await at_once(*(seat.answer_to(f"ref {number}") for number, seat in enumerate(seats)))
    assert {answer["code"] for answer in answers} == {"busy"}
    monkeypatch.setattr(house.workers[0].journal._store, "lock", lock)
    assert (await seats[0].ask("say", body="and on it goes"))["type"] == "ok"
    together, alone = [len(refs) for refs in begun[:2]], [len(refs) for refs in begun[2:]]
    assert together == [8, 8]
    # One more where the machine was quick enough; the last is what was said afterwards.
    assert alone in ([1, 1], [1]), "whoever waits no longer is not tried for"


async def test_who_was_turned_away_while_the_writer_hung_is_not_left_in_the_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    otter = await house.enter(house.evening.otter)
    monkeypatch.setattr(PATIENCE, PATIENCE_SECONDS)
    gate = hold_commits(monkeypatch, house.workers[0])
    sam = await house.enter(house.evening.counsellor)
    assert sam.close_code == 1011
    gate.open()
    await otter.entry("phase", phase="open")
    assert await asked_for(house) == []
    await eventually(lambda: nobody(house, f"staff:{house.evening.counsellor.public_id}"))


async def test_who_goes_while_the_writer_cannot_write_is_gone_once_it_can(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = await house.enter(house.evening.counsellor)
    person = f"staff:{house.evening.counsellor.public_id}"
    assert len(await sockets(house.evening, person)) == 1
    with monkeypatch.context() as patch:
        begun = spy_on_writes(patch, house.workers[0])
        break_commits(patch, house.workers[0], lambda number: True, lost=False)
        await sam.leave()
        await until(lambda: begun)
        assert len(await sockets(house.evening, person)) == 1
    await eventually(lambda: nobody(house, person))


async def test_who_comes_in_while_the_answer_to_a_commit_is_lost_is_in_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_commits(monkeypatch, house.workers[0], lambda number: number == 0, lost=True)
    otter = await house.enter(house.evening.otter)
    assert otter.close_code is None
    assert len(await sockets(house.evening, "seat:1")) == 1


async def test_who_is_cut_off_while_waiting_to_come_in_is_not_left_in_the_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    otter = await house.enter(house.evening.otter)
    gate = hold_commits(monkeypatch, house.workers[0])
    ref = await otter.send("whisper", body="holds the gate")
    await gate.holds()
    coming = asyncio.create_task(house.enter(house.evening.counsellor))
    await until(lambda: waiting(house.workers[0]) == 1)
    cut = house.visitors[-1]._task
    assert cut is not None
    cut.cancel()
    await until(cut.done)
    coming.cancel()
    gate.open()
    assert (await otter.answer_to(ref))["type"] == "ok"
    await otter.entry("phase", phase="open")
    await eventually(lambda: nobody(house, f"staff:{house.evening.counsellor.public_id}"))


async def nobody(house: House, person: str) -> bool:
    """Whether no socket of a person counts as here."""
    return not await sockets(house.evening, person)
