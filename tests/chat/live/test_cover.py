"""A room without a facilitator: shut at first; later a minute's grace, then held, calmed, closed, and undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.chat.house import House, Visitor, running
from tests.chat.live.rows import staff_gone_since, worker_silent_since
from tests.chat.live.seams import announced, eventually


async def gone_for(house: House, sam: Visitor, **long: float) -> None:
    """The last facilitator leaves, and it was so long ago."""
    if sam.close_code is None and sam._task is not None and not sam._task.done():
        await sam.leave()
    await eventually(lambda: _moved(house, datetime.now(UTC) - timedelta(**long)))


async def _moved(house: House, moment: datetime) -> bool:
    try:
        await staff_gone_since(house.evening, moment)
    except AssertionError:
        return False
    return True


async def test_a_room_stays_a_lobby_until_a_facilitator_enters(house: House) -> None:
    otter = await house.enter(house.evening.otter)
    assert otter.welcome["session"]["phase"] == "lobby"
    await announced(*house.workers)
    refused = await otter.ask("say", ref="mine", body="is anybody there")
    assert (refused["type"], refused["code"]) == ("no", "not_open")
    assert otter.entries() == []
    assert (await otter.ask("whisper", body="I am here"))["type"] == "ok"
    sam = await house.enter(house.evening.counsellor)
    opened = await otter.entry("phase", phase="open")
    assert opened["from"] == {"system": True}
    assert (await otter.ask("say", ref="mine", body="is anybody there"))["type"] == "ok"
    await house.enter(house.evening.volunteer)
    await sam.quiet()
    assert len([entry for entry in sam.entries() if entry["kind"] == "phase"]) == 1


async def test_a_facilitator_who_comes_before_the_hour_does_not_open_the_room(
    an_evening: Callable[..., Any],
) -> None:
    async with running(await an_evening("lobby")) as house:
        sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
        await announced(*house.workers)
        assert sam.entries() == []
        assert (await otter.ask("say", body="early"))["code"] == "not_open"
        assert (await sam.ask("open"))["type"] == "ok"
        assert (await otter.ask("say", body="early"))["type"] == "ok"


async def test_the_last_one_to_go_leaves_a_minutes_grace(house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    await gone_for(house, sam, seconds=50)
    await announced(*house.workers)
    answer = await otter.ask("say", body="still talking")
    assert (answer["stream"], answer.get("held")) == ("room", None)
    assert [entry["kind"] for entry in otter.entries()] == ["phase", "message"]


async def test_after_a_minute_every_word_is_held_and_none_is_lost(house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    heron = await house.enter(house.evening.heron)
    assert (await heron.ask("say", body="while Sam was here"))["type"] == "ok"
    await gone_for(house, sam, seconds=61)
    await announced(*house.workers)
    answer = await otter.ask("say", body="is anybody there")
    assert (answer["type"], answer["stream"], answer["held"]) == ("ok", "seat:1", True)
    assert [entry["kind"] for entry in heron.entries()] == ["phase", "message"]
    back = await house.enter(house.evening.counsellor)
    assert (await back.ask("release", stream="seat:1", pos=answer["pos"]))["type"] == "ok"
    await heron.entry("message", body="is anybody there")
    assert (await otter.ask("say", body="there you are"))["stream"] == "room"


async def test_after_two_minutes_the_room_is_calmed_and_told_why_and_a_return_undoes_it(house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    await gone_for(house, sam, seconds=121)
    refused = await otter.ask("say", ref="mine", body="is anybody there")
    assert refused["code"] == "paused", "true before anybody has announced it"
    assert "No facilitator is here right now" in refused["text"]
    await announced(*house.workers)
    paused = await otter.entry("paused")
    assert paused["text"] == refused["text"]
    assert paused["from"] == {"system": True}
    assert "absence" not in paused
    assert (await otter.ask("help", body="now"))["type"] == "ok"
    assert (await otter.ask("whisper", body="quietly"))["type"] == "ok"
    assert (await otter.ask("worry", about="person", seat=2, body="look"))["type"] == "ok"
    await announced(*house.workers)
    back = await house.enter(house.evening.counsellor)
    await otter.entry("resumed")
    assert (await otter.ask("say", ref="mine", body="is anybody there"))["type"] == "ok"
    assert [entry["kind"] for entry in otter.entries()] == ["phase", "paused", "resumed", "message"]
    assert [entry["absence"] for entry in back.entries() if entry["kind"] == "paused"] == [True]


async def test_after_ten_minutes_the_room_closes_with_help_and_a_return_opens_it(house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    await gone_for(house, sam, seconds=61)
    held = await otter.ask("say", body="waits for Sam")
    assert held["held"]
    await gone_for(house, sam, seconds=130)
    await announced(*house.workers)
    await gone_for(house, sam, seconds=601)
    await announced(*house.workers)
    closed = await otter.entry("phase", phase="closing")
    assert closed["help"] is True
    returned = await otter.entry("returned", of=held["pos"])
    assert returned["body"] == "This stayed with the facilitators."
    assert (await otter.ask("say", ref="mine", body="is anybody there"))["code"] == "not_open"
    assert (await otter.ask("help"))["type"] == "ok"
    await announced(*house.workers)
    await house.enter(house.evening.counsellor)
    await otter.entry("resumed")
    assert (await otter.ask("say", ref="mine", body="is anybody there"))["type"] == "ok"
    kinds = [entry.get("phase") or entry["kind"] for entry in otter.entries()]
    assert kinds == ["open", "paused", "closing", "open", "resumed", "message"]


async def test_while_one_facilitator_is_here_nothing_happens(two: House) -> None:
    sam, otter = await two.enter(two.evening.counsellor), await two.enter(two.evening.otter)
    await two.enter(two.evening.volunteer, worker=1)
    await gone_for(two, sam, minutes=30)
    await announced(*two.workers)
    assert (await otter.ask("say", body="Ali is here"))["stream"] == "room"
    assert [entry["kind"] for entry in otter.entries()] == ["phase", "message"]


async def test_a_facilitator_whose_worker_died_is_not_here(two: House, monkeypatch: pytest.MonkeyPatch) -> None:
    otter = await two.enter(two.evening.otter)
    await two.enter(two.evening.counsellor, worker=1)
    assert (await otter.ask("say", body="with Sam"))["stream"] == "room"
    monkeypatch.setattr(two.workers[1].journal._store, "renew", lambda worker, *, stopped=False: None)
    await worker_silent_since(two.workers[1].name, datetime.now(UTC) - timedelta(seconds=62))
    assert (await otter.ask("say", body="without Sam"))["held"] is True
    await worker_silent_since(two.workers[1].name, datetime.now(UTC) - timedelta(seconds=125))
    await two.workers[0].herald.round()
    await otter.entry("paused")


async def test_what_a_facilitator_did_by_hand_no_coming_undoes(house: House) -> None:
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    assert (await sam.ask("pause", text="Let us breathe"))["type"] == "ok"
    await gone_for(house, sam, seconds=200)
    await announced(*house.workers)
    sam = await house.enter(house.evening.counsellor)
    assert (await otter.ask("say", body="may I"))["text"] == "Let us breathe"
    assert (await sam.ask("close"))["type"] == "ok"
    await house.enter(house.evening.volunteer)
    assert (await otter.ask("say", body="may I"))["code"] == "not_open"
    assert [entry["kind"] for entry in otter.entries()] == ["phase", "paused", "phase"]
