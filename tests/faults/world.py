"""Workers, their stores, and rooms enough for every test to have ten fresh ones."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import islice
from signal import Signals
from typing import Any
from urllib.parse import urlsplit

import psutil

from tests.faults.ways import Ticket
from tests.ground import Ground
from tests.running import ROOT, Alcove

ROOMS = 10
SEATS = 8
_PATIENCE_SECONDS = 20


class World:
    """Real processes on one database, started once for many tests."""

    def __init__(self, ground: Ground, env: dict[str, str], *, workers: int, tests: int) -> None:
        """Nothing runs yet. `tests`: how many of them will ask for rooms."""
        self.ground = ground
        first = Alcove({**env, "ALCOVE_SERVER": ground.server}).prepare(sessions=tests * ROOMS)
        self.workers = [first, *(first.sibling() for _ in range(workers - 1))]
        self._unused: Iterator[dict[str, Any]] = iter(first.demo["sessions"])
        self._reader: subprocess.Popen[str] | None = None

    @property
    def first(self) -> Alcove:
        """The worker that commands are run for."""
        return self.workers[0]

    def start(self) -> None:
        """Bring up whatever is not up."""
        for each in self.workers:
            if each.process is None or each.process.poll() is not None:
                each.start()

    def stop(self) -> None:
        """End them, and walk the whole record once more."""
        for each in self.workers:
            each.stop()
        if self._reader is not None:
            self._reader.communicate()
        self.first.manage("verify")

    def again(self, worker: Alcove, how: Signals) -> None:
        """End a worker this way and start it anew in the same place."""
        worker.stop(how)
        worker.start()

    def tickets(self, places: int = SEATS + 1) -> list[list[Ticket]]:
        """Ten fresh rooms: the leading facilitator, the seats, and then the other facilitator."""
        self.start()
        door = HTTPConnection("127.0.0.1", self.first.port, timeout=10)
        if len(found := [*islice(self._unused, ROOMS)]) < ROOMS:
            raise RuntimeError("there are not rooms enough for so many tests")
        rooms = [[*islice(_tickets(door, number, session), places)] for number, session in enumerate(found)]
        door.close()
        return rooms

    def says(self, part: str) -> str:
        """What the first worker says at /readyz of one part of it."""
        door = HTTPConnection("127.0.0.1", self.first.port, timeout=10)
        door.request("GET", "/readyz")
        told = json.loads(door.getresponse().read())
        door.close()
        return str(told["parts"][part]["says"])

    def memory(self) -> dict[int, int]:
        """The resident bytes of each worker by its process."""
        pids = [each.process.pid for each in self.workers if each.process is not None]
        return {pid: psutil.Process(pid).memory_info().rss for pid in pids}

    def truth(self, sessions: list[str]) -> dict[str, Any]:
        """What the database holds of these sessions, and what is wrong with their record."""
        if self._reader is None:
            self._reader = self._new_reader()
        if self._reader.stdin is None or self._reader.stdout is None:
            raise RuntimeError("the reader has no line")
        self._reader.stdin.write(" ".join(sessions) + "\n")
        self._reader.stdin.flush()
        told: dict[str, Any] = json.loads(self._reader.stdout.readline())
        return told

    def _new_reader(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.truth"],
            cwd=ROOT,
            env=self.first._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


def _tickets(door: HTTPConnection, room: int, session: dict[str, Any]) -> Iterator[Ticket]:
    lead, other = session["staff"]
    for place, each in enumerate([lead, *session["seats"], other]):
        yield Ticket(session["id"], room, place, staff="role" in each, cookie=_signed_in(door, each["link"]))


def _signed_in(door: HTTPConnection, link: str) -> str:
    """The cookies of whoever opens the link: tried again, as people do, while the answer is that nobody can come in."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        door.request("GET", urlsplit(link).path)
        answer = door.getresponse()
        answer.read()
        cookies = SimpleCookie()
        for header in answer.headers.get_all("Set-Cookie") or []:
            cookies.load(header)
        found = "; ".join(f"{name}={each.value}" for name, each in cookies.items() if name.startswith("alcove_"))
        if found:
            return found
        if time.monotonic() > until:
            raise RuntimeError(f"nobody can sign in: answered {answer.status}")
        time.sleep(0.5)
