"""The process itself, on either server: how it opens, what it bounds, and how it leaves."""

import asyncio
import http.client
import signal
import time
from contextlib import closing

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.server.conftest import Serve, Served
from tests.server.raw import Raw

pytestmark = pytest.mark.embedded

SIXTEEN_KIB = 16 * 1024
#: By itself it would ask after 20 s, and looks whether it is time every other second.
LONGER_THAN_DAPHNE_WAITS = 24.0


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
    assert code == 0
    assert said == "" or served.server == "uvicorn", "uvicorn says what it cut off"
    assert time.monotonic() - since < 13


def test_a_port_in_use_is_said_in_one_sentence(serve: Serve) -> None:
    first = serve()
    second = Served(first.port, first.server)
    code, said = second.ended()
    second.end()
    assert code == 1
    assert "Traceback" not in said
    assert "PORT" in said.splitlines()[-1]


async def test_nothing_is_kept_of_sockets_that_came_and_went(serve: Serve) -> None:
    served = serve()
    async with connect(served.socket_url) as stays:
        await asyncio.to_thread(served.get, "/rubbish")
        for _ in range(20):
            async with connect(served.socket_url) as socket:
                await socket.send("hello")
                assert await socket.recv() == "hello"
        async with connect(served.socket_url) as says_too_much:
            await says_too_much.send("x" * (SIXTEEN_KIB + 1))
            with pytest.raises(ConnectionClosed):
                await says_too_much.recv()
        cut = await connect(served.socket_url)
        cut.transport.abort()
        await stays.send("still here")
        assert await stays.recv() == "still here"
        for _ in range(100):
            await asyncio.to_thread(served.get, "/kept")
            if served.body == b"1":
                break
            await asyncio.sleep(0.05)
        assert served.body == b"1", "sockets that closed are still in memory"
        await asyncio.to_thread(served.get, "/rubbish")
        assert served.body == b"", "only a look for rubbish would let go of what they left"


@pytest.mark.slow
async def test_a_server_asks_nobody_whether_they_are_there(serve: Serve) -> None:
    """Pages ask, and the room closes who is silent for long: a server that asked, too, would cut who is in a tunnel."""
    with closing(await asyncio.to_thread(Raw, serve().port, "/")) as silent:
        silent.line.settimeout(LONGER_THAN_DAPHNE_WAITS)
        with pytest.raises(TimeoutError):
            await asyncio.to_thread(silent.line.recv, 1)
