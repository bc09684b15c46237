"""Whoever reloads or loses the line and comes back was there since they first came, and is not called late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from django.utils import timezone

from chat.came import rooms
from chat.models import PresenceRow
from chat.own_part import told
from cohorts.attendance import Stay
from cohorts.models import Seat
from tests.cast import Evening
from tests.chat.house import House, Visitor, running
from tests.chat.live.rows import in_database, sockets
from tests.chat.live.seams import eventually


async def stays(evening: Evening) -> Mapping[int, Stay]:
    """How long each seat was there, as it is told the next morning."""
    pk = evening.session.pk
    return (await in_database(lambda: rooms([pk])))[pk].stays


async def leaves(house: House, who: Visitor, *, others: int = 0) -> None:
    """Otter's socket goes, and it is written; so many others of theirs stay."""
    await who.leave()
    await eventually(partial(_has_left, house.evening, others))


async def _has_left(evening: Evening, others: int) -> bool:
    return len(await sockets(evening, "seat:1")) == others


async def test_who_comes_back_came_when_they_first_came(two: House) -> None:
    evening = two.evening
    await two.enter(evening.counsellor)
    otter = await two.enter(evening.otter)
    came = (await stays(evening))[1].first
    await leaves(two, otter)
    otter = await two.enter(evening.otter)
    assert (await stays(evening))[1].first == came
    tab = await two.enter(evening.otter, worker=1)
    await leaves(two, otter, others=1)
    await leaves(two, await two.enter(evening.otter, worker=1), others=1)
    await leaves(two, tab)
    stay = (await stays(evening))[1]
    assert stay.first == came
    assert await in_database(lambda: there(evening.otter)) == [stay.first, stay.last]


def there(seat: Seat) -> list[object]:
    """When they came and went, as they read it themselves."""
    (section,) = [one for one in told([seat]) if one.title == "When you were in a room"]
    return [line.at for line in section.lines]


async def test_what_they_came_by_before_is_not_kept(house: House) -> None:
    for _ in range(3):
        await leaves(house, await house.enter(house.evening.otter))
    seat = PresenceRow.objects.filter(person="seat:1")
    assert await in_database(seat.count) == 1


async def test_everybody_came_when_they_came_though_the_server_was_started_anew(evening: Evening) -> None:
    async with running(evening) as house:
        await house.everyone()
        came = {seat: stay.first for seat, stay in (await stays(evening)).items()}
    async with running(evening) as house:
        await house.everyone()
        assert {seat: stay.first for seat, stay in (await stays(evening)).items()} == came


async def test_a_look_in_before_the_lobby_opened_is_no_coming(house: House) -> None:
    evening = house.evening
    await house.enter(evening.counsellor)
    await leaves(house, await house.enter(evening.otter))
    seat, long_ago = PresenceRow.objects.filter(person="seat:1"), evening.session.opens_at - timedelta(hours=1)
    assert await in_database(lambda: seat.update(entered_at=long_ago, left_at=long_ago)) == 1
    assert 1 not in await stays(evening)
    before = timezone.now() - timedelta(seconds=5)
    await house.enter(evening.otter)
    assert (await stays(evening))[1].first > before
