"""Names are read again for somebody whose name is not known here, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from chat.hub.reader import News
from cohorts.models import Shift
from tests.chat.house import House
from tests.chat.live.rows import in_database, sockets
from tests.chat.live.seams import until


async def test_a_room_with_somebody_who_watches_does_not_read_its_names_again_at_every_look(
    brisk: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = house.evening
    await in_database(
        lambda: Shift.objects.filter(session=evening.session, staff=evening.volunteer).update(watching=True)
    )
    await house.enter(evening.volunteer)
    assert await sockets(evening, f"watcher:{evening.volunteer.public_id}")
    reader, looks, read = house.workers[0].hub._reader, list[int](), list[int]()
    look, rosters = reader.look, reader.rosters

    async def looked(*arguments: Any, **more: Any) -> News:
        looks.append(1)
        return await look(*arguments, **more)

    async def spied(pks: Iterable[int]) -> Any:
        read.append(1)
        return await rosters(pks)

    monkeypatch.setattr(reader, "look", looked)
    monkeypatch.setattr(reader, "rosters", spied)
    await until(lambda: len(looks) > 3)
    assert read == []
