"""Where a test takes hold of a worker: before its COMMIT, after it, in its queue, at its lock."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from chat.journal import Asked
from chat.store import postgres
from chat.store.errand import Errand
from chat.verbs.enter import Leave
from chat.worker import Worker
from cohorts.models import Session
from tests.cast import Evening
from tests.chat.house import PATIENCE

HELD_SECONDS = 8.0
STEP = 0.01
#: The ref of a request that changes nothing.
NOTHING = "nothing"


@dataclass
class Gate:
    """Stands between the last statement of every transaction of a worker and its COMMIT."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    async def holds(self) -> None:
        """Wait until a transaction stands before the gate."""
        await until(self.reached.is_set)

    def open(self) -> None:
        """Let this one and all that follow through."""
        self.opened.set()


def hold_commits(patch: pytest.MonkeyPatch, worker: Worker) -> Gate:
    """From now on nothing this worker writes is committed until the gate opens."""
    store, gate = worker.journal._store, Gate()
    commit = store.commit

    def held() -> None:
        gate.reached.set()
        gate.opened.wait(HELD_SECONDS)
        commit()

    patch.setattr(store, "commit", held)
    return gate


def break_commits(patch: pytest.MonkeyPatch, worker: Worker, broken: Callable[[int], bool], *, lost: bool) -> None:
    """Break the transactions whose number is `broken`: before the COMMIT, or with its answer `lost` after it."""
    store, number = worker.journal._store, count()
    whole: Callable[[], AbstractContextManager[None]] = store.transaction
    commit = store.commit

    @contextmanager
    def fragile() -> Iterator[None]:
        this = next(number)

        def fall() -> None:
            if broken(this) and not lost:
                raise OperationalError("cut before the commit")
            commit()

        patch.setattr(store, "commit", fall)
        with whole():
            yield
        if broken(this) and lost:
            raise OperationalError("cut after the commit")

    patch.setattr(store, "transaction", fragile)


def spy_on_writes(patch: pytest.MonkeyPatch, worker: Worker) -> list[list[str]]:
    """The refs of every transaction this worker begins, in order."""
    begun: list[list[str]] = []
    write = worker.journal._write

    def spied(batch: list[Asked]) -> Any:
        if refs := [asked.ask.ref for asked in batch if asked.ask.ref != NOTHING]:
            begun.append(refs)
        return write(batch)

    patch.setattr(worker.journal, "_write", spied)
    return begun


def spy_on_journeys(patch: pytest.MonkeyPatch) -> list[list[str]]:
    """The statements of each journey of a writer from now on, by name; not those for its lease."""
    names = {text: name for name, text in vars(postgres).items() if isinstance(text, str)}
    journeys: list[list[str]] = []
    run = Errand.run

    def spied(errand: Errand) -> None:
        asked = [names.get(statement, statement) for statement, *_ in errand._asked]
        if threading.current_thread().name == "journal" and asked and "NOW" not in asked and "RENEW" not in asked:
            journeys.append(asked)
        run(errand)

    patch.setattr(Errand, "run", spied)
    return journeys


@asynccontextmanager
async def one_batch(worker: Worker, size: int) -> AsyncIterator[None]:
    """What is asked meanwhile, so many requests, goes into one batch."""
    with pytest.MonkeyPatch.context() as patch:
        gate = hold_commits(patch, worker)
        asyncio.get_running_loop().call_soon(worker.journal.ask, _nothing())
        await gate.holds()
        try:
            yield
            await until(lambda: waiting(worker) >= size)
        finally:
            patch.undo()
            gate.open()


def waiting(worker: Worker) -> int:
    """How many requests wait to be taken into a batch."""
    return len(worker.journal._waiting) + len(worker.journal._urgent)


def _nothing() -> Asked:
    return Asked("nobody-here", None, Leave(NOTHING), tell=lambda answer: None)


@asynccontextmanager
async def locked(evening: Evening) -> AsyncIterator[None]:
    """Somebody else holds the session's lock: on SQLite the write lock, on PostgreSQL the row."""
    taken, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                Session.objects.filter(pk=evening.session.pk).locked()
                taken.set()
                let_go.wait(30)
        finally:
            connections.close_all()

    holding = asyncio.create_task(asyncio.to_thread(hold))
    await until(taken.is_set)
    try:
        yield
    finally:
        let_go.set()
        await holding


async def until(true: Callable[[], Any], seconds: float = PATIENCE) -> None:
    """Wait until something is true."""
    for _ in range(int(seconds / STEP)):
        if true():
            return
        await asyncio.sleep(STEP)
    raise AssertionError("it did not become true")


async def eventually(true: Callable[[], Awaitable[Any]], seconds: float = PATIENCE) -> None:
    """Wait until something that has to be asked for is true."""
    async with asyncio.timeout(seconds):
        for _ in count():
            if await true():
                return
            await asyncio.sleep(STEP)


async def announced(*workers: Worker) -> None:
    """Every herald looks once, all at the same time, and what they said is written."""
    await asyncio.gather(*(worker.herald.round() for worker in workers))
    await until(lambda: all(_idle(worker) for worker in workers))


def _idle(worker: Worker) -> bool:
    journal = worker.journal
    return not journal._waiting and all(asked.answered for asked in journal._unanswered)
