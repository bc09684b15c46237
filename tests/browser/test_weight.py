"""The room comes quickly on a bad line, asks nobody else for anything, and breaks no rule of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, WebSocket

from tests.browser.evening import LAPTOP, PHONE, House
from tests.browser.people import Facilitator, Seated, Somebody

FIRST_LOAD_BYTES = 100_000
CONSOLE_BYTES = 200_000
#: Each costs a phone on a bad line a wait.
MOST_REQUESTS = 16
_BROKEN = """
window.broken = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  window.broken.push(`${violatedDirective} ${blockedURI}`);
});
"""


@dataclass
class Asked:
    """What a page asked for, of whom."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    sockets: list[WebSocket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(_BROKEN)
        self.page.on("requestfinished", lambda one: self.requests.append(one))
        self.page.on("websocket", lambda one: self.sockets.append(one))

    def weights(self) -> dict[str, int]:
        """Bytes of each response's body as they came over the line; nothing is asked for twice."""
        assert len({one.url for one in self.requests}) == len(self.requests)
        return {urlsplit(one.url).path: one.sizes()["responseBodySize"] for one in self.requests}

    def hosts(self) -> set[str]:
        addresses = [*(one.url for one in self.requests), *(one.url for one in self.sockets)]
        return {urlsplit(address).netloc for address in addresses}


@pytest.fixture
def come(house: House, chromium: Browser) -> Iterator[tuple[Somebody, Asked]]:
    """Somebody comes to the room for the first time, uses all of it, and everything asked for is noted."""
    evening = house.next_evening()
    hers, theirs = chromium.new_context(viewport=LAPTOP), chromium.new_context(viewport=PHONE)
    Facilitator(hers.new_page(), evening.facilitator()).comes_in()
    page = theirs.new_page()
    asked = Asked(page)
    yield Seated(page, evening.seat(1)).comes_in(), asked
    hers.close()
    theirs.close()


def test_the_first_load_of_the_room_is_light(come: tuple[Somebody, Asked]) -> None:
    _, asked = come
    weights = asked.weights()
    assert any(path.startswith("/rooms/") for path in weights)
    assert any(path.endswith("room.js") for path in weights)
    assert sum(weights.values()) < FIRST_LOAD_BYTES, weights
    assert len(weights) <= MOST_REQUESTS, weights


def test_the_room_asks_nobody_else_and_breaks_no_rule(come: tuple[Somebody, Asked], house: House) -> None:
    one, asked = come
    page = one.page
    one.says("Hello")
    for opener in ("help", "more"):
        page.locator(f".bar [data-sheet={opener}]").click()
        page.keyboard.press("Escape")
    for over in ("minute", "cover"):
        page.locator(f"#{over}-open").click()
        page.locator(f"#{over}-close").click()
    page.wait_for_load_state("networkidle")
    assert asked.hosts() == {urlsplit(house.alcove.url).netloc}
    assert page.evaluate("window.broken") == []
    assert one.complaints == []


def test_the_console_is_light_too_asks_nobody_else_and_breaks_no_rule(house: House, chromium: Browser) -> None:
    with chromium.new_context(viewport=LAPTOP) as context:
        page = context.new_page()
        asked = Asked(page)
        sam = Facilitator(page, house.next_evening().facilitator()).comes_in()
        weights = asked.weights()
        assert any(path.endswith("console/page.js") for path in weights)
        assert sum(weights.values()) < CONSOLE_BYTES, weights
        assert len(weights) <= MOST_REQUESTS, weights
        sam.says("Hello")
        for pane in ("thread", "team", "queue"):
            sam.shows(pane)
        page.wait_for_load_state("networkidle")
        assert asked.hosts() == {urlsplit(house.alcove.url).netloc}
        assert page.evaluate("window.broken") == []
        assert sam.complaints == []
