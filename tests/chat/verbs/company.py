"""A small company in an open room, and what each of them has been told.

    ok = await company.counsellor.ask("slow", seconds=30)
    told = await company.told()
    assert told.heron == [entry(ok, "slow", SYSTEM, seconds=30)]

otter (seat 1) speaks, heron (seat 2) is anybody else in a seat, hare (seat 3) is whom things are done to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple, Self

from channels.db import database_sync_to_async
from django.utils import timezone

from chat.models import EntryRow
from cohorts.models import Session
from tests.cast import MINUTES, Evening
from tests.chat.house import Frame, House, Visitor

SYSTEM: Frame = {"system": True}
_MARK = "that is all so far"


class Told(NamedTuple):
    """The entries each was sent in the meantime, without their times."""

    counsellor: list[Frame]
    volunteer: list[Frame]
    otter: list[Frame]
    heron: list[Frame]
    hare: list[Frame]


@dataclass
class Company:
    """Five sockets of one worker, and how far each of them was read."""

    house: House
    counsellor: Visitor
    volunteer: Visitor
    otter: Visitor
    heron: Visitor
    hare: Visitor
    _read: list[int] = field(default_factory=lambda: [0] * 5)

    @classmethod
    async def gather(cls, house: House, **more: Any) -> Self:
        """Everybody comes in, the counsellor first, which opens the room."""
        who = house.evening
        company = cls(
            house,
            counsellor=await house.enter(who.counsellor),
            volunteer=await house.enter(who.volunteer),
            otter=await house.enter(who.otter),
            heron=await house.enter(who.heron),
            hare=await house.enter(who.hare),
            **more,
        )
        await company.told()
        return company

    @property
    def everyone(self) -> tuple[Visitor, ...]:
        return (*self.staff, *self.seats)

    @property
    def staff(self) -> tuple[Visitor, Visitor]:
        return self.counsellor, self.volunteer

    @property
    def seats(self) -> tuple[Visitor, Visitor, Visitor]:
        return self.otter, self.heron, self.hare

    @property
    def sam(self) -> Frame:
        """The counsellor, as entries say whom they are from."""
        return {"staff": self.house.evening.counsellor.public_id}

    @property
    def ali(self) -> Frame:
        """The volunteer, likewise."""
        return {"staff": self.house.evening.volunteer.public_id}

    async def told(self) -> Told:
        """What everybody was sent since this was last asked.

        Entries go out in one order across streams, so a last word to each seat shows that all before it has come.
        """
        for seat in (1, 2, 3):
            await self.counsellor.ask("whisper", seat=seat, body=_MARK)
        last = (3, 3, 1, 2, 3)
        for who, seat, since in zip(self.everyone, last, self._read, strict=True):
            await who.entry("whisper", since, stream=f"seat:{seat}", body=_MARK)
        new = [_entries(who.frames[since:]) for who, since in zip(self.everyone, self._read, strict=True)]
        self._read = [len(who.frames) for who in self.everyone]
        return Told(*new)


def entry(ok: Frame, kind: str, whose: Frame, **fields: Any) -> Frame:
    """The entry an `ok` names, whole but for its time: a field too many is a failure."""
    return {"type": "entry", "stream": ok["stream"], "pos": ok["pos"], "kind": kind, "from": whose, **fields}


def timeless(frame: Frame) -> Frame:
    """A frame without its time."""
    return {name: value for name, value in frame.items() if name != "at"}


def _entries(frames: list[Frame]) -> list[Frame]:
    return [timeless(frame) for frame in frames if frame["type"] == "entry" and frame.get("body") != _MARK]


async def rows(evening: Evening, **fields: Any) -> list[EntryRow]:
    """The rows of the session that lie in the database, in order of turn."""
    found = EntryRow.objects.filter(session=evening.session, **fields).order_by("turn")
    listed: list[EntryRow] = await database_sync_to_async(list)(found)
    return listed


async def move_clock(evening: Evening, phase: str) -> None:
    """Set the session's times so that it stands in this phase from now on, as far as the clock decides."""
    now = timezone.now()
    moments = (now + timedelta(minutes=minutes) for minutes in MINUTES[phase])
    times = dict(zip(("opens_at", "starts_at", "ends_at", "closes_at"), moments, strict=True))
    await database_sync_to_async(Session.objects.filter(pk=evening.session.pk).update)(**times)
