"""A process of either server around a plain application."""

import http.client
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.running import ROOT
from tests.stores.ports import free_port
from tests.warm import Started


class Served:
    """One process."""

    def __init__(self, port: int, server: str) -> None:
        self.port, self.server = port, server
        self._folder = tempfile.TemporaryDirectory(prefix="alcove-served-")
        self._said = Path(self._folder.name) / "said"
        self.process = Started(("-m", "tests.server.plain", str(port), server), ROOT, dict(os.environ), self._said)

    def wait(self) -> None:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            try:
                self.get("/")
            except OSError:
                time.sleep(0.05)
            else:
                return
        pytest.fail("the server did not open")

    def get(self, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
        self.body = answer.read()
        connection.close()
        return answer

    def stop(self, how: signal.Signals) -> tuple[int, str]:
        """Ask it to end so; what it ended with, and all it said."""
        self.process.send_signal(how)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        """What it ends with by itself, and all it said."""
        return self.process.wait(20), self._said.read_text()

    def end(self) -> None:
        """Leave nothing of it."""
        self.process.kill()
        self.process.wait(20)
        self._folder.cleanup()

    @property
    def memory(self) -> int:
        """Its own, in bytes, without what it shares with the process that it began from."""
        return int(psutil.Process(self.process.pid).memory_full_info().uss)

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"


@pytest.fixture(params=["daphne", "uvicorn"])
def serve(request: pytest.FixtureRequest) -> Iterator[Callable[[], Served]]:
    started: list[Served] = []

    def start() -> Served:
        started.append(Served(free_port(), request.param))
        started[-1].wait()
        return started[-1]

    yield start
    for one in started:
        one.end()


Serve = Callable[[], Served]
