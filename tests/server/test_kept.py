"""What keeps one process running: how it counts deaths, when it gives up, and what a start in step costs nobody."""

import asyncio
import os
import socket
import subprocess
import sys

import psutil
import pytest

from server import kept
from server.kept import Kept, Task
from server.supervisor import Supervisor
from tests.ground import Ground
from tests.running import ROOT, Alcove

DEAD = ["-c", "raise SystemExit(3)"]
UP = ["-c", "import os, sys, time; os.write(int(sys.argv[1]), b'1'); time.sleep(60)"]


def forgotten(_: int) -> None:
    """Nothing was kept for this process."""


@pytest.mark.embedded
async def test_who_dies_three_times_before_it_is_up_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LONGEST_PAUSE", 0.01)
    heard: list[str] = []
    given_up = asyncio.Event()

    def hopeless(sentence: str) -> None:
        heard.append(sentence)
        given_up.set()

    one = Kept(Task("Worker 1", DEAD, os.environ), heard.append, hopeless=hopeless, gone=forgotten)
    keeping = asyncio.create_task(one.keep())
    await asyncio.wait_for(given_up.wait(), 30)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await one.stop()
    assert heard == [
        *["Worker 1 ended (code 3) and is started anew."] * 3,
        "Worker 1 was not up after 3 tries; the lines above say why.",
    ]


@pytest.mark.embedded
async def test_who_cannot_be_started_is_tried_again_and_runs_as_soon_as_that_is_possible() -> None:
    heard: list[str] = []
    three_times = asyncio.Event()

    def hopeless(sentence: str) -> None:
        heard.append(sentence)
        three_times.set()

    # Too much for any process to begin with: the machine refuses, and nothing ever ran.
    environment = {**os.environ, "MUCH": "x" * 200_000}
    one = Kept(Task("Worker 1", UP, environment), heard.append, hopeless=hopeless, gone=forgotten)
    files = psutil.Process().num_fds()
    keeping = asyncio.create_task(one.keep())
    async with asyncio.timeout(30):
        await three_times.wait()
        assert heard == [
            *["Worker 1 could not be started (Argument list too long)."] * 3,
            "Worker 1 was not up after 3 tries; the lines above say why.",
        ]
        assert psutil.Process().num_fds() == files, "nothing is left open"
        environment["MUCH"] = ""
        await one.up.wait()
    (running,) = one._all
    environment["MUCH"] = "x" * 200_000
    assert not await one.replace()
    assert heard[-1] == "Worker 1 could not be replaced; the old one stays."
    assert one._all == {running}
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await one.stop()


@pytest.mark.embedded
async def test_pauses_grow_are_never_shorter_than_a_start_and_end_with_a_steady_run() -> None:
    one = Kept(Task("Worker 1", DEAD, {}), forgotten_sentence, hopeless=forgotten_sentence, gone=forgotten)
    ended = kept.Running(await asyncio.create_subprocess_exec("true"), socket.socket())
    await ended.leave()
    pauses = []
    for _ in range(9):
        one._count(ended, steady=False)
        pauses.append(one._pause(1.5))
    assert pauses == [1.5, 1.5, 2, 4, 8, 16, 30, 30, 30]
    one._count(ended, steady=True)
    assert one._pause(1.5) == 0
    ended.line.close()


@pytest.mark.embedded
async def test_who_is_replaced_while_it_waits_to_start_anew_runs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kept, "_pause", lambda self, took: 0.5)
    ended = asyncio.Event()
    one = Kept(
        Task("Worker 1", UP, os.environ),
        forgotten_sentence,
        hopeless=forgotten_sentence,
        gone=lambda _: ended.set(),
    )
    keeping = asyncio.create_task(one.keep())
    await asyncio.wait_for(one.up.wait(), 30)
    (running,) = one._all
    running.process.kill()
    await asyncio.wait_for(ended.wait(), 30)
    assert await one.replace()
    (replaced,) = one._all
    await asyncio.sleep(1)
    assert one._all == {replaced}
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await one.stop()
    assert replaced.process.returncode is not None


def forgotten_sentence(_: str) -> None:
    """Said to nobody."""


@pytest.mark.embedded
async def test_a_worker_without_hope_stops_the_house_only_when_nobody_else_serves(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        house = Supervisor(2, door, None)
        house._workers[1].up.set()
        house._hopeless("Worker 1 died.")
        assert not house._told.done()
        assert "The others go on" in caplog.text
        house._workers[1].up.clear()
        house._hopeless("Worker 1 died.")
        assert house._told.result() == "Worker 1 died."


@pytest.mark.embedded
async def test_a_supervisor_that_fails_at_something_says_so(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(self: Kept) -> None:
        raise RuntimeError("not as it should be")

    monkeypatch.setattr(Kept, "keep", fails)
    monkeypatch.setattr(Kept, "replace", fails)
    with socket.create_server(("127.0.0.1", 0)) as door:
        house = Supervisor(1, door, None)
        house._keep(house._workers[0])
        house._roll()
        await asyncio.sleep(0.1)
    assert [one.getMessage() for one in caplog.records if one.exc_info] == [
        "The supervisor itself failed at something; start it anew."
    ] * 2


def test_two_that_prepare_an_empty_database_at_the_same_moment_both_find_it_whole(ground: Ground) -> None:
    first = Alcove(ground.environment())
    both = [first, first.sibling()]
    words = [sys.executable, "-m", "server", "--prepare"]
    at_once = [
        subprocess.Popen(words, cwd=ROOT, env=one._environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for one in both
    ]
    said = [one.communicate(timeout=120)[0].decode() for one in at_once]
    assert [one.returncode for one in at_once] == [0, 0], said
    assert "[ ]" not in first.manage("showmigrations", "--plan")
    assert "demo" in said[0]
    assert said[0].replace(str(both[0].port), "") == said[1].replace(str(both[1].port), "")
