"""What is said comes straight to whoever hears it, in order, whole and once, however it was sent; on either server."""

import asyncio
import random
import socket
from contextlib import closing, suppress

import pytest
from websockets.asyncio.client import connect
from websockets.frames import Close, Frame, Opcode

from tests.bench import wire
from tests.server.conftest import Serve
from tests.server.raw import Raw

pytestmark = pytest.mark.embedded

#: What the application will not take at once: it comes by the inbox.
LATER = "later "


def _pieces(said: bytes) -> bytes:
    """One message in three frames, with a ping between them."""
    third = len(said) // 3
    parts = [said[:third], said[third : 2 * third], said[2 * third :]]
    kinds = [Opcode.TEXT, Opcode.CONT, Opcode.CONT]
    sent = [
        Frame(kind, part, fin=part is parts[2]).serialize(mask=True) for kind, part in zip(kinds, parts, strict=True)
    ]
    return sent[0] + Frame(Opcode.PING, b"?").serialize(mask=True) + sent[1] + sent[2]


def _heard(line: socket.socket, many: int) -> list[str]:
    """So many texts, as they come; everything else is let by."""
    data, texts = b"", list[str]()
    line.settimeout(20)
    while len(texts) < many:
        data += line.recv(65_536)
        while len(data) >= 2 and len(data) >= (end := 2 + data[1] if data[1] < 126 else 4 + int.from_bytes(data[2:4])):
            if data[0] == 0x81:
                texts.append(data[2 if data[1] < 126 else 4 : end].decode())
            data = data[end:]
    return texts


def _to_its_end(line: socket.socket) -> bytes:
    """All that comes; whoever is not answered may be cut."""
    data = b""
    line.settimeout(20)
    with suppress(ConnectionResetError):
        while more := line.recv(65_536):
            data += more
    return data


@pytest.mark.parametrize("seed", range(4))
async def test_it_is_heard_in_order_whole_and_once_however_it_was_sent(serve: Serve, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (the same each time)
    words = [chance.choice(["", "", LATER]) + f"{number} " + "é" * chance.choice([0, 3, 200]) for number in range(400)]
    frames = [chance.choice([wire.frame, wire.frame, _pieces])(each.encode()) for each in words]
    sent = b"".join(frames)
    cuts = sorted(chance.sample(range(1, len(sent)), 300))
    with closing(Raw(serve().port, "/quick")) as one:
        one.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        hearing = asyncio.create_task(asyncio.to_thread(_heard, one.line, len(words)))
        for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True):
            await asyncio.to_thread(one.line.sendall, sent[start:end])
        assert await hearing == words


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (wire.frame(b"\xff\xfe"), 1007),
        (Frame(Opcode.TEXT, b"begun", fin=False).serialize(mask=True) + wire.frame(b"another"), 1002),
        (Frame(Opcode.TEXT, b"bare").serialize(mask=False), 1002),
        (Frame(Opcode.CONT, b"of what?").serialize(mask=True), 1002),
        (b"\xc1" + wire.frame(b"x")[1:], 1002),
    ],
    ids=["no text", "two at once", "no mask", "no beginning", "an extension"],
)
async def test_what_is_no_message_ends_it_with_its_reason_and_is_not_heard(
    serve: Serve, wrong: bytes, code: int
) -> None:
    with closing(Raw(serve().port, "/quick")) as one:
        one.line.sendall(wire.frame(b"before") + wrong)
        data = _to_its_end(one.line)
    assert data.startswith(b"\x81\x06before\x88"), "nothing else was heard"
    assert Close.parse(data[10:]).code == code


async def test_whoever_speaks_before_they_are_let_in_is_refused_and_nobody_else_notices(serve: Serve) -> None:
    served = serve()
    sent = wire.frame(b"early") * 3
    with closing(socket.create_connection(("127.0.0.1", served.port))) as early:
        # Half a frame too many: whatever it says, nobody knows where the next begins.
        early.sendall(wire.request(served.port, "/quick", "") + sent[:15])
        await asyncio.sleep(0.2)
        early.sendall(sent[15:])
        data = _to_its_end(early)
    close = data.partition(b"\r\n\r\n")[2]
    assert close[0] == 0x88
    assert Close.parse(close[2:]).code == 1002
    async with connect(f"{served.socket_url}quick") as other:
        await other.send("hello")
        assert await other.recv() == "hello"
