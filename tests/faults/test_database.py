"""PostgreSQL restarted, away, locked or full: what cannot be written is `busy`, and asked again until it is."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg
import pytest

from tests.faults.conftest import OpenEvening
from tests.faults.phone import Phone
from tests.faults.ways import roaming
from tests.faults.world import World
from tests.stores import Postgres

pytestmark = [pytest.mark.grown, pytest.mark.slow]

#: PostgreSQL's log files are as long as this, so a limit above it stops tables alone.
LOG_SEGMENT = 16 * 1024 * 1024


@pytest.fixture
def postgres(world: World) -> Postgres:
    assert world.ground.postgres is not None
    return world.ground.postgres


async def test_postgres_is_restarted_at_once(world: World, postgres: Postgres, open_evening: OpenEvening) -> None:
    async with open_evening(world, roaming(world.workers)) as evening:
        await evening.goes_on(2)
        with evening.unnoticed():
            await asyncio.to_thread(postgres.kill)
            await asyncio.to_thread(postgres.launch)
            await evening.recovers()
            await evening.goes_on(1)


async def test_postgres_is_away_for_fifteen_seconds(
    world: World, postgres: Postgres, open_evening: OpenEvening
) -> None:
    async with open_evening(world, roaming(world.workers)) as evening:
        await evening.goes_on(2)
        with evening.unnoticed():
            await asyncio.to_thread(postgres.stop)
            await evening.goes_on(15)
            assert evening.busy
            await asyncio.to_thread(postgres.launch)
            await evening.recovers()
            await evening.goes_on(1)


async def test_somebody_locks_the_tables_of_postgres(world: World, open_evening: OpenEvening) -> None:
    async with open_evening(world, roaming(world.workers)) as evening:
        await evening.goes_on(2)
        with evening.unnoticed():
            await asyncio.to_thread(_lock, world, "LOCK TABLE chat_entry, chat_head, chat_presence", 8)
            assert evening.busy
            await evening.recovers()
            await evening.goes_on(1)


async def test_somebody_locks_one_room(world: World, open_evening: OpenEvening) -> None:
    async with open_evening(world, roaming(world.workers)) as evening:
        await evening.goes_on(2)
        session = evening.rooms[0][0].ticket.session
        # Those who share the locked room's worker wait with it now and then, and go on all the same.
        expected = {number: 1 if number % 3 == 0 else 5 for number in range(1, 10)}
        before = [_done_in(room) for room in evening.rooms]

        def gone_on() -> bool:
            return all(_done_in(evening.rooms[each]) >= before[each] + least for each, least in expected.items())

        with evening.unnoticed():
            row = f"SELECT 1 FROM cohorts_session WHERE public_id = '{session}' FOR UPDATE"  # noqa: S608  (an id)
            async with asyncio.TaskGroup() as both:
                both.create_task(asyncio.to_thread(_lock, world, row, 12))
                both.create_task(evening.until(gone_on, 12))
            await evening.recovers()
            await evening.goes_on(1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of another process are Linux's own")
async def test_the_disk_of_postgres_is_full(world: World, postgres: Postgres, open_evening: OpenEvening) -> None:
    size = await asyncio.to_thread(_lengthen, world)
    async with open_evening(world, roaming(world.workers)) as evening:
        await evening.goes_on(2)
        with evening.unnoticed():
            with _no_file_longer_than(size, postgres):
                await evening.until(lambda: evening.busy > 0, 20)
                await evening.goes_on(5)
                assert "is its disk full" in await asyncio.to_thread(world.says, "writing")
            await evening.recovers()
            await evening.goes_on(1)


def _done_in(room: list[Phone]) -> int:
    return sum(len(phone.outbox.acknowledged) for phone in room)


def _lock(world: World, statement: str, seconds: float) -> None:
    """Hold a lock for so long. Whoever wants several may meet a worker half-way, and then tries again."""
    with psycopg.connect(world.first.env["DATABASE_URL"]) as other:
        while True:
            try:
                other.execute(statement)
                break
            except psycopg.errors.DeadlockDetected:
                other.rollback()
        time.sleep(seconds)


def _lengthen(world: World) -> int:
    """Make the table of entries longer than any log segment, with rows that were never there; its length in bytes."""
    junk = """INSERT INTO chat_entry (session_id, turn, stream, pos, kind, author, asker, ref, at, sealed, hash, digest)
        SELECT (SELECT min(id) FROM cohorts_session), 1000000 + n, 'junk', n, '', '', '', '', now(),
            convert_to(repeat(md5(n::text), 60), 'UTF8'), '', '' FROM generate_series(1, 10000) n"""
    with psycopg.connect(world.first.env["DATABASE_URL"]) as other:
        # Nobody may tidy up, or there would be room again.
        other.execute("ALTER TABLE chat_entry SET (autovacuum_enabled = false)")
        other.execute("ALTER TABLE chat_entry ALTER sealed SET STORAGE PLAIN")
        other.commit()
        other.execute(junk)
        other.rollback()
        found = other.execute("SELECT pg_relation_size('chat_entry')").fetchone()
    assert found is not None
    assert found[0] > LOG_SEGMENT
    return int(found[0])


@contextmanager
def _no_file_longer_than(size: int, postgres: Postgres) -> Iterator[None]:
    """No backend, present or future, can make a file longer: to it the disk is full."""
    assert postgres.process is not None
    main = psutil.Process(postgres.process.pid)
    _limit(main, str(size), postgres)
    yield
    _limit(main, "unlimited", postgres)


def _limit(main: psutil.Process, size: str, postgres: Postgres) -> None:
    """Not even root may do it for somebody else everywhere, so whoever runs PostgreSQL does it."""
    for process in [main, *main.children()]:
        command = ["prlimit", "--pid", str(process.pid), f"--fsize={size}:"]
        done = subprocess.run(command, check=False, capture_output=True, **postgres.as_nobody)
        assert done.returncode == 0 or not process.is_running()
