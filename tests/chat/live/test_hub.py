"""The hub of one worker: reads a room once for all who come, forgets it in time, and outlives bad moments."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from chat.hub.hub import Hub
from chat.hub.reader import Reader
from tests.cast import Person
from tests.chat.house import PATIENCE, House
from tests.chat.live.rows import heard, places, sockets
from tests.chat.live.seams import eventually, locked, one_batch, until


def spy_on_loads(patch: pytest.MonkeyPatch, reader: Reader) -> list[list[str]]:
    """The sessions of every time this reader reads whole rooms."""
    loads: list[list[str]] = []
    load = reader.load

    async def spied(sessions: Iterable[str]) -> Any:
        loads.append(list(sessions))
        return await load(loads[-1])

    patch.setattr(reader, "load", spied)
    return loads


async def test_a_whole_cohort_that_comes_at_once_is_read_once_and_written_together(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = house.evening
    loads = spy_on_loads(monkeypatch, house.workers[0].hub._reader)
    async with one_batch(house.workers[0], 9):
        people: tuple[Person, ...] = (evening.counsellor, *evening.seats)
        coming = asyncio.gather(*(house.enter(person) for person in people))
    everyone = await coming
    assert [each.close_code for each in everyone] == [None] * 9
    assert loads == [[evening.session.public_id]]
    for each in everyone:
        await each.entry("phase", phase="open")
        assert heard(each.frames, "room") == await places(evening, "room")


async def test_a_room_nobody_listens_to_is_forgotten_and_read_again_when_somebody_comes(
    brisk: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = house.workers[0].hub
    loads = spy_on_loads(monkeypatch, hub._reader)
    await (await house.enter(house.evening.counsellor)).leave()
    monkeypatch.setattr("chat.hub.hub.FORGOTTEN_AFTER", 0.1)
    await until(lambda: not hub._rooms and not hub._doorbell._listens)
    otter = await house.enter(house.evening.otter)
    assert heard(otter.frames) == [("room", 1)]
    assert loads == [[house.evening.session.public_id]] * 2


async def test_who_comes_while_rooms_cannot_be_read_is_told_to_come_back_and_is_not_left_inside(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(sessions: Iterable[str]) -> Any:
        raise OSError("nobody answers")

    with monkeypatch.context() as patch:
        patch.setattr(house.workers[0].hub._reader, "load", fails)
        for _ in range(2):
            assert (await house.enter(house.evening.otter)).close_code == 1011
    await eventually(lambda: _nobody(house))
    assert (await house.enter(house.evening.otter)).close_code is None


async def test_of_a_room_that_could_not_be_read_or_was_let_go_of_nothing_is_heard_any_more(
    brisk: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(sessions: Iterable[str]) -> Any:
        raise OSError("nobody answers")

    hub = house.workers[0].hub
    with monkeypatch.context() as patch:
        patch.setattr(hub._reader, "load", fails)
        assert (await house.enter(house.evening.otter)).close_code == 1011
    await until(lambda: not hub._doorbell.listens())
    otter = await house.enter(house.evening.otter)
    hub._rooms.begin_anew(hub._rooms[house.evening.session.public_id])
    assert await otter.closed() == 1012
    await until(lambda: not hub._doorbell.listens())


async def test_whoever_comes_while_their_room_is_being_read_is_welcomed_to_a_room_with_them_in_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, evening = house.workers[0].hub, house.evening
    was_read, may_go_on, attached = asyncio.Event(), asyncio.Event(), asyncio.Semaphore(0)
    load, attach = hub._reader.load, hub.attach

    async def slowly(sessions: Iterable[str]) -> Any:
        found = await load(sessions)
        was_read.set()
        await may_go_on.wait()
        return found

    async def counted(*arguments: Any) -> Any:
        attached.release()
        return await attach(*arguments)

    monkeypatch.setattr(hub._reader, "load", slowly)
    monkeypatch.setattr(hub, "attach", counted)
    sam = asyncio.create_task(house.enter(evening.counsellor))
    await asyncio.wait_for(was_read.wait(), PATIENCE)
    otter = asyncio.create_task(house.enter(evening.otter))
    for _ in range(2):
        await asyncio.wait_for(attached.acquire(), PATIENCE)
    may_go_on.set()
    await sam
    assert [line["name"] for line in (await otter).welcome["people"]] == ["Teal Otter", "Sam"]


async def test_a_look_that_began_before_somebody_came_does_not_take_them_out_again(
    brisk: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, evening = house.workers[0].hub, house.evening
    await house.enter(evening.counsellor)
    was_read, may_go_on, looked_again = asyncio.Event(), asyncio.Event(), asyncio.Event()
    look, here = hub._reader.look, list[set[str]]()

    async def slowly(*arguments: Any, **more: Any) -> Any:
        here.append({row.person for row in hub._rooms[evening.session.public_id].reading.sockets})
        news = await look(*arguments, **more)
        if was_read.is_set():
            looked_again.set()
        was_read.set()
        await may_go_on.wait()
        return news

    monkeypatch.setattr(hub._reader, "look", slowly)
    await asyncio.wait_for(was_read.wait(), PATIENCE)
    await house.enter(evening.otter)
    may_go_on.set()
    await asyncio.wait_for(looked_again.wait(), PATIENCE)
    assert ["seat:1" in people for people in here[:2]] == [False, True]


async def _nobody(house: House) -> bool:
    return not await sockets(house.evening, "seat:1")


@pytest.mark.parametrize("name", ["look", "after", "sign_ins"])
async def test_a_hub_that_cannot_read_for_a_while_goes_on_afterwards(
    brisk: None, two: House, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", 1)
    await two.enter(two.evening.counsellor)
    otter, heron = await two.enter(two.evening.otter), await two.enter(two.evening.heron, worker=1)
    failed: list[str] = []

    async def fails(*arguments: object) -> Any:
        failed.append(name)
        raise OSError("nobody answers")

    with monkeypatch.context() as patch:
        patch.setattr(two.workers[1].hub._reader, name, fails)
        assert (await otter.ask("say", body="meanwhile"))["type"] == "ok"
        await until(lambda: failed)
    await heron.entry("message", body="meanwhile")
    hare = await two.enter(two.evening.hare, worker=1)
    assert (await hare.ask("say", body="afterwards"))["type"] == "ok"
    await heron.entry("message", body="afterwards")
    assert heard(heron.frames) == await places(two.evening, "room")


@pytest.mark.grown
async def test_one_session_that_is_locked_holds_up_no_other(house: House) -> None:
    evening = house.evening
    otter = await house.enter(evening.otter)
    lynx = await house.enter(evening.stranger, session=evening.elsewhere.public_id)
    async with locked(evening):
        async with one_batch(house.workers[0], 2):
            here = await otter.send("whisper", body="behind the lock")
            there = await lynx.send("whisper", body="beside it")
        assert (await lynx.answer_to(there))["type"] == "ok"
        assert (await otter.answer_to(here))["code"] == "busy"
    assert (await otter.ask("whisper", ref=here, body="behind the lock"))["type"] == "ok"


async def test_what_comes_of_a_batch_waits_for_no_other_turn_of_the_loop(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.enter(house.evening.counsellor)
    otter = await house.enter(house.evening.otter)
    worker, sent = house.workers[0], list[list[str]]()
    told = worker.journal._told

    def spied(outcome: Any) -> None:
        before = len(otter.frames)
        told(outcome)
        sent.append([frame["type"] for frame in otter.frames[before:]])

    monkeypatch.setattr(worker.journal, "_told", spied)
    assert (await otter.ask("say", body="at once"))["type"] == "ok"
    assert sent[0] == ["entry", "ok"]


@pytest.fixture
def hundred(monkeypatch: pytest.MonkeyPatch) -> tuple[Hub, list[float], dict[str, list[list[Any]]]]:
    """A hub with a hundred rooms that is never asked to do anything for them; how it slept, and what it would do."""
    hub, slept, parts = Hub(Reader()), list[float](), dict[str, list[list[Any]]]()
    dict.update(hub._rooms, {str(number): SimpleNamespace(listeners=[number]) for number in range(100)})

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    def noting(name: str) -> Callable[..., Awaitable[None]]:
        async def note(few: Iterable[Any], *_: object) -> None:
            parts.setdefault(name, []).append(list(few))

        return note

    monkeypatch.setattr("chat.hub.hub.asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(hub, "_attend", lambda few: parts.setdefault("_attend", []).append(list(few)))
    for name in ("_end", "_look", "_look_closer"):
        monkeypatch.setattr(hub, name, noting(name))
    return hub, slept, parts


Hundred = tuple[Hub, list[float], dict[str, list[list[Any]]]]
DUE = ("_attend", "_end", "_look", "_look_closer")


async def test_what_is_due_each_second_is_dealt_out_over_it(hundred: Hundred) -> None:
    hub, slept, parts = hundred
    await hub._tick()
    assert [sum(map(len, parts[name])) for name in DUE] == [100, 100, 34, 4]
    assert [max(map(len, parts[name])) for name in DUE] == [15, 15, 12, 4]
    # No time passes here: each part waits for its own moment, however long the one before it took.
    assert slept == pytest.approx([part / 7 for part in range(1, 8)], abs=0.05)


async def test_while_rooms_cannot_be_looked_at_the_others_are_attended_to_and_have_their_turn_next_time(
    hundred: Hundred, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, _, parts = hundred
    look, looked_at = hub._look, list[str]()

    async def fails(few: Iterable[str]) -> None:
        looked_at.extend(few)
        raise OSError("nobody answers")

    monkeypatch.setattr(hub, "_look", fails)
    for _ in range(2):
        await hub._tick()
    assert [sum(map(len, parts[name])) for name in ("_attend", "_end")] == [200, 28], "ended by the database alone"
    assert len(looked_at) < 30
    monkeypatch.setattr(hub, "_look", look)
    for _ in range(3):
        await hub._tick()
    assert {*looked_at, *(room for few in parts["_look"] for room in few)} == set(hub._rooms)
    assert {room for few in parts["_look_closer"] for room in few} == set(list(hub._rooms)[:12])
