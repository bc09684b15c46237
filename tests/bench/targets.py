"""What is measured: the bare limit, the tutorial, and Alcove, in processes of their own."""

import http.client
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from tests.bench.member import Ticket
from tests.bench.wire import HOST
from tests.ground import Ground
from tests.running import ROOT, Alcove
from tests.stores.ports import free_port

IN_A_ROOM = 9
#: So that the bench may speak for everybody as fast as it likes.
UNPACED = {"PACE_BURST": "1000000", "PACE_PER_SECOND": "1000000"}
_START_SECONDS = 30

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Target:
    """A server that is running: its processes, who gets in, and what it stands on.

    `answers`: it ends history with `ready` and answers each request. `env`: where its stores are.
    """

    name: str
    pids: list[int]
    rooms: list[list[Ticket]]
    answers: bool
    database: int | None = None
    env: dict[str, str] = field(default_factory=dict, repr=False)


@contextmanager
def baseline(name: str, rooms: int, env: dict[str, str]) -> Iterator[Target]:
    """Fan-out without anything else, or the Channels tutorial."""
    port = free_port()
    command = [sys.executable, "-m", f"tests.bench.{name}", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "REDIS_URL": "", **env})
    try:
        _wait_for_door(port)
        yield Target(name, [process.pid], [_same_door(port, room) for room in range(rooms)], answers=False)
    finally:
        process.terminate()
        process.wait(20)


def _same_door(port: int, room: int) -> list[Ticket]:
    return [Ticket(port, f"/ws/{room}/", room, samples=place == _sampler(room)) for place in range(IN_A_ROOM)]


def _sampler(room: int) -> int:
    """Another place in each room, since whoever is written to first hears first; never the facilitator's."""
    return 1 + room % (IN_A_ROOM - 1)


@contextmanager
def alcove(
    name: str, ground: Ground, rooms: int, workers: int, settings: dict[str, str], tick: Tick
) -> Iterator[Target]:
    """Alcove in so many processes, with a demo of so many open rooms."""
    first = Alcove({**ground.environment(), **settings}, cold=True).prepare(sessions=rooms)
    house = [first, *(first.sibling() for _ in range(workers - 1))]
    try:
        for one in house:
            one.start()
        pids = [one.process.pid for one in house if one.process is not None]
        database = ground.postgres.process.pid if ground.postgres and ground.postgres.process else None
        tickets = _tickets(first.demo["sessions"], [one.port for one in house], tick)
        yield Target(name, pids, tickets, answers=True, database=database, env=first.env)
    finally:
        for one in house:
            one.stop()


def _tickets(sessions: list[dict[str, Any]], ports: list[int], tick: Tick) -> list[list[Ticket]]:
    """The counsellor of each room first, which opens it, then its eight seats; a room is one worker's, by its id."""
    door = http.client.HTTPConnection(HOST, ports[0])
    rooms = []
    for number, session in enumerate(sessions):
        tick()
        port = ports[zlib.crc32(session["id"].encode()) % len(ports)]
        path = f"/ws/sessions/{session['id']}/"
        links = [session["staff"][0]["link"], *(seat["link"] for seat in session["seats"])]
        cookies = enumerate(_cookie(door, link) for link in links)
        rooms.append([Ticket(port, path, number, cookie, place == _sampler(number)) for place, cookie in cookies])
    return rooms


def _cookie(door: http.client.HTTPConnection, link: str) -> str:
    door.request("GET", urlsplit(link).path)
    answer = door.getresponse()
    answer.read()
    cookies = SimpleCookie()
    for header in answer.headers.get_all("Set-Cookie") or []:
        cookies.load(header)
    return "; ".join(f"{name}={each.value}" for name, each in cookies.items() if name.startswith("alcove_"))


def _wait_for_door(port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        try:
            http.client.HTTPConnection(HOST, port, timeout=1).connect()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")
