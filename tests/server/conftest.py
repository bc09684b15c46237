"""A process of either server around a plain application."""

import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from tests.running import ROOT
from tests.stores.ports import free_port


class Served:
    """One process."""

    def __init__(self, port: int, server: str) -> None:
        self.port, self.server = port, server
        command = [sys.executable, "-m", "tests.server.plain", str(port), server]
        self.process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)

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
        self.process.send_signal(how)
        said = self.process.communicate(timeout=20)[1]
        return self.process.returncode, said

    @property
    def memory(self) -> int:
        """Resident, in bytes."""
        return int(psutil.Process(self.process.pid).memory_info().rss)

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
        one.process.kill()
        one.process.communicate()


Serve = Callable[[], Served]
