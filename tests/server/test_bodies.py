"""Whoever sends more than any form of ours needs is told so early and kindly, and nothing of it is kept anywhere."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

import psutil
import pytest

from tests.running import Alcove

pytestmark = pytest.mark.embedded

MB: Final = 1_000_000
FORM: Final = 64 * 1024
COURSE: Final = 1024 * 1024
#: Far more than anybody lets by, and little enough for a test.
LONG: Final = 200 * MB
CHUNK: Final = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def alcove(request: pytest.FixtureRequest, start_alcove: Callable[..., Alcove]) -> Alcove:
    return start_alcove(ALCOVE_SERVER=request.param)


@pytest.fixture
def line(alcove: Alcove) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", alcove.port), timeout=10)) as one:
        yield one


def head(alcove: Alcove, path: str, *headers: str) -> bytes:
    """What a request begins with whose form comes from our own page."""
    fixed = (f"Host: 127.0.0.1:{alcove.port}", f"Origin: {alcove.url}")
    kind = "Content-Type: application/x-www-form-urlencoded"
    return "\r\n".join((f"POST {path} HTTP/1.1", *fixed, kind, *headers, "", "")).encode()


def answer(line: socket.socket) -> tuple[int, str]:
    """The next answer, read whole by its length."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += line.recv(1)
    told, length = heard.decode("latin-1"), re.search(rb"(?i)content-length: (\d+)", heard)
    assert length, told
    body = b""
    while len(body) < int(length[1]):
        body += line.recv(int(length[1]) - len(body))
    return int(told.split()[1]), body.decode()


def kept(alcove: Alcove) -> tuple[int, list[str]]:
    """How much memory the process has, and the files without a name that it holds open."""
    assert alcove.process is not None
    process = psutil.Process(alcove.process.pid)
    found = []
    for one in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(OSError):
            found.append(str(one.readlink()))
    return process.memory_info().rss, [one for one in found if one.endswith("(deleted)") and "memfd" not in one]


def test_more_than_any_form_is_refused_before_it_is_sent(alcove: Alcove, line: socket.socket) -> None:
    line.sendall(head(alcove, "/join/", f"Content-Length: {2_000 * MB}"))
    status, page = answer(line)
    assert status == 413
    assert "That was too much at once" in page
    assert "/help/" in page


def test_without_a_length_it_is_refused_once_it_is_too_much(alcove: Alcove, line: socket.socket) -> None:
    line.sendall(head(alcove, "/join/", "Transfer-Encoding: chunked") + CHUNK * 2)
    assert answer(line)[0] == 413


@pytest.mark.parametrize("length", [f"Content-Length: {LONG}", "Transfer-Encoding: chunked"])
def test_whoever_goes_on_sending_is_cut_and_nothing_piles_up(alcove: Alcove, line: socket.socket, length: str) -> None:
    before, files = kept(alcove)
    line.sendall(head(alcove, "/join/", length))
    sent, most = 0, before
    with suppress(OSError):
        while sent < LONG:
            line.sendall(CHUNK)
            sent += len(CHUNK)
            memory, open_now = kept(alcove)
            most = max(most, memory)
            assert open_now == files, "nothing of it lies on a disk"
    assert sent < LONG / 2, "it was cut"
    assert most - before < 16 * MB


@pytest.mark.parametrize(("path", "most"), [("/join/", FORM), ("/desk/courses/", COURSE)])
def test_what_a_form_needs_is_heard_and_the_line_stays_good_after_a_little_too_much(
    alcove: Alcove, line: socket.socket, path: str, most: int
) -> None:
    for _ in range(2):
        line.sendall(head(alcove, path, f"Content-Length: {most + 1}") + b"x" * (most + 1))
        assert answer(line)[0] == 413
        line.sendall(head(alcove, path, f"Content-Length: {most - 1000}") + b"x=" + b"x" * (most - 1002))
        assert answer(line)[0] != 413


def test_whoever_asks_first_whether_to_send_is_told_not_to(alcove: Alcove, line: socket.socket) -> None:
    line.sendall(head(alcove, "/join/", f"Content-Length: {LONG}", "Expect: 100-continue"))
    assert answer(line)[0] == 413


def test_others_are_answered_meanwhile(alcove: Alcove, line: socket.socket) -> None:
    line.sendall(head(alcove, "/join/", f"Content-Length: {LONG}") + b"x" * 1000)
    since = time.monotonic()
    with closing(socket.create_connection(("127.0.0.1", alcove.port), timeout=10)) as other:
        other.sendall(head(alcove, "/join/", "Content-Length: 8") + b"go=begin")
        assert answer(other)[0] == 200
    assert time.monotonic() - since < 5
