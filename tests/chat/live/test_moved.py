"""An evening that a coordinator moves or cancels while people wait at its door: the room knows within moments."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from chat.came import rooms
from cohorts.actions.nights import cancel_session, move_session
from tests.cast import Evening
from tests.chat.house import PATIENCE, House, running
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
