"""Words that must not be found: said in every way there is in a running house, also while its tables are away."""

from __future__ import annotations

import asyncio
import http.client
import json
import urllib.parse
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.chat.live.test_discreet import overheard
from tests.ground import Ground
from tests.running import Alcove
from tests.server.room import enters
from tests.server.test_process import fetched

pytestmark = pytest.mark.slow

#: One for each thing a house is told; none of them means anything to the guard.
CANARY = "canarybird"
CODE, EMAIL, NAME = f"{CANARY} four made up", f"{CANARY}@mail.example", f"{CANARY} Otter"
SEATS_SAY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("say", {"body": f"{CANARY} message"}), ("say", {"body": f"{CANARY} heads", "heads_up": f"{CANARY} up"}),
    ("whisper", {"body": f"{CANARY} whisper"}), ("help", {"body": f"{CANARY} call"}),
    ("worry", {"about": "person", "body": f"{CANARY} worry"}),
    ("worry", {"about": "facilitator", "body": f"{CANARY} adult"}),
    ("say", {"body": f"I will end it tonight {CANARY}"}), ("say", {"body": f"my number is 07700 900123 {CANARY}"}),
)  # fmt: skip
STAFF_SAY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("open", {}), ("note", {"body": f"{CANARY} note"}), ("whisper", {"seat": 1, "body": f"{CANARY} answer"}),
    ("mute", {"seat": 2, "seconds": 60, "reason": f"{CANARY} reason"}),
    ("concern", {"seat": 1, "level": "now", "body": f"{CANARY} concern"}),
)  # fmt: skip


@pytest.fixture(params=["json", "text"])
def alcove(request: pytest.FixtureRequest, start_alcove: Callable[..., Alcove]) -> Alcove:
    return start_alcove(LOG_FORMAT=request.param)


def test_nothing_that_was_told_a_house_is_found_around_it(alcove: Alcove, ground: Ground) -> None:
    with ExitStack() as until_then:
        heard = until_then.enter_context(overheard(ground.valkey.url())) if ground.valkey else []
        answers = asyncio.run(_talked(alcove))
        pages = _typed(alcove)
        alcove.run("-c", "import django; django.setup(); " + RENAME.format("chat_entry", "away"))
        broken = asyncio.run(_talked(alcove))
        alcove.run("-c", "import django; django.setup(); " + RENAME.format("cohorts_seat", "gone"))
        pages += _typed(alcove)
    status, _, metrics = fetched(alcove, "/metrics")
    alcove.stop()
    assert (ground.valkey is None) == (not heard)
    assert [answer["type"] for answer in answers].count("ok") > len(SEATS_SAY), answers
    assert "busy" in {answer.get("code") for answer in broken}, broken
    assert (status, 500 in {one for one, _ in pages}) == (200, True), pages
    for place, words in {
        "stdout": alcove.log.read_text(), "metrics": metrics.decode(), "Valkey": "\n".join(heard),
        "error pages": "\n".join(body for code, body in pages if code >= 500),
        "refusals": json.dumps([answer for answer in broken if answer["type"] == "no"]),
    }.items():  # fmt: skip
        assert CANARY not in words, place
        assert "900123" not in words, place
        assert not [one for one in _secrets(alcove) if one in words], place


RENAME = "from django.db import connection as c; c.cursor().execute('ALTER TABLE {} RENAME TO {}')"


async def _talked(alcove: Alcove) -> list[dict[str, Any]]:
    """Say everything there is to say as a seat and as staff; each answer."""
    answers: list[dict[str, Any]] = []
    # A house without its tables may as well hang up.
    with suppress(TimeoutError, OSError, ConnectionClosed):
        async with asyncio.timeout(60), enters(alcove, 0, "staff") as sam, enters(alcove, 0) as otter:
            for socket, said in ((sam, STAFF_SAY), (otter, SEATS_SAY)):
                for number, (verb, fields) in enumerate(said):
                    answers.append(await _asked(socket, verb, f"{len(answers)}-{number}", fields))
                    await asyncio.sleep(0)
    return answers


async def _asked(socket: ClientConnection, verb: str, ref: str, fields: dict[str, Any]) -> dict[str, Any]:
    await socket.send(json.dumps({"type": verb, "ref": ref, **fields}))
    while True:
        frame: dict[str, Any] = json.loads(await socket.recv())
        if frame["type"] in {"ok", "no"} and frame.get("ref") == ref:
            return frame


def _typed(alcove: Alcove) -> list[tuple[int, str]]:
    """Type a code, a contact and a name into forms, and a link's words into the address."""
    forms = {"/in/": {"code": CODE}, "/lost/": {"contact": EMAIL, "name": NAME}, "/mine/name/": {"name": NAME}}
    found = [_got(alcove, "GET", f"/in/{CANARY}/")]
    for address, fields in forms.items():
        found.append(_got(alcove, "POST", address, fields))
    return found


def _got(alcove: Alcove, method: str, address: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
    door = http.client.HTTPConnection("127.0.0.1", alcove.port, timeout=20)
    door.request("GET", "/in/")
    first = door.getresponse()
    page = first.read().decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    cookies = "; ".join(one.partition(";")[0] for one in first.headers.get_all("Set-Cookie") or [])
    headers = {"Cookie": cookies, "Origin": alcove.url, "Content-Type": "application/x-www-form-urlencoded"}
    body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **(fields or {})}) if method == "POST" else None
    door.request(method, address, body, headers)
    answer = door.getresponse()
    found = answer.status, answer.read().decode()
    door.close()
    return found


def _secrets(alcove: Alcove) -> list[str]:
    """The codes and links of the demo's people, and what the seats are called."""
    seats = alcove.demo["sessions"][0]["seats"]
    links = [one["link"].rstrip("/").rpartition("/")[2] for one in (*seats, *alcove.demo["sessions"][0]["staff"])]
    return [*links, *(one[name] for one in seats for name in ("code", "name") if one.get(name))]
