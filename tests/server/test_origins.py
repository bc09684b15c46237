"""A socket opens for pages of our own, and the whole origin counts."""

import pytest

from server.origins import OwnOrigins
from tests.server.knock import Heard, knock, scope

pytestmark = pytest.mark.embedded

ALLOWED = ["https://alcove.example.org", "http://127.0.0.1:8000"]
CLOSED = [{"type": "websocket.accept"}, {"type": "websocket.close", "code": 4401}]


async def answer(*origins: str) -> Heard:
    heard = Heard()
    at = scope("websocket", [("origin", one) for one in origins])
    await knock(OwnOrigins(heard.application, ALLOWED), at, heard, {"type": "websocket.connect"})
    return heard


@pytest.mark.parametrize("origin", [*ALLOWED, "HTTPS://ALCOVE.example.org"])
async def test_our_own_pages_pass(origin: str) -> None:
    heard = await answer(origin)
    assert heard.scope["type"] == "websocket"
    assert heard.sent == []


@pytest.mark.parametrize(
    "origin",
    [
        "http://alcove.example.org",
        "https://alcove.example.org:8443",
        "https://alcove.example.org.evil.org",
        "https://sub.alcove.example.org",
        "http://127.0.0.1:8001",
        "http://localhost:8000",
        "null",
        "",
    ],
)
async def test_any_other_page_is_closed_with_a_reason(origin: str) -> None:
    heard = await answer(origin)
    assert (heard.scope, heard.sent) == ({}, CLOSED)


async def test_nobody_at_all_is_closed() -> None:
    assert (await answer()).sent == CLOSED


async def test_two_origins_are_none() -> None:
    assert (await answer(*ALLOWED)).sent == CLOSED
