"""What the clock makes true is announced, once, however many announce it and however late."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chat.came import rooms
from chat.herald import Herald
from chat.models import EntryRow, Lease
from chat.worker import Worker
from cohorts.models import Session, Shift
from tests.chat.house import House, at_once, running
from tests.chat.live.clock import Clock
from tests.chat.live.rows import in_database, sockets, staff_gone_since, stored, worker_silent_since
from tests.chat.live.seams import announced, eventually, until


@pytest.fixture
async def lobby(clock: Clock, an_evening: Callable[..., Any]) -> AsyncIterator[House]:
    """Two workers in a lobby that becomes a room in five minutes."""
    async with running(await an_evening("lobby"), workers=2) as both:
        yield both


async def phases(house: House) -> list[tuple[str, str]]:
    """The kinds and askers of what stands in the room, in order."""
    return [(row.kind, row.asker) for row in await stored(house.evening.session) if row.stream == "room"]


async def test_two_heralds_open_close_and_end_a_room_once_each(lobby: House, clock: Clock) -> None:
    session = lobby.evening.session
    sam = await lobby.enter(lobby.evening.counsellor)
    await announced(*lobby.workers)
    assert await phases(lobby) == []
    for moment in (session.starts_at, session.ends_at, session.closes_at):
        await clock.to(moment + timedelta(seconds=1))
        for _ in range(3):
            await announced(*lobby.workers)
    assert await phases(lobby) == [("phase", "system")] * 3
    await until(lambda: len(sam.entries()) == 3)
    assert [entry["phase"] for entry in sam.entries()] == ["open", "closing", "over"]
    (room,) = (await in_database(lambda: rooms([session.pk]))).values()
    assert session.starts_at < room.opened_at < session.ends_at < (room.closed_at or room.opened_at)


async def test_two_heralds_calm_and_close_an_unheld_room_once_each(lobby: House, clock: Clock) -> None:
    otter = await lobby.enter(lobby.evening.otter)
    sam = await lobby.enter(lobby.evening.counsellor, worker=1)
    assert (await sam.ask("open"))["type"] == "ok"
    person = f"staff:{lobby.evening.counsellor.public_id}"
    await sam.leave()
    await eventually(partial(_nobody, lobby, person))
    await in_database(lambda: _opened_long_ago(lobby.evening.session))
    for minutes in (3, 11):
        await staff_gone_since(lobby.evening, clock.now - timedelta(minutes=minutes))
        for _ in range(3):
            await announced(*lobby.workers)
    assert await phases(lobby) == [("phase", person), ("paused", "system"), ("phase", "system")]
    await otter.entry("phase", phase="closing")


async def _nobody(house: House, person: str) -> bool:
    return not await sockets(house.evening, person)


async def _leases_renewed(at: datetime) -> None:
    await in_database(lambda: Lease.objects.update(renewed_at=at))


def _opened_long_ago(session: Session) -> None:
    session.opens_at -= timedelta(hours=1)
    session.save()


async def test_a_facilitator_who_never_left_has_the_room_again_once_their_lease_is_back(
    lobby: House, clock: Clock
) -> None:
    otter, sam = await lobby.enter(lobby.evening.otter), await lobby.enter(lobby.evening.counsellor)
    assert (await sam.ask("open"))["type"] == "ok"
    await in_database(lambda: _opened_long_ago(lobby.evening.session))
    for minutes in (3, 11):
        await _leases_renewed(clock.now - timedelta(minutes=minutes))
        await announced(*lobby.workers)
    await otter.entry("phase", phase="closing")
    await _leases_renewed(clock.now)
    for _ in range(2):
        await announced(*lobby.workers)
    await otter.entry("resumed")
    assert (await otter.ask("say", body="hello again"))["type"] == "ok"


async def test_a_room_that_nobody_opens_stays_shut_past_its_hour(lobby: House, clock: Clock) -> None:
    otter = await lobby.enter(lobby.evening.otter)
    await clock.to(lobby.evening.session.starts_at + timedelta(minutes=16))
    await announced(*lobby.workers)
    assert await phases(lobby) == []
    assert (await otter.ask("say", body="hello"))["code"] == "not_open"


async def test_a_herald_that_was_asleep_all_evening_says_what_is_true_now(lobby: House, clock: Clock) -> None:
    await clock.to(lobby.evening.session.closes_at + timedelta(minutes=5))
    await announced(*lobby.workers)
    assert await phases(lobby) == [("phase", "system")]
    assert [row.kind for row in await stored(lobby.evening.elsewhere)] == ["phase"], "and of every session"


async def test_heralds_that_run_by_themselves_announce_once_too(
    clock: Clock, an_evening: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.herald.EVERY_SECONDS", 0.02)
    async with running(await an_evening("lobby"), workers=2, herald=True) as house:
        session = house.evening.session
        sam, ali = await at_once(house.enter(house.evening.counsellor), house.enter(house.evening.volunteer, worker=1))
        for phase, moment in (("open", session.starts_at), ("closing", session.ends_at), ("over", session.closes_at)):
            await clock.to(moment + timedelta(seconds=1))
            for each in (sam, ali):
                await each.entry("phase", phase=phase)
        await sam.quiet()
        assert len(await phases(house)) == 3


async def test_a_herald_survives_a_round_that_fails(
    clock: Clock, an_evening: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.herald.EVERY_SECONDS", 0.02)
    rounds: list[int] = []
    async with running(await an_evening("open"), herald=True) as house:
        herald = house.workers[0].herald
        look = herald._reader.look

        async def fails_at_first(sessions: Any, **how: Any) -> Any:
            rounds.append(1)
            if len(rounds) < 3:
                raise OSError("nobody answers")
            return await look(sessions, **how)

        monkeypatch.setattr(herald._reader, "look", fails_at_first)
        await house.enter(house.evening.counsellor)
        await clock.to(house.evening.session.ends_at + timedelta(seconds=1))
        await until(lambda: len(rounds) > 3)
        await in_database(lambda: None)
        await until(lambda: house.visitors[0].entries()[-1].get("phase") == "closing")


async def test_a_session_that_cannot_be_read_shuts_no_other(lobby: House, clock: Clock) -> None:
    lynx = await lobby.enter(lobby.evening.stranger, session=lobby.evening.elsewhere.public_id)
    assert (await lynx.ask("whisper", body="hello"))["type"] == "ok"
    broken = EntryRow.objects.filter(session=lobby.evening.elsewhere)
    await in_database(lambda: broken.update(sealed=b"nothing that opens"))
    await lobby.enter(lobby.evening.counsellor)
    await clock.to(lobby.evening.session.starts_at + timedelta(seconds=1))
    await announced(*lobby.workers)
    assert await phases(lobby) == [("phase", "system")]


async def test_a_herald_reads_no_word_that_a_room_in_its_process_has_already(
    lobby: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside, alone = lobby.workers
    sam, otter = await lobby.enter(lobby.evening.counsellor), await lobby.enter(lobby.evening.otter)
    await announced(beside, alone)
    read = [_read_by(each, monkeypatch) for each in (beside, alone)]
    assert (await sam.ask("open"))["type"] == "ok"
    for body in ("hello", "it is raining here"):
        assert (await otter.ask("say", body=body))["type"] == "ok"
    await announced(beside, alone)
    assert read == [[], [3]]
    await clock.to(lobby.evening.session.ends_at + timedelta(seconds=1))
    await announced(beside)
    await otter.entry("phase", phase="closing")


async def test_a_herald_goes_on_alone_once_a_room_beside_it_is_let_go_of(lobby: House, clock: Clock) -> None:
    (beside, _), session = lobby.workers, lobby.evening.session
    sam = await lobby.enter(lobby.evening.counsellor)
    assert (await sam.ask("open"))["type"] == "ok"
    await announced(beside)
    beside.hub._rooms.begin_anew(beside.hub._rooms[session.public_id])
    await sam.closed()
    assert beside.hub.reading(session.public_id) is None
    await clock.to(session.ends_at + timedelta(seconds=1))
    await announced(beside)
    assert [kind for kind, _ in await phases(lobby)] == ["phase", "phase"]


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside a hub"])
async def test_a_room_shut_by_absence_opens_again_by_who_came_to_work_before_it_first_opened(
    house: House, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    evening, worker = house.evening, house.workers[0]
    volunteer = Shift.objects.filter(session=evening.session, staff__role="volunteer")
    await in_database(lambda: Session.objects.filter(pk=evening.session.pk).update(least_staff=2))
    await in_database(lambda: volunteer.update(watching=True))
    herald = Herald(worker._reader, worker.journal, worker.hub.reading if beside else lambda _: None)
    otter = await house.enter(evening.otter)
    for who in (evening.counsellor, evening.volunteer):
        await house.enter(who)
    await in_database(lambda: volunteer.update(watching=False))
    await herald.round()
    await otter.entry("phase", phase="open")
    monkeypatch.setattr(worker.journal._store, "renew", lambda worker, *, stopped=False: None)
    for silent, phase in ((timedelta(minutes=11), "closing"), (timedelta(0), "open")):
        already = len(otter.frames)
        await worker_silent_since(worker.name, datetime.now(UTC) - silent)
        await herald.round()
        await otter.entry("phase", since=already, phase=phase)


def _read_by(worker: Worker, patch: pytest.MonkeyPatch) -> list[int]:
    """How many entries this worker reads after those it has, from now on, each time that there are some."""
    read: list[int] = []
    after = worker.herald._reader.after

    async def counted(known: Any) -> Any:
        found = await after(known)
        read.append(sum(map(len, found.values())))
        return found

    patch.setattr(worker.herald._reader, "after", counted)
    return read
