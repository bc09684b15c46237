"""The pages anybody may open: nothing breaks, nothing is asked of strangers, and everybody can read them."""

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Request

from tests.browser.readable import anybody_can_use
from tests.running import Alcove

PAGES = ["/", "/help/", "/families/", "/today/", "/in/"]


@pytest.mark.parametrize("path", PAGES)
def test_it_breaks_nothing_and_asks_nobody_else(live_server_process: Alcove, chromium: Browser, path: str) -> None:
    page = chromium.new_page()
    said: list[ConsoleMessage] = []
    asked: list[Request] = []
    page.on("console", lambda one: said.append(one))
    page.on("request", lambda one: asked.append(one))
    page.goto(live_server_process.url + path)
    page.wait_for_load_state("networkidle")
    assert asked, "the page was asked for"
    assert [one.url for one in asked if not one.url.startswith(live_server_process.url)] == []
    assert [one.text for one in said if one.type in {"error", "warning"}] == []
    page.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(live_server_process: Alcove, chromium: Browser, path: str, scheme: str) -> None:
    page = chromium.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(live_server_process.url + path)
    anybody_can_use(page)
    page.close()
