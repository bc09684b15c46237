"""What is held of somebody, in a real browser: asked for on a phone, seen to at the desk, read once, gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.readable import anybody_can_use, nothing_sticks_out


@pytest.fixture(scope="module")
def evening(house: House) -> Evening:
    return house.next_evening()


def page_of(chromium: Browser, link: str, view: Any, scheme: Any = "light") -> Page:
    context = chromium.new_context(viewport=view, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(link)
    return page


@pytest.fixture
def otter(house: House, evening: Evening, chromium: Browser) -> Iterator[Page]:
    page = page_of(chromium, evening.seat(1).link, PHONE)
    yield page
    page.context.close()


@pytest.fixture
def jo(house: House, chromium: Browser) -> Iterator[Page]:
    page = page_of(chromium, house.alcove.demo["lead"]["link"], LAPTOP, "dark")
    yield page
    page.context.close()


def test_asked_for_on_a_phone_seen_to_at_the_desk_and_read_once(evening: Evening, otter: Page, jo: Page) -> None:
    home = evening.alcove.url
    otter.goto(f"{home}/mine/held/")
    anybody_can_use(otter)
    nothing_sticks_out(otter)
    otter.get_by_role("button", name="Ask for a copy").press("Enter")
    expect(otter.get_by_text("You asked for a copy")).to_be_visible()
    jo.goto(f"{home}/desk/")
    jo.get_by_role("link", name="See to it").click()
    anybody_can_use(jo)
    jo.get_by_role("link", name="See to it").first.click()
    anybody_can_use(jo)
    jo.get_by_role("button", name="Let them read it").click()
    expect(jo.get_by_role("status").filter(has_text="It waits on their own page.")).to_be_visible()
    otter.reload()
    anybody_can_use(otter)
    otter.get_by_role("button", name="Show it here, once").click()
    expect(otter.get_by_role("heading", name="Your place")).to_be_visible()
    anybody_can_use(otter)
    nothing_sticks_out(otter)
    otter.goto(f"{home}/mine/held/")
    expect(otter.get_by_role("button", name="Ask for a copy")).to_be_visible()


def test_deleted_at_their_wish_they_are_out_and_the_lead_may_hold_what_must_stay(
    evening: Evening, otter: Page, jo: Page
) -> None:
    home = evening.alcove.url
    otter.goto(f"{home}/mine/held/")
    otter.get_by_role("button", name="Ask us to delete it").click()
    expect(otter.get_by_role("button", name="Don’t delete it")).to_be_visible()
    jo.goto(f"{home}/desk/holds/")
    jo.get_by_role("button", name="Keep everything").click()
    anybody_can_use(jo)
    jo.get_by_role("button", name="Lift it").first.click()
    expect(jo.get_by_role("status").filter(has_text="Lifted.")).to_be_visible()
    jo.goto(f"{home}/desk/held/")
    jo.get_by_role("link", name="See to it").first.click()
    jo.get_by_label("To be sure: the number of the seat").fill("1")
    jo.get_by_role("button", name="Delete what we hold of them").click()
    expect(jo.get_by_role("status").filter(has_text="Begun.")).to_be_visible()
    otter.goto(f"{home}/mine/held/")
    expect(otter.get_by_role("heading", name="What we hold about you")).to_have_count(0)
