"""A real Alcove on either server: pages, sockets, reasons for closing, and a long history asked for again and again."""

import asyncio
import json
import signal
import urllib.request
from collections.abc import Callable
from contextlib import closing

import psutil
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from tests.bench import wire
from tests.running import Alcove
from tests.server.raw import Raw
from tests.server.room import cookie, enters, path, until

QUICK = {"PACE_BURST": "1000", "PACE_PER_SECOND": "1000"}


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def alcove(request: pytest.FixtureRequest, start_alcove: Callable[..., Alcove]) -> Alcove:
    return start_alcove(ALCOVE_SERVER=request.param, **QUICK)


async def _reason(socket: ClientConnection) -> int:
    try:
        while True:
            await socket.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def test_a_page_is_served(alcove: Alcove) -> None:
    with urllib.request.urlopen(f"{alcove.url}/help/", timeout=10) as page:
        assert page.headers["Server"] is None


@pytest.mark.parametrize(("session", "code"), [("", 4401), ("AAAAAAAAAAAA", 4404)])
async def test_who_has_no_place_here_is_told(alcove: Alcove, session: str, code: int) -> None:
    where = f"/ws/sessions/{session}/" if session else path(alcove)
    headers = {"Cookie": cookie(alcove, 0)} if session else {}
    async with connect(alcove.socket_url + where, origin=Origin(alcove.url), additional_headers=headers) as socket:
        assert await _reason(socket) == code


async def test_a_frame_that_is_too_big_is_told(alcove: Alcove) -> None:
    async with enters(alcove, 0) as socket:
        await until(socket, type="ready")
        await socket.send("x" * (16 * 1024 + 1))
        assert await _reason(socket) == 1009


async def test_a_history_asked_for_again_and_again_and_never_read_is_bounded(alcove: Alcove) -> None:
    assert alcove.process is not None
    process = psutil.Process(alcove.process.pid)
    async with enters(alcove, 1) as other:
        await until(other, type="ready")
        for number in range(100):
            await other.send(json.dumps({"type": "help", "ref": f"h{number}", "body": "x" * 1900}))
            await until(other, type="ok", ref=f"h{number}")
        before = process.memory_info().rss
        with closing(Raw(alcove.port, path(alcove), cookie(alcove, 1))) as rude:
            for number in range(250):
                ask = {"type": "since", "ref": f"s{number}", "stream": "seat:2", "pos": 0}
                rude.line.sendall(wire.frame(json.dumps(ask).encode()))
            await asyncio.sleep(3)
            await other.send(json.dumps({"type": "ping", "ref": "p"}))
            await asyncio.wait_for(until(other, ref="p"), 2)
            assert process.memory_info().rss - before < 20_000_000
            assert await asyncio.to_thread(rude.is_cut, 20)


async def test_told_to_leave_it_says_so_to_every_socket_and_ends_well(alcove: Alcove) -> None:
    async with enters(alcove, 2) as socket:
        await until(socket, type="ready")
        assert alcove.process is not None
        alcove.process.send_signal(signal.SIGTERM)
        assert await _reason(socket) == 1012
    assert await asyncio.to_thread(alcove.process.wait, 15) == 0
    assert "Traceback" not in alcove.log.read_text()
