"""A real Alcove on either store: what its pages carry, whom its sockets refuse, what its log tells."""

import resource
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message

import psutil
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from tests.ground import Ground
from tests.running import Alcove

SECRET = "sixteen-otters-in-a-lamp"


def fetched(alcove: Alcove, path: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(alcove.url + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read()


def test_a_page_may_load_from_us_alone_and_is_not_kept(live_server_process: Alcove) -> None:
    status, headers, _ = fetched(live_server_process, "/")
    policy = headers["Content-Security-Policy"]
    assert status == 200
    assert "default-src 'none'" in policy
    assert f"connect-src 'self' {live_server_process.socket_url}" in policy
    assert "unsafe" not in policy
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "same-origin")
    assert headers["Server"] is None


def test_a_strange_host_is_refused(live_server_process: Alcove) -> None:
    assert fetched(live_server_process, "/", Host="evil.example.org")[0] == 400


def test_a_client_cannot_move_the_house(live_server_process: Alcove) -> None:
    _, _, plain = fetched(live_server_process, "/")
    assert b"elsewhere" not in fetched(live_server_process, "/", **{"Daphne-Root-Path": "/elsewhere"})[2]
    assert b"href" in plain


@pytest.mark.parametrize("origin", [None, Origin("http://127.0.0.1:1"), Origin("https://evil.example.org")])
async def test_a_socket_for_another_page_is_closed_with_a_reason(
    live_server_process: Alcove, origin: Origin | None
) -> None:
    session = live_server_process.demo["sessions"][0]["id"]
    async with connect(f"{live_server_process.socket_url}/ws/sessions/{session}/", origin=origin) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_no_path_and_no_address_is_written_down(live_server_process: Alcove) -> None:
    for path in (f"/in/{SECRET}/", f"/demo/{SECRET}/", f"/{SECRET}", f"/?code={SECRET}"):
        fetched(live_server_process, path, Host=f"{SECRET}.example.org")
        fetched(live_server_process, path)
    log = live_server_process.log.read_text()
    assert "doors open" in log, "the log is being read"
    assert SECRET not in log
    assert "127.0.0.1" not in log


def test_it_leaves_quietly_and_comes_back_with_the_same_links(start_alcove: Callable[..., Alcove]) -> None:
    alcove = start_alcove()
    before = alcove.demo
    assert alcove.stop() == 0
    assert "Traceback" not in alcove.log.read_text()
    assert alcove.prepare().demo == before
    alcove.start()
    assert fetched(alcove, "/help/")[0] == 200


def test_it_prepares_an_empty_store_and_prints_its_links(ground: Ground) -> None:
    alcove = Alcove(ground.environment())
    said = alcove.run("-m", "server", "--prepare")
    assert said.count(f"{alcove.url}/demo/") == 12
    assert alcove.run("-m", "server", "--prepare") == said


@contextmanager
def few_files(few: int) -> Iterator[None]:
    """What is started meanwhile may open few files unless it asks for more, as under systemd."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of another process are Linux's own")
def test_it_lets_in_as_many_as_the_system_allows_and_not_only_the_first_thousand(ground: Ground) -> None:
    alcove = Alcove(ground.environment(), cold=True)
    alcove.lay_tables()
    with few_files(512):
        alcove.start()
    try:
        assert alcove.process is not None
        soft, hard = psutil.Process(alcove.process.pid).rlimit(psutil.RLIMIT_NOFILE)
        assert soft == min(hard, 65_536) > 512
    finally:
        assert alcove.stop() == 0


def test_it_opens_no_demo_where_people_of_a_real_house_work(ground: Ground) -> None:
    alcove = Alcove({**ground.environment(), "DEMO": "0"})
    alcove.lay_tables()
    ada = "from cohorts.models import Staff; Staff.objects.create(name='Ada', role='lead')"
    alcove.manage("shell", "-v", "0", "-c", ada)
    assert "/demo/" not in alcove.run("-m", "server", "--prepare")
    alcove.env["DEMO"] = "1"
    with pytest.raises(RuntimeError) as refused:
        alcove.run("-m", "server", "--prepare")
    assert "Alcove cannot start. The demo signs in whoever holds a printed link" in str(refused.value)
    assert "Set DEMO=0" in str(refused.value)
    assert "/demo/" not in str(refused.value)
    count = "from cohorts.models import Staff; print(Staff.objects.count())"
    assert alcove.manage("shell", "-v", "0", "-c", count) == "1\n"


@pytest.mark.grown
def test_two_workers_share_a_house(live_server_process: Alcove) -> None:
    sibling = live_server_process.sibling().start()
    try:
        assert fetched(sibling, "/help/")[0] == 200
    finally:
        assert sibling.stop() == 0
