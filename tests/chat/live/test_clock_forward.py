"""The clock jumps ahead, or the machine was suspended: whoever is here seems gone until leases are renewed."""

from __future__ import annotations

import time

import pytest

from tests.chat.house import House
from tests.chat.live.clock import Clock
from tests.chat.live.seams import announced


async def test_a_writer_renews_its_lease_before_it_judges_who_is_here_after_a_sleep(
    clock: Clock, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    assert (await otter.ask("say", body="before"))["type"] == "ok"
    clock.leap(minutes=12)
    monkeypatch.setattr("chat.journal.journal.wall_clock", lambda: time.time() + 12 * 60)
    answer = await otter.ask("say", body="after")
    assert (answer["type"], answer.get("stream")) == ("ok", "room")


async def test_a_herald_closes_no_room_before_whoever_holds_it_could_renew_their_lease(
    clock: Clock, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    await otter.entry("phase", phase="open")
    monkeypatch.setattr(house.workers[0].journal._store, "renew", lambda worker, *, stopped=False: None)
    await announced(*house.workers)
    monkeypatch.setattr("chat.herald.SETTLED_AFTER", 60.0)
    clock.leap(minutes=12)
    for _ in range(2):
        await announced(*house.workers)
    await otter.quiet()
    assert [entry["kind"] for entry in otter.entries()] == ["phase"]
    house.workers[0].herald._unsettled_until = time.monotonic()
    await announced(*house.workers)
    await otter.entry("phase", phase="closing")
