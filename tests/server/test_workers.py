"""Several workers behind one door, as ``script/server --workers N`` starts them: whoever dies is started anew."""

import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.ground import Ground
from tests.running import Alcove
from tests.server.room import enters, until

pytestmark = pytest.mark.grown

WORKERS = ("-m", "server", "--workers", "2")
PATIENCE = 180


def seen(look: Callable[[], object]) -> None:
    """Wait until this is so."""
    deadline = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.1)


def pids(alcove: Alcove, what: str) -> set[int]:
    """The processes that the supervisor started for this: ``--door`` are workers, ``--duties`` is the duty loop."""
    found = set()
    for child in psutil.Process(alcove.process.pid).children() if alcove.process else ():
        with suppress(psutil.NoSuchProcess):
            if what in child.cmdline():
                found.add(child.pid)
    return found


def lives(pid: int) -> bool:
    """Whether it still runs; whoever lost its parent may wait long to be buried."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def ups(alcove: Alcove) -> int:
    return alcove.log.read_text().count(" is up (process")


@pytest.fixture(params=["daphne", "uvicorn"])
def alcove(request: pytest.FixtureRequest, ground: Ground) -> Iterator[Alcove]:
    one = Alcove({**ground.environment(), "ALCOVE_SERVER": request.param}, words=WORKERS).prepare()
    one.start()
    seen(lambda: ups(one) == 3)
    yield one
    one.stop()


def answers(alcove: Alcove) -> bool:
    with urllib.request.urlopen(f"{alcove.url}/help/", timeout=10) as page:
        return bool(page.status == 200)


async def reason(line: ClientConnection) -> int:
    try:
        while True:
            await line.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def counted_in(process: int) -> Path:
    """The folder in which it counts together with its siblings."""
    return Path(psutil.Process(process).environ()["PROMETHEUS_MULTIPROC_DIR"])


async def test_whoever_dies_or_is_told_to_leave_is_replaced_and_nobody_is_turned_away(alcove: Alcove) -> None:
    folder = workers_are_killed(alcove)
    after = await everybody_is_replaced(alcove)
    await all_leave(alcove)
    assert not any(lives(pid) for pid in after)
    assert not folder.exists()
    assert "Traceback" not in alcove.log.read_text()


def workers_are_killed(alcove: Alcove) -> Path:
    """The door stays open throughout, and everybody is started anew."""
    workers, duties = pids(alcove, "--door"), pids(alcove, "--duties")
    assert (len(workers), len(duties)) == (2, 1)
    folder = counted_in(min(workers))
    assert folder.stat().st_mode & 0o077 == 0
    counted = folder / f"gauge_livesum_{min(workers)}.db"
    counted.touch()
    os.kill(min(workers), signal.SIGKILL)
    assert all(answers(alcove) for _ in range(20))
    seen(lambda: ups(alcove) == 4)
    assert len(pids(alcove, "--door") & workers) == 1
    assert not counted.exists()
    os.kill(min(duties), signal.SIGKILL)
    seen(lambda: ups(alcove) == 5)
    return folder


async def everybody_is_replaced(alcove: Alcove) -> set[int]:
    """Told to hang up, it replaces one after another, and sockets are told to come back."""
    assert alcove.process is not None
    before = pids(alcove, "--door") | pids(alcove, "--duties")
    async with enters(alcove, 0) as one, enters(alcove, 1) as two:
        await until(one, type="ready")
        await until(two, type="ready")
        alcove.process.send_signal(signal.SIGHUP)
        assert [await reason(one), await reason(two)] == [1012, 1012]
    assert answers(alcove)
    seen(lambda: "Everybody was replaced." in alcove.log.read_text())
    after = pids(alcove, "--door") | pids(alcove, "--duties")
    assert len(after) == 3
    assert not before & after
    return after


async def all_leave(alcove: Alcove) -> None:
    """Told to stop, all are gone within twelve seconds."""
    assert alcove.process is not None
    async with enters(alcove, 0) as one:
        await until(one, type="ready")
        since = time.monotonic()
        alcove.process.send_signal(signal.SIGTERM)
        assert await reason(one) == 1012
    assert alcove.process.wait(20) == 0
    assert time.monotonic() - since < 12


def test_who_is_left_alone_leaves(ground: Ground) -> None:
    alcove = Alcove(ground.environment(), words=("-m", "server", "--workers", "2")).prepare().start()
    seen(lambda: ups(alcove) == 3)
    left = pids(alcove, "--door") | pids(alcove, "--duties")
    alcove.stop(signal.SIGKILL)
    seen(lambda: not any(lives(pid) for pid in left))


def said(alcove: Alcove) -> str:
    with pytest.raises(RuntimeError) as failed:
        alcove.start()
    return str(failed.value)


def test_what_keeps_it_from_starting_is_said_in_a_sentence(ground: Ground) -> None:
    fine = ground.environment()
    nonsense = said(Alcove({**fine, "DATABASE_URL": "mysql://somebody:pa55word@here/alcove"}, words=WORKERS))
    assert "Alcove cannot start. DATABASE_URL must name a PostgreSQL database" in nonsense
    assert "pa55word" not in nonsense
    alone = said(Alcove({**fine, "DATABASE_URL": "", "REDIS_URL": ""}, words=WORKERS))
    assert "2 workers must share what they know: set DATABASE_URL" in alone
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Alcove cannot start. Port {port} on 127.0.0.1 is not free" in said(Alcove(fine, port, words=WORKERS))
