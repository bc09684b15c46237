"""What the database has, and what a test moves in it instead of waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from channels.db import database_sync_to_async

from chat.models import EntryRow, Lease, PresenceRow
from cohorts.models import Session
from tests.cast import Evening
from tests.chat.house import Frame, House

Place = tuple[str, int]
T = TypeVar("T")


async def in_database(work: Callable[[], T]) -> T:
    """Do something in the database, on a connection that is closed afterwards."""
    done: T = await database_sync_to_async(work)()
    return done


async def stored(session: Session) -> list[EntryRow]:
    """Every entry of a session, in the order of its turns."""
    return await in_database(lambda: list(EntryRow.objects.filter(session=session).order_by("turn")))


async def places(evening: Evening, *streams: str) -> list[Place]:
    """Where the entries of these streams stand, in the order of the database."""
    return [(row.stream, row.pos) for row in await stored(evening.session) if row.stream in streams]


def heard(frames: list[Frame], *streams: str) -> list[Place]:
    """Where the entries of these streams, or of all, stand among some frames, in the order they came."""
    entries = (frame for frame in frames if frame["type"] == "entry")
    return [(frame["stream"], frame["pos"]) for frame in entries if not streams or frame["stream"] in streams]


async def asked_for(house: House) -> list[tuple[str, str]]:
    """Who asked for what: the (asker, ref) of every stored entry that answers a request."""
    return [(row.asker, row.ref) for row in await stored(house.evening.session) if row.ref]


async def sockets(evening: Evening, person: str) -> list[PresenceRow]:
    """The sockets of a person that have not left, as far as rows say."""
    rows = PresenceRow.objects.filter(session=evening.session, person=person, left_at__isnull=True)
    return await in_database(lambda: list(rows))


async def staff_gone_since(evening: Evening, moment: datetime) -> None:
    """Every facilitator who has left the room had left it at this moment."""
    rows = PresenceRow.objects.filter(session=evening.session, person__startswith="staff:", left_at__isnull=False)
    assert await in_database(lambda: rows.update(left_at=moment))


async def worker_silent_since(name: str, moment: datetime) -> None:
    """A worker last showed a sign of life at this moment."""
    assert await in_database(lambda: Lease.objects.filter(worker=name).update(renewed_at=moment))


async def move(session: Session, by: timedelta) -> None:
    """The whole session is so much earlier or later."""
    names = ("opens_at", "starts_at", "ends_at", "closes_at")
    times = {name: getattr(session, name) + by for name in names}
    assert await in_database(lambda: Session.objects.filter(pk=session.pk).update(**times))
