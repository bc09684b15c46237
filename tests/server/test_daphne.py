"""The process itself, around a plain application: how it opens, what it bounds, and how it leaves."""

import asyncio
import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.running import ROOT
from tests.stores.ports import free_port

pytestmark = pytest.mark.embedded

SIXTEEN_KIB = 16 * 1024


class Served:
    """One process."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.plain", str(port)], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )

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
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"


@pytest.fixture
def serve() -> Iterator[Callable[[], Served]]:
    started: list[Served] = []

    def start() -> Served:
        started.append(Served(free_port()))
        started[-1].wait()
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.communicate()


Serve = Callable[[], Served]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_leaves_when_told_without_a_word(serve: Serve, how: signal.Signals) -> None:
    assert serve().stop(how) == (0, "")


def test_told_again_and_again_it_still_leaves_in_order(serve: Serve) -> None:
    served = serve()
    for pause in (0.01, 0.05, 0.1):
        served.process.send_signal(signal.SIGTERM)
        time.sleep(pause)
    assert served.stop(signal.SIGINT) == (0, "")


def test_it_does_not_say_what_it_is(serve: Serve) -> None:
    assert serve().get("/").getheader("Server") is None


async def test_a_frame_of_sixteen_kib_passes_and_a_bigger_one_closes_with_its_reason(serve: Serve) -> None:
    async with connect(serve().socket_url) as socket:
        await socket.send("x" * SIXTEEN_KIB)
        assert len(await socket.recv()) == SIXTEEN_KIB
        await socket.send("x" * (SIXTEEN_KIB + 1))
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


async def test_on_leaving_sockets_close_1012(serve: Serve) -> None:
    served = serve()
    async with connect(served.socket_url) as one, connect(served.socket_url) as two:
        served.process.send_signal(signal.SIGTERM)
        for socket in (one, two):
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1012
    assert await asyncio.to_thread(served.process.wait, 10) == 0


async def test_on_leaving_an_open_request_is_answered_and_no_new_one_taken(serve: Serve) -> None:
    served = serve()
    answer = asyncio.create_task(asyncio.to_thread(served.get, "/slow"))
    await asyncio.sleep(0.3)
    served.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.3)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.to_thread(served.get, "/")
    assert (await answer).status == 200
    assert await asyncio.to_thread(served.process.wait, 10) == 0


def test_a_request_that_never_ends_does_not_keep_it_from_leaving(serve: Serve) -> None:
    served = serve()
    connection = http.client.HTTPConnection("127.0.0.1", served.port)
    connection.request("GET", "/stuck")
    time.sleep(0.3)
    since = time.monotonic()
    code, said = served.stop(signal.SIGTERM)
    connection.close()
    assert (code, said) == (0, "")
    assert time.monotonic() - since < 13


def test_a_port_in_use_is_said_in_one_sentence(serve: Serve) -> None:
    second = Served(serve().port)
    said = second.process.communicate(timeout=15)[1]
    assert second.process.returncode == 1
    assert said.count("\n") == 1
    assert "PORT" in said
