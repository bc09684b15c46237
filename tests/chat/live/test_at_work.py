"""Whether the writer is at work, and how often somebody was refused: neither says what is not so."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest

from tests.chat.house import House
from tests.chat.live.seams import hold_commits, one_batch, until, waiting


async def test_a_writer_that_hangs_is_not_at_work_and_an_idle_one_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.journal.journal.RENEW_EVERY", timedelta(seconds=0.2))
    otter, journal = await house.enter(house.evening.otter), house.workers[0].journal
    await asyncio.sleep(0.5)
    monkeypatch.setattr("chat.journal.journal.AT_WORK_WITHIN", 3.0)
    for _ in range(8):
        await asyncio.sleep(0.5)
        assert journal.alive, "nothing to do is no hanging"
    gate = hold_commits(monkeypatch, house.workers[0])
    ref = await otter.send("whisper", body="is anybody there")
    await gate.holds()
    assert journal.alive, "it has only just begun"
    await until(lambda: not journal.alive)
    gate.open()
    await otter.answer_to(ref)
    await until(lambda: journal.alive)


async def test_nobody_is_counted_as_refused_who_was_answered_nor_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.journal.asked.PATIENCE_SECONDS", 0.3)
    counted: list[str] = []
    await house.enter(house.evening.counsellor)
    otter, heron = [await house.enter(who) for who in house.evening.seats[:2]]
    monkeypatch.setattr("chat.meters.refused", counted.append)
    gate = hold_commits(monkeypatch, house.workers[0])
    begun = await otter.send("whisper", body="begun")
    await gate.holds()
    late = await heron.send("whisper", body="behind it")
    await until(lambda: waiting(house.workers[0]) == 1)
    for visitor, ref in ((otter, begun), (heron, late)):
        assert (await visitor.answer_to(ref))["code"] == "busy"
    # A slow machine may take longer than that for one commit.
    monkeypatch.setattr("chat.journal.asked.PATIENCE_SECONDS", 30)
    gate.open()
    assert (await otter.ask("whisper", body="and on it goes"))["type"] == "ok"
    house.workers[0].journal.give_up_late()
    assert counted == ["busy", "busy"]


@pytest.mark.parametrize(("age", "order"), [(6, ["said", "renewed"]), (9, ["renewed", "said"])])
async def test_a_lease_is_renewed_behind_those_who_wait_until_it_is_old(
    house: House, monkeypatch: pytest.MonkeyPatch, age: float, order: list[str]
) -> None:
    await house.enter(house.evening.counsellor)
    otter, journal = await house.enter(house.evening.otter), house.workers[0].journal
    done, write, renew = list[str](), journal._write, journal._store.renew

    def written(batch: list[Any]) -> Any:
        done.append("said")
        return write(batch)

    def renewed(worker: str, *, stopped: bool = False) -> None:
        done.append("renewed")
        renew(worker, stopped=stopped)

    async with one_batch(house.workers[0], 1):
        monkeypatch.setattr(journal, "_renewed", time.monotonic() - age)
        monkeypatch.setattr(journal, "_renewed_at", time.time() - age)
        monkeypatch.setattr(journal, "_write", written)
        monkeypatch.setattr(journal._store, "renew", renewed)
        await otter.send("say", ref="waits", body="which of them is first")
    assert (await otter.answer_to("waits"))["type"] == "ok"
    await until(lambda: len(done) > 1)
    assert done == order
