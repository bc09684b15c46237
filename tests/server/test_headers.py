"""A client cannot choose its own address, scheme or place; our own proxy may say them."""

import pytest

from server.headers import Unclaimed
from tests.server.knock import Heard, knock, scope

pytestmark = pytest.mark.embedded

CLAIMS = [
    ("daphne-root-path", "/elsewhere"),
    ("x-forwarded-for", "203.0.113.7"),
    ("x-forwarded-host", "evil.example.org"),
    ("x-forwarded-proto", "https"),
    ("x-real-ip", "203.0.113.7"),
    ("forwarded", "for=203.0.113.7"),
]


async def seen(kind: str, headers: list[tuple[str, str]], *, trusted_proxy: bool) -> Heard:
    heard = Heard()
    at = scope(kind, headers, root_path="/elsewhere", scheme="http")
    await knock(Unclaimed(heard.application, trusted_proxy=trusted_proxy), at, heard)
    return heard


@pytest.mark.parametrize("kind", ["http", "websocket"])
async def test_claims_are_dropped(kind: str) -> None:
    heard = await seen(kind, [*CLAIMS, ("cookie", "kept")], trusted_proxy=False)
    assert heard.scope["headers"] == [(b"cookie", b"kept")]
    assert (heard.scope["client"], heard.scope["root_path"], heard.scope["scheme"]) == (["10.0.0.9", 4711], "", "http")


@pytest.mark.parametrize("kind", ["http", "websocket"])
async def test_what_no_browser_sends_and_no_database_can_look_for_is_dropped(kind: str) -> None:
    heard = await seen(kind, [("cookie", "staff=a\0b"), ("cookie", "kept")], trusted_proxy=False)
    assert heard.scope["headers"] == [(b"cookie", b"kept")]


@pytest.mark.parametrize(("kind", "scheme"), [("http", "https"), ("websocket", "wss")])
async def test_the_proxy_is_believed_and_only_its_own_words(kind: str, scheme: str) -> None:
    claimed = [
        ("x-forwarded-for", "192.0.2.1, 198.51.100.4"),
        ("x-forwarded-proto", "https"),
        ("x-real-ip", "192.0.2.1"),
    ]
    heard = await seen(kind, claimed, trusted_proxy=True)
    assert heard.scope["client"] == ["198.51.100.4", 0]
    assert heard.scope["scheme"] == scheme
    assert heard.scope["headers"] == []


async def test_of_two_headers_the_last_is_the_proxys() -> None:
    heard = await seen(
        "http", [("x-forwarded-for", "192.0.2.1"), ("x-forwarded-for", "198.51.100.4")], trusted_proxy=True
    )
    assert heard.scope["client"] == ["198.51.100.4", 0]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("198.51.100.4:4711", "198.51.100.4"),
        ("2001:db8::66, [2001:db8::7]:4711", "2001:db8::7"),
    ],
)
async def test_an_address_is_read_however_the_proxy_writes_it(written: str, address: str) -> None:
    heard = await seen("http", [("x-forwarded-for", written)], trusted_proxy=True)
    assert heard.scope["client"] == [address, 0]


async def test_a_silent_proxy_changes_nothing() -> None:
    heard = await seen("http", [], trusted_proxy=True)
    assert (heard.scope["client"], heard.scope["scheme"]) == (["10.0.0.9", 4711], "http")


async def test_the_servers_own_life_passes_untouched() -> None:
    heard = Heard()
    await knock(Unclaimed(heard.application, trusted_proxy=False), {"type": "lifespan"}, heard)
    assert heard.scope == {"type": "lifespan"}
