"""Whether the writer is at work."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.chat.house import House
from tests.chat.live.seams import hold_commits, until


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
