"""One socket cannot fill the memory, whichever way: what is not heard is not read, and who does not read is cut."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from websockets.asyncio.client import connect

from tests.bench import wire
from tests.server.conftest import Serve, Served
from tests.server.plain import LONG
from tests.server.raw import Raw

pytestmark = pytest.mark.embedded

MB = 1_000_000
LARGE = wire.frame(b"x" * 16_000) * 8
TINY = wire.frame(b"x") * 20_000
PINGS, PONGS = bytes.fromhex("898000000000") * 10_000, bytes.fromhex("8a8000000000") * 10_000
#: Whoever waits longer has been forgotten; a machine with other work may answer late.
PROMPT_SECONDS = 5


@pytest.fixture
def served(serve: Serve) -> Iterator[Served]:
    one = serve()
    before = one.memory
    yield one
    assert one.memory - before < 12 * MB


async def _echoes(served: Served) -> float:
    since = time.monotonic()
    async with connect(served.socket_url) as socket:
        for word in ("warm", "cup"):
            await socket.send(word)
            assert await socket.recv() == word
    return time.monotonic() - since


@pytest.mark.parametrize("flood", [LARGE, TINY], ids=["large", "tiny"])
async def test_what_nobody_hears_yet_is_not_read(served: Served, flood: bytes) -> None:
    before = served.memory
    floods = [Raw(served.port, "/deaf") for _ in range(5)]
    sent = await asyncio.gather(*(asyncio.to_thread(one.push, flood, 2) for one in floods))
    # How much the kernel keeps is its own affair: nine megabytes were seen. Read on, it would be hundreds.
    assert all(0 < each < 24 * MB for each in sent), "the kernel keeps some, and we next to nothing"
    assert served.memory - before < 12 * MB
    assert await _echoes(served) < PROMPT_SECONDS
    for one in floods:
        one.close()


async def test_what_was_held_back_is_heard_in_order_and_whole(served: Served) -> None:
    words = [str(number) for number in range(3000)]
    async with connect(f"{served.socket_url}deaf") as socket:
        sending = asyncio.gather(*(socket.send(word) for word in words))
        assert [await socket.recv() for _ in words] == words
        await sending


async def test_who_asks_on_and_on_and_reads_nothing_is_cut(served: Served) -> None:
    with closing(Raw(served.port, "/echo")) as rude:
        await asyncio.to_thread(rude.push, LARGE, 2)
        assert served.memory < 200 * MB
        assert await _echoes(served) < PROMPT_SECONDS
        assert await asyncio.to_thread(rude.is_cut, 15)


@pytest.mark.parametrize("flood", [PINGS, PONGS], ids=["pings", "pongs"])
async def test_who_pings_on_and_on_is_cut_though_nobody_hears_it(served: Served, flood: bytes) -> None:
    before = served.memory
    floods = [Raw(served.port, "/echo") for _ in range(5)]
    sent = await asyncio.gather(*(asyncio.to_thread(one.push, flood, 2) for one in floods))
    assert all(0 < each < 24 * MB for each in sent), "the kernel keeps some, and we read no more than one piece"
    assert served.memory - before < 12 * MB
    assert await _echoes(served) < PROMPT_SECONDS
    for one in floods:
        assert await asyncio.to_thread(one.is_cut, 3)
        one.close()


async def test_who_pings_now_and_then_is_answered(served: Served) -> None:
    async with connect(served.socket_url) as socket:
        for nth in range(20):
            await asyncio.wait_for(await socket.ping(f"{nth}"), PROMPT_SECONDS)
        await socket.pong()
        await socket.send("and heard")
        assert await socket.recv() == "and heard"


async def test_who_reads_slowly_is_sent_it_all(served: Served) -> None:
    async with connect(f"{served.socket_url}long", max_queue=1) as socket:
        await socket.send("go")
        for _ in range(100):
            assert len(str(await socket.recv())) == len(LONG)
            await asyncio.sleep(0.01)


async def test_what_many_send_to_one_who_does_not_read_is_bounded(served: Served) -> None:
    before = served.memory
    with closing(Raw(served.port, "/heap")) as rude:
        await asyncio.to_thread(rude.push, wire.frame(b"go"), 0.1)
        await asyncio.sleep(0.5)
        assert served.memory - before < 12 * MB
        assert await asyncio.to_thread(rude.is_cut, 15)
    assert await _echoes(served) < PROMPT_SECONDS


async def test_closing_is_heard_even_after_more_than_was_taken(served: Served) -> None:
    socket = await connect(f"{served.socket_url}deaf", max_queue=None)
    for number in range(100):
        await socket.send(str(number))
    await socket.close()
    assert socket.close_code == 1000


async def test_who_pushes_on_after_we_have_closed_is_cut_and_holds_nobody_up(served: Served) -> None:
    """Whoever goes on is not listened to for the ten seconds that a goodbye may take."""
    with closing(Raw(served.port, "/over")) as rude:
        await asyncio.to_thread(rude.push, TINY, 1)
        assert await asyncio.to_thread(rude.is_cut, 3)
        assert await _echoes(served) < PROMPT_SECONDS


async def test_who_said_much_before_we_closed_is_told_the_code_all_the_same(served: Served) -> None:
    async with connect(f"{served.socket_url}over", max_queue=None) as socket:
        for number in range(200):
            await socket.send(f"{number} " + "x" * 100)
        await asyncio.wait_for(socket.wait_closed(), 10)
    assert socket.close_code == 4429
