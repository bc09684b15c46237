"""Whose place ends while they are in the room: silent at once, closed within moments, on every worker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from cohorts.actions import change_role, end_sign_ins, leave_staff, remove_from_shift, sign_out, withdraw
from cohorts.models import Role, SignIn
from tests.cast import Evening
from tests.chat.house import House
from tests.chat.live.rows import asked_for, in_database
from tests.chat.live.seams import until

NEVER = 10**9
Ending = Callable[[Evening], bool]


def _withdrawn(evening: Evening) -> bool:
    return withdraw(evening.otter, timezone.now())


def _signed_out(evening: Evening) -> bool:
    return sign_out(evening.opened[evening.otter.public_id].sign_in, timezone.now())


def _off_shift(evening: Evening) -> bool:
    return remove_from_shift(evening.session, evening.volunteer)


def _left_the_house(evening: Evening) -> bool:
    return leave_staff(evening.volunteer, timezone.now())


def _another_role(evening: Evening) -> bool:
    return change_role(evening.volunteer, Role.COUNSELLOR, timezone.now())


def _signed_out_everywhere(evening: Evening) -> bool:
    return bool(end_sign_ins(evening.volunteer, timezone.now(), by=None))


SEATS = pytest.mark.parametrize(("end", "code"), [(_withdrawn, 4403), (_signed_out, 4401)])
STAFF = pytest.mark.parametrize(
    ("end", "code"),
    [(_off_shift, 4403), (_left_the_house, 4403), (_another_role, 4401), (_signed_out_everywhere, 4401)],
)


@SEATS
async def test_a_seats_sockets_close_on_every_worker_as_soon_as_it_is_rung(
    two: House, monkeypatch: pytest.MonkeyPatch, end: Ending, code: int
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", NEVER)
    sam, heron = await two.enter(two.evening.counsellor), await two.enter(two.evening.heron, worker=1)
    tabs = [await two.enter(two.evening.otter, worker=worker) for worker in (0, 1, 1)]
    assert await in_database(lambda: end(two.evening))
    assert [await tab.closed() for tab in tabs] == [code] * 3
    assert (await sam.ask("say", body="the room goes on"))["type"] == "ok"
    await heron.entry("message", body="the room goes on")
    for tab in tabs:
        assert not [entry for entry in tab.entries() if entry["kind"] == "message"]
    assert (await two.enter(two.evening.otter, worker=1)).close_code == code


@STAFF
async def test_a_facilitators_sockets_close_as_soon_as_it_is_rung(
    two: House, monkeypatch: pytest.MonkeyPatch, end: Ending, code: int
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", NEVER)
    sam = await two.enter(two.evening.counsellor)
    tabs = [await two.enter(two.evening.volunteer, worker=worker) for worker in (0, 1)]
    assert await in_database(lambda: end(two.evening))
    assert [await tab.closed() for tab in tabs] == [code] * 2
    assert (await sam.ask("note", body="for those who are left"))["type"] == "ok"
    assert not [entry for tab in tabs for entry in tab.entries("staff")]


@pytest.mark.parametrize("end", [_withdrawn, _signed_out, _off_shift, _left_the_house])
async def test_a_lost_ring_is_made_up_for_by_asking_again(
    brisk: None, two: House, monkeypatch: pytest.MonkeyPatch, end: Ending
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", 1)
    monkeypatch.setattr("cohorts.doorbell._ring_all", lambda sessions: None)
    theirs = two.evening.otter if end in (_withdrawn, _signed_out) else two.evening.volunteer
    tab, heron = await two.enter(theirs, worker=1), await two.enter(two.evening.heron, worker=1)
    await heron.quiet()
    assert tab.close_code is None
    assert await in_database(lambda: end(two.evening))
    assert await tab.closed() in {4401, 4403}
    assert heron.close_code is None


async def test_a_sign_in_that_runs_out_in_the_room_ends_there(
    brisk: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", 1)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    rows = SignIn.objects.filter(public_id=house.evening.as_id(house.evening.otter))
    assert await in_database(lambda: rows.update(expires_at=timezone.now() - timedelta(seconds=1)))
    assert await otter.closed() == 4401
    assert heron.close_code is None


@pytest.mark.parametrize(
    ("end", "code"), [(_withdrawn, 4403), (_signed_out, 4401), (_off_shift, 4403), (_left_the_house, 4403)]
)
async def test_before_any_socket_has_closed_nothing_more_is_done_for_them(
    house: House, monkeypatch: pytest.MonkeyPatch, end: Ending, code: int
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", NEVER)
    monkeypatch.setattr("cohorts.doorbell._ring_all", lambda sessions: None)
    await house.enter(house.evening.counsellor)
    theirs = house.evening.otter if end in (_withdrawn, _signed_out) else house.evening.volunteer
    tab, heron = await house.enter(theirs), await house.enter(house.evening.heron)
    assert (await tab.ask("say", ref="before", body="before"))["type"] == "ok"
    assert await in_database(lambda: end(house.evening))
    for verb, fields in (("say", {"body": "after"}), ("whisper", {"body": "after"}), ("help", {}), ("away", {})):
        await tab.send(verb, ref=f"{verb} after", **fields)
    await tab.send("say", ref="before", body="a repeat is answered after it is known who asks, and not before")
    assert await tab.closed() == code
    assert not [frame for frame in tab.frames if frame.get("ref") in {"say after", "whisper after"}]
    assert [ref for _, ref in await asked_for(house) if ref.endswith("after")] == []
    await heron.quiet()
    assert [entry["body"] for entry in heron.entries() if entry["kind"] == "message"] == ["before"]


async def test_who_is_put_out_hears_why_and_then_the_door(two: House) -> None:
    sam = await two.enter(two.evening.counsellor)
    tabs = [await two.enter(two.evening.wren, worker=worker) for worker in (0, 1)]
    assert (await sam.ask("eject", seat=4, reason="the last step", text="Please see the help page"))["type"] == "ok"
    for tab in tabs:
        assert await tab.closed() == 4403
        said = tab.entries("seat:4")[-1]
        assert (said["kind"], said["text"], said["from"]) == ("eject", "Please see the help page", {"system": True})
        assert "reason" not in said


async def test_who_comes_in_while_others_are_asked_for_again_stays(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = house.workers[0].hub
    await house.enter(house.evening.counsellor)
    asked, answered = asyncio.Event(), asyncio.Event()
    sign_ins = hub._reader.sign_ins

    async def slowly(pairs: list[tuple[int, str]]) -> Any:
        rows = await sign_ins(pairs)
        asked.set()
        await answered.wait()
        return rows

    monkeypatch.setattr(hub._reader, "sign_ins", slowly)
    authorising = asyncio.create_task(hub._authorise([house.evening.session.public_id]))
    await asked.wait()
    heron = await house.enter(house.evening.heron)
    answered.set()
    await authorising
    await heron.quiet()
    assert heron.close_code is None
    await until(lambda: (len(hub._rooms), heron.close_code) == (1, None))


async def test_who_could_not_be_asked_about_when_it_was_rung_is_asked_about_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hears_by_rings_alone(monkeypatch, house)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    fails_once(monkeypatch, house, "sign_ins")
    assert await in_database(lambda: _withdrawn(house.evening))
    async with asyncio.timeout(3):
        assert await otter.closed() == 4403
    assert heron.close_code is None


async def test_a_room_that_could_not_be_read_when_it_was_rung_for_is_read_again(
    two: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hears_by_rings_alone(monkeypatch, two)
    await two.enter(two.evening.counsellor)
    otter, heron = await two.enter(two.evening.otter), await two.enter(two.evening.heron, worker=1)
    await heron.entry("phase", phase="open")
    fails_once(monkeypatch, two, "after", worker=1)
    assert (await otter.ask("say", body="rung for in vain"))["type"] == "ok"
    async with asyncio.timeout(3):
        await heron.entry("message", body="rung for in vain")


def hears_by_rings_alone(patch: pytest.MonkeyPatch, house: House) -> None:
    """No hub looks at its rooms by itself, or asks again who may listen."""

    async def nothing(few: object) -> None:
        pass

    for worker in house.workers:
        for name in ("_look", "_look_closer"):
            patch.setattr(worker.hub, name, nothing)


def fails_once(patch: pytest.MonkeyPatch, house: House, what: str, worker: int = 0) -> None:
    """The next time this worker's hub asks the database so, it has no answer."""
    reader = house.workers[worker].hub._reader
    whole = getattr(reader, what)

    async def broken(*asked: Any) -> Any:
        patch.setattr(reader, what, whole)
        raise OperationalError("away for a moment")

    patch.setattr(reader, what, broken)
