"""The pages anybody may open: nothing breaks, nothing is asked of strangers, and everybody can read them."""

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Request

from tests.browser.evening import House
from tests.browser.readable import anybody_can_use, its_colours_are_told_apart

PAGES = ["/", "/help/", "/families/", "/today/", "/in/"]


@pytest.mark.parametrize("path", PAGES)
def test_it_breaks_nothing_and_asks_nobody_else(house: House, chromium: Browser, path: str) -> None:
    page = chromium.new_page()
    said: list[ConsoleMessage] = []
    asked: list[Request] = []
    page.on("console", lambda one: said.append(one))
    page.on("request", lambda one: asked.append(one))
    page.goto(house.alcove.url + path)
    page.wait_for_load_state("networkidle")
    assert asked, "the page was asked for"
    assert [one.url for one in asked if not one.url.startswith(house.alcove.url)] == []
    assert [one.text for one in said if one.type in {"error", "warning"}] == []
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_read_it(house: House, chromium: Browser, path: str) -> None:
    page = chromium.new_page(color_scheme="light")
    page.goto(house.alcove.url + path)
    anybody_can_use(page)
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_in_the_dark_everybody_can_read_it_as_well(house: House, chromium: Browser, path: str) -> None:
    page = chromium.new_page(color_scheme="dark")
    page.goto(house.alcove.url + path)
    its_colours_are_told_apart(page)
    page.close()
