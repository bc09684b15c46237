"""An evening that a coordinator moves or cancels while people wait at its door: the room knows within moments."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from chat.came import rooms
from cohorts.actions import open_for, remove_from_shift, take_seat, withdraw
from cohorts.actions.nights import cancel_session, move_session
from cohorts.models import Seat
from tests.cast import Evening
from tests.chat.house import PATIENCE, Frame, House, running
from tests.chat.live.rows import in_database
from tests.chat.live.seams import STEP


@pytest.fixture
async def waiting(an_evening: Callable[..., Awaitable[Evening]]) -> Evening:
    """An evening whose lobby opens in an hour; people may come to its page already."""
    return await an_evening("waiting")


def cancelled(evening: Evening) -> None:
    cancel_session(evening.coordinator, evening.session, evening.cohort.version)


def moved(evening: Evening, by: timedelta) -> None:
    move_session(evening.coordinator, evening.session, evening.session.starts_at + by, evening.cohort.version)


@pytest.mark.usefixtures("brisk")
async def test_a_cancelled_evening_is_over_for_everybody_at_every_worker(waiting: Evening) -> None:
    async with running(waiting, workers=2) as house:
        there = [
            await house.enter(waiting.otter), await house.enter(waiting.heron, worker=1),
            await house.enter(waiting.counsellor), await house.enter(waiting.volunteer, worker=1),
        ]  # fmt: skip
        assert {one.welcome["session"]["phase"] for one in there} == {"waiting"}
        await in_database(lambda: cancelled(waiting))
        assert [await one.closed() for one in there] == [4410] * 4
        assert (await house.enter(waiting.otter)).close_code == 4404
        assert (await house.enter(waiting.counsellor, worker=1)).close_code == 4404


@pytest.mark.usefixtures("brisk")
async def test_a_moved_evening_has_its_new_times_within_moments(waiting: Evening) -> None:
    async with running(waiting) as house:
        otter = await house.enter(waiting.otter)
        before = otter.welcome["session"]
        await in_database(lambda: moved(waiting, timedelta(days=1)))
        fresh = before
        for _ in range(int(PATIENCE / STEP)):
            fresh = (await house.enter(waiting.heron)).welcome["session"]
            if fresh["starts_at"] != before["starts_at"]:
                break
            await asyncio.sleep(STEP)
        assert fresh["starts_at"][:10] == f"{waiting.session.starts_at + timedelta(days=1):%Y-%m-%d}"


async def test_the_seats_that_came_are_known_once_each_and_staff_never(house: House) -> None:
    evening = house.evening
    for who in (evening.otter, evening.otter, evening.heron, evening.counsellor):
        await house.enter(who)
    found = await in_database(lambda: rooms([evening.session.pk, evening.elsewhere.pk]))
    assert {pk: set(room.stays) for pk, room in found.items()} == {evening.session.pk: {1, 2}}


NEWT = "Quiet Newt"
NEVER = 10**9


def _another_takes_the_number(evening: Evening) -> tuple[Evening, Seat]:
    now = timezone.now()
    assert withdraw(evening.hare, now)
    newt = take_seat(evening.cohort, NEWT, now).seat
    assert newt.number == evening.hare.number
    return replace(evening, opened={**evening.opened, newt.public_id: open_for(newt, now)}), newt


def _of(frame: Frame, **whose: object) -> list[Frame]:
    """The lines of somebody in a list of people."""
    return [line for line in frame.get("people", ()) if all(line[key] == value for key, value in whose.items())]


def names_the_newt(frame: Frame) -> bool:
    return any(line["name"] == NEWT for line in _of(frame, seat=3))


@pytest.mark.usefixtures("brisk")
async def test_whoever_gets_a_number_before_the_lobby_opens_is_called_by_their_own_name(
    waiting: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", NEVER)
    async with running(waiting) as house:
        sam = await house.enter(waiting.counsellor)
        assert [line["name"] for line in _of(sam.welcome, seat=3)] == [waiting.hare.name]
        house.evening, who = await in_database(partial(_another_takes_the_number, waiting))
        newt = await house.enter(who)
        assert [line["name"] for line in _of(newt.welcome, seat=3)] == [NEWT]
        await sam.until(names_the_newt)


@pytest.mark.usefixtures("brisk")
async def test_a_seat_given_up_before_the_lobby_opens_has_no_line_any_more_where_staff_had_it(
    waiting: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", NEVER)
    async with running(waiting, workers=2) as house:
        sam, otter = await house.enter(waiting.counsellor, worker=1), await house.enter(waiting.otter, worker=1)
        assert _of(sam.welcome, seat=3)
        assert await in_database(lambda: withdraw(waiting.hare, timezone.now()))
        told = await sam.until(lambda frame: "off" in frame)
        assert (told["off"], _of(told, seat=3)) == (["seat:3"], [])
        assert not _of((await house.enter(waiting.volunteer)).welcome, seat=3)
        assert not any("off" in frame for frame in otter.frames), "nobody's leaving is announced to a young person"


@pytest.mark.usefixtures("brisk")
async def test_a_worker_to_which_they_did_not_come_learns_their_name_too(
    waiting: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", 1)
    async with running(waiting, workers=2) as house:
        sam = await house.enter(waiting.counsellor, worker=1)
        house.evening, who = await in_database(partial(_another_takes_the_number, waiting))
        await house.enter(who)
        await sam.until(names_the_newt)


@pytest.mark.usefixtures("brisk")
async def test_who_is_taken_off_an_evening_that_is_on_stands_as_gone_in_the_room_within_moments(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.hub.hub.AUTHORISE_EVERY", NEVER)
    evening = house.evening
    sam = await house.enter(evening.counsellor)
    assert await in_database(lambda: remove_from_shift(evening.session, evening.volunteer))
    await sam.until(lambda frame: any(line.get("left") for line in _of(frame, staff=evening.volunteer.public_id)))
