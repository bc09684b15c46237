"""Ten rooms of eight seats and a facilitator who go on talking while something breaks.

    async with Evening(world, roaming(world.workers)) as evening:
        await evening.goes_on(2)
        ...                       # break something, mend it
        await evening.recovers()

What must hold whatever broke is judged when it ends; see `judge`.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from tests.faults import judge, page, seen
from tests.faults.outbox import Ask
from tests.faults.phone import Phone
from tests.faults.ways import Way
from tests.faults.world import SEATS, World

#: Two messages a second in every room.
EVERY = 0.5
#: Besides these now and then a word to the facilitator alone, so that there is more than one stream.
ASIDE = 0.15
ARRIVAL_SECONDS = 20
CAUGHT_UP_WITHIN = 10
#: How long we look on to tell by how much it was late.
PATIENCE = 30
WORDS = "It was a long week and I am glad to be here tonight."


class Evening:
    """All phones of ten fresh rooms."""

    def __init__(self, world: World, way: Way, *, away: bool = False, both: bool = False) -> None:
        """`away`: nobody can come back while it lasts, so no time is asked of them. `both`: two facilitators a room."""
        self.world, self._way, self.away = world, way, away
        self._places = SEATS + (2 if both else 1)
        self.rooms: list[list[Phone]] = []
        #: Who makes trouble, and is not asked to be quick or to be spared.
        self.apart: set[Phone] = set()
        self.caught_up: list[float] = []
        self.grown = 0
        self._memory: dict[int, int] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._talking: list[asyncio.Task[None]] = []

    @property
    def phones(self) -> list[Phone]:
        """Everybody."""
        return [phone for room in self.rooms for phone in room]

    @property
    def busy(self) -> int:
        """How often somebody was told `busy`."""
        return sum(phone.outbox.busy for phone in self.phones)

    async def __aenter__(self) -> Self:
        """Sign in, come in, begin to talk."""
        tickets = await asyncio.to_thread(self.world.tickets, self._places)
        self.rooms = [[Phone(ticket, self._way) for ticket in room] for room in tickets]
        self._start(phone for phone in self.phones if phone.ticket.staff)
        await self.until(lambda: all(p.is_live for p in self.phones if p.ticket.staff), ARRIVAL_SECONDS)
        self._start(phone for phone in self.phones if not phone.ticket.staff)
        await self.until(lambda: all(p.is_live for p in self.phones), ARRIVAL_SECONDS)
        self._memory = self.world.memory()
        self._talking = [asyncio.create_task(self._talk(room)) for room in self.rooms]
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Fall silent, hear everything out, go home; then judge, unless something was wrong already."""
        try:
            for task in self._talking:
                task.cancel()
            if raised == (None, None, None):
                await self._settle()
        finally:
            for task in [*self._talking, *self._tasks]:
                task.cancel()
            await asyncio.gather(*self._talking, *self._tasks, return_exceptions=True)
        if raised == (None, None, None):
            sessions = [room[0].ticket.session for room in self.rooms]
            judge.everything(self, await asyncio.to_thread(self.world.truth, sessions))

    async def goes_on(self, seconds: float) -> None:
        """Talk goes on for so long."""
        await asyncio.sleep(seconds)
        self._remember_memory()

    async def recovers(self, within: float = CAUGHT_UP_WITHIN) -> None:
        """The fault is over: everybody is back and answered, heard what was asked before its end, and is not deaf."""
        over = time.monotonic()
        await self.until(lambda: self._has_caught_up(over), PATIENCE)
        self.caught_up.append(time.monotonic() - over)
        assert self.caught_up[-1] <= within, f"caught up after {self.caught_up[-1]:.1f} s"
        await self.everybody_hears()
        self._remember_memory()

    async def everybody_hears(self) -> None:
        """Somebody in each room says something new, and everybody in it hears it."""
        rung = [(room, self.say(page.CHANCE.choice([p for p in room if p not in self.apart]))) for room in self.rooms]
        await self.until(lambda: all(_heard(room, ask) for room, ask in rung), CAUGHT_UP_WITHIN)

    @staticmethod
    def say(phone: Phone) -> Ask:
        """One message to the room."""
        return phone.outbox.add("say", body=WORDS)

    async def until(self, true: Callable[[], bool], within: float) -> None:
        """Wait until it is true; if it does not become so, tell how everybody stands."""
        deadline = time.monotonic() + within
        while not true():
            assert time.monotonic() < deadline, f"not within {within} s: {judge.standing(self.phones)}"
            await asyncio.sleep(0.05)

    @contextmanager
    def unnoticed(self) -> Iterator[None]:
        """Whatever happens in here costs nobody but those apart their line."""
        others = [phone for phone in self.phones if phone not in self.apart]
        before = [len(phone.losses) for phone in others]
        yield
        lost = [phone.losses[was:] for phone, was in zip(others, before, strict=True) if len(phone.losses) > was]
        assert lost == [], "somebody else lost their line"

    def noted(self) -> seen.Seen:
        """What is told of this evening at the end of the run."""
        boxes = [phone.outbox for phone in self.phones]
        spared = [phone for phone in self.phones if phone not in self.apart]
        return seen.Seen(
            fault="",
            acknowledged=sum(len(box.acknowledged) for box in boxes),
            busy=self.busy,
            again=sum(box.again for box in boxes),
            slowest=max((wait for box in boxes for wait in box.waits), default=0.0),
            returns=[each for phone in spared for each in phone.returns],
            caught_up=self.caught_up,
            grown=self.grown,
        )

    async def _talk(self, room: list[Phone]) -> None:
        while True:
            await asyncio.sleep(page.CHANCE.uniform(0.8 * EVERY, 1.2 * EVERY))
            phone = page.CHANCE.choice([each for each in room if each not in self.apart])
            self.say(phone)
            if page.CHANCE.random() < ASIDE:
                phone.outbox.add("note" if phone.ticket.staff else "whisper", body=WORDS)

    async def _settle(self) -> None:
        await self.until(lambda: not any(phone.outbox.open for phone in self.phones), PATIENCE)
        await self.until(lambda: all(p.is_live and _is_level(room) for room in self.rooms for p in room), PATIENCE)
        self._remember_memory()

    def _has_caught_up(self, over: float) -> bool:
        return all(
            phone.is_live and not phone.outbox.owes(over) and phone.streams.cursor("room") >= _said_in(room, over)
            for room in self.rooms
            for phone in room
        )

    def _start(self, phones: Iterator[Phone]) -> None:
        self._tasks += [asyncio.create_task(phone.run()) for phone in phones]

    def _remember_memory(self) -> None:
        now = self.world.memory()
        self.grown = max([self.grown, *(now[pid] - before for pid, before in self._memory.items() if pid in now)])


def _said_in(room: list[Phone], before: float) -> int:
    """How far the room had come, as its own people know, by what was asked before a moment."""
    oks = [ask.ok for phone in room for ask in phone.outbox.acknowledged.values() if ask.ok and ask.made <= before]
    return max((int(ok["pos"]) for ok in oks if ok["stream"] == "room"), default=0)


def _heard(room: list[Phone], ask: Ask) -> bool:
    return ask.ok is not None and all(phone.streams.cursor("room") >= ask.ok["pos"] for phone in room)


def _is_level(room: list[Phone]) -> bool:
    """Whether everybody in a room has come equally far, and has heard all that was said in any stream of theirs."""
    oks = [ask.ok for phone in room for ask in phone.outbox.acknowledged.values() if ask.ok]
    heard = all(phone.streams.cursor(ok["stream"]) >= ok["pos"] for phone in room for ok in oks if _hears(phone, ok))
    return heard and len({phone.streams.cursor("room") for phone in room}) == 1


def _hears(phone: Phone, ok: dict[str, Any]) -> bool:
    return ok["stream"] in judge.hears(phone)
