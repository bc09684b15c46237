"""The embedded way: one process, one file. Locked or full it says `busy`, and loses nothing."""

import asyncio
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.faults.conftest import OpenEvening
from tests.faults.ways import roaming
from tests.faults.world import World

pytestmark = pytest.mark.slow

PAGE = 4096


def database(world: World) -> Path:
    return Path(world.first.env["DATA_DIR"]) / "alcove.sqlite3"


async def test_somebody_locks_the_file_of_sqlite(alone: World, open_evening: OpenEvening) -> None:
    async with open_evening(alone, roaming(alone.workers)) as evening:
        await evening.goes_on(2)
        with evening.unnoticed():
            await asyncio.to_thread(_lock, database(alone), 6)
            assert evening.busy
            await evening.recovers()
            await evening.goes_on(1)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of another process are Linux's own")
async def test_the_disk_of_sqlite_is_full(alone: World, open_evening: OpenEvening) -> None:
    async with open_evening(alone, roaming(alone.workers)) as evening:
        await evening.goes_on(2)
        with evening.unnoticed():
            process = psutil.Process(alone.first.process.pid if alone.first.process else None)
            before = process.rlimit(psutil.RLIMIT_FSIZE)
            # Nothing it writes can be longer than this, neither the file nor its journal.
            process.rlimit(psutil.RLIMIT_FSIZE, (PAGE, before[1]))
            await evening.until(lambda: evening.busy > 0, 20)
            await evening.goes_on(5)
            assert "is its disk full" in await asyncio.to_thread(alone.says, "writing")
            process.rlimit(psutil.RLIMIT_FSIZE, before)
            await evening.recovers()
            await evening.goes_on(1)


def _lock(file: Path, seconds: float) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
