"""What is measured: the bare limit, the tutorial, and Alcove, each in a process of its own on one core."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.crowd import Ticket
from tests.ground import Ground
from tests.running import ROOT, Alcove
from tests.stores.ports import free_port

SEATS_AND_STAFF = 9
_START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Target:
    """A server that is running: where, who gets in, and in what words one speaks to it."""

    port: int
    pid: int
    rooms: list[list[Ticket]]
    says_ready: bool

    def say(self, ref: str, words: str) -> bytes:
        """A message in its protocol; the baselines read only the body."""
        return b'{"type":"say","ref":"%s","body":"%s"}' % (ref.encode(), words.encode())


@contextmanager
def baseline(name: str, rooms: int) -> Iterator[Target]:
    """Fan-out without anything else, or the Channels tutorial."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", f"tests.bench.{name}", str(port)], cwd=ROOT)
    try:
        _wait_for_door(port)
        seats = range(SEATS_AND_STAFF)
        tickets = [[Ticket(f"/ws/{room}/", samples=seat == 0) for seat in seats] for room in range(rooms)]
        yield Target(port, process.pid, tickets, says_ready=False)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def alcove(rooms: int, ground: Ground, server: str) -> Iterator[Target]:
    """Alcove with a demo of so many open rooms, its pace lifted so that the bench may speak for everybody."""
    unpaced = {"PACE_BURST": "1000000", "PACE_PER_SECOND": "1000000", "ALCOVE_SERVER": server}
    one = Alcove({**ground.environment(), **unpaced}).prepare(sessions=rooms).start()
    try:
        process = one.process
        if process is None:
            raise RuntimeError("Alcove is not running")
        yield Target(one.port, process.pid, _tickets(one), says_ready=True)
    finally:
        one.stop()


def _tickets(one: Alcove) -> list[list[Ticket]]:
    """The counsellor of each room first, which opens it, then its eight seats."""
    door = http.client.HTTPConnection("127.0.0.1", one.port)
    rooms: list[list[Ticket]] = []
    for session in one.demo["sessions"]:
        links = [session["staff"][0]["link"], *(seat["link"] for seat in session["seats"])]
        path = f"/ws/sessions/{session['id']}/"
        rooms.append([Ticket(path, _cookie(door, link), samples=number == 1) for number, link in enumerate(links)])
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
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")


def memory(pid: int) -> int:
    """The resident memory of a process in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
