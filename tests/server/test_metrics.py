"""What is counted tells how much and how fast, and never who, where or what."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from tests.running import Alcove
from tests.server.room import cookie, enters, until
from tests.server.test_process import fetched

pytestmark = pytest.mark.slow

WORDS = "the otters had a long week"


def counted(alcove: Alcove) -> tuple[dict[str, float], str]:
    """Every sample by its name and labels, and the whole page."""
    status, headers, body = fetched(alcove, "/metrics")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    page = body.decode()
    samples = [line.rpartition(" ") for line in page.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in samples}, page


def once(alcove: Alcove, holds: Callable[[dict[str, float]], bool]) -> tuple[dict[str, float], str]:
    """What is counted once this holds; some things are counted every second only."""
    deadline = time.monotonic() + 20
    while not holds((found := counted(alcove))[0]):
        assert time.monotonic() < deadline, found[1]
        time.sleep(0.1)
    return found


async def asks(socket: ClientConnection, verb: str, ref: str, **fields: Any) -> None:
    await socket.send(json.dumps({"type": verb, "ref": ref, **fields}))


async def an_evening(alcove: Alcove, sibling: Alcove) -> dict[str, float]:
    """Something of everything, with one seat at each worker; what is counted while all are still there."""
    async with enters(alcove, 0, "staff") as staff, enters(alcove, 0) as otter, enters(sibling, 1) as heron:
        for one in (staff, otter, heron):
            await until(one, type="ready")
        await asks(otter, "say", "r1", body=WORDS)
        await until(otter, type="ok", ref="r1")
        await until(heron, body=WORDS)
        await asks(staff, "mode", "r2", mode="hold_all")
        await until(staff, type="ok", ref="r2")
        await asks(otter, "say", "r3", body=WORDS)
        await until(otter, type="ok", ref="r3")
        await asks(otter, "note", "r4", body=WORDS)
        await until(otter, type="no", ref="r4")
        await otter.send("nonsense")
        await until(otter, type="no", code="bad_frame")
        return (once(alcove, lambda now: now["alcove_rooms"] >= 1))[0]


def private(alcove: Alcove) -> set[str]:
    """All that must be nowhere."""
    session = alcove.demo["sessions"][0]
    people = [*session["seats"], *session["staff"]]
    codes = [seat["code"] for seat in session["seats"]]
    cookies = [half for one in cookie(alcove, 0).split("; ") for half in one.split("=")]
    names = [one["name"] for one in people]
    return {WORDS, session["id"], *names, *codes, *cookies, "127.0.0.1", str(alcove.port)}


async def test_an_evening_is_counted_and_nobody_named(start_alcove: Callable[..., Alcove]) -> None:
    alcove = start_alcove()
    now = await an_evening(alcove, alcove)
    assert (now["alcove_rooms"], now['alcove_sockets{role="seat"}'], now['alcove_sockets{role="staff"}']) == (1, 2, 1)
    assert (now['alcove_messages_total{outcome="said"}'], now['alcove_messages_total{outcome="held"}']) == (1, 1)
    assert now['alcove_refusals_total{code="not_allowed"}'] == 1
    assert now['alcove_refusals_total{code="bad_frame"}'] == 1
    assert now["alcove_batch_seconds_count"] == now["alcove_batch_requests_count"] > 3
    assert now['alcove_delivery_seconds_count{written="here"}'] >= 3
    assert now['alcove_part_ok{part="database"}'] == 1
    assert 0 <= now["alcove_duties_age_seconds"] < 30, "the loop runs beside the rooms"
    _, page = once(alcove, lambda now: not now['alcove_sockets{role="seat"}'])
    assert [secret for secret in private(alcove) if secret in page] == []
    assert fetched(alcove, "/metrics", **{"X-Forwarded-For": "8.8.8.8"})[0] == 404


@pytest.mark.grown
async def test_each_of_several_workers_tells_of_all(start_alcove: Callable[..., Alcove], tmp_path: Path) -> None:
    alcove = start_alcove(PROMETHEUS_MULTIPROC_DIR=str(tmp_path))
    sibling = alcove.sibling().start()
    try:
        now = await an_evening(alcove, sibling)
        assert (now['alcove_sockets{role="seat"}'], now['alcove_sockets{role="staff"}']) == (2, 1)
        assert now['alcove_messages_total{outcome="said"}'] == 1
        assert now['alcove_delivery_seconds_count{written="elsewhere"}'] >= 1
        assert counted(sibling)[0].keys() == counted(alcove)[0].keys()
    finally:
        assert sibling.stop() == 0
