"""The rota in real browsers: planned with a look before, swapped between two, and a holiday that shows at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.readable import anybody_can_use, nothing_sticks_out

TABLET = ViewportSize(width=820, height=1180)
Scheme = Literal["light", "dark"]
Opens = Callable[[str, ViewportSize, Scheme], Page]
IN_A_WEEK = timedelta(days=7)


@pytest.fixture
def opens(chromium: Browser) -> Iterator[Opens]:
    """A browser of its own for whoever holds a link."""
    contexts: list[BrowserContext] = []

    def one(link: str, viewport: ViewportSize, scheme: Scheme) -> Page:
        contexts.append(
            chromium.new_context(
                viewport=viewport, color_scheme=scheme, reduced_motion="reduce", timezone_id="Europe/London"
            )
        )  # fmt: skip
        page = contexts[-1].new_page()
        page.goto(link)
        return page

    yield one
    for context in contexts:
        context.close()


def monday() -> date:
    """The first Monday of those weeks that the rota shows next: nothing of tonight is touched."""
    later = date.today() + 2 * IN_A_WEEK  # noqa: DTZ011  (a day is enough)
    return later + timedelta(days=-later.weekday() % 7)


def to_the_rota(page: Page, link: str) -> None:
    """From wherever a link led, as whoever it is for."""
    page.goto(link.partition("/demo/")[0] + "/desk/on-call/")
    expect(page.get_by_role("heading", name="On call", exact=True)).to_be_visible()


def test_weeks_are_planned_swapped_and_left_open_by_a_holiday(house: House, opens: Opens) -> None:
    demo, first = house.alcove.demo, monday()
    # Every evening has a Sam of its own; the list offers the first of them first.
    sam_link = Evening(house.alcove, demo["sessions"][0]).facilitator().link
    hana = opens(demo["coordinator"]["link"], LAPTOP, "light")
    hana.get_by_role("link", name="On call", exact=True).click()
    anybody_can_use(hana)
    plans_a_week(hana, first, "Sam (counsellor)")

    sam = opens(sam_link, PHONE, "dark")
    to_the_rota(sam, sam_link)
    anybody_can_use(sam)
    nothing_sticks_out(sam)
    sam.get_by_role("link", name="My times").click()
    asks_maya(sam)

    maya = opens(demo["lead"]["link"], TABLET, "light")
    maya.get_by_role("link", name="Desk").click()
    maya.get_by_role("link", name="Answer", exact=True).click()
    anybody_can_use(maya)
    maya.get_by_role("button", name="I take it").click()
    expect(maya.get_by_text("Sam asked Maya:")).to_be_visible()

    goes_away(sam, first + timedelta(days=3), first + timedelta(days=5))
    to_the_rota(hana, demo["coordinator"]["link"])
    hana.get_by_role("link", name="two weeks after").click()
    shown = hana.locator("main")
    expect(shown).to_contain_text(f"Sam, {first + timedelta(days=3):%a} {(first + timedelta(days=3)).day}")
    expect(shown.locator(".gaps")).to_contain_text("Deputy: nobody")
    anybody_can_use(hana)


def plans_a_week(hana: Page, first: date, who: str) -> None:
    """Looks, and saves just that; the page it leads to shows it."""
    hana.get_by_role("link", name="Plan weeks").click()
    anybody_can_use(hana)
    hana.get_by_label("Post").select_option(label="Deputy")
    hana.get_by_label("From").fill(first.isoformat())
    hana.get_by_label("For how many weeks").fill("1")
    hana.get_by_label("Every day").select_option(label=who)
    hana.get_by_role("button", name="Show me what changes").click()
    # What is planned for the demo ends within that week or after it, as the day has it.
    expect(hana.get_by_role("heading", name=re.compile(r"^Deputy: \d changes?$"))).to_be_focused()
    anybody_can_use(hana)
    hana.get_by_role("button", name="Save this").click()
    expect(hana.locator("svg.rota").first.get_by_text("Sam", exact=True).last).to_be_visible()
    anybody_can_use(hana)


def asks_maya(sam: Page) -> None:
    """For the first of Sam's times, by keyboard."""
    sam.locator("input[name=spans]").first.focus()
    sam.keyboard.press("Space")
    sam.get_by_label("Ask", exact=True).select_option(label="Maya (safeguarding lead)")
    sam.get_by_role("button", name="Ask them").press("Enter")
    expect(sam.get_by_text("Maya has not answered yet:")).to_be_visible()
    anybody_can_use(sam)
    nothing_sticks_out(sam)


def goes_away(sam: Page, first: date, last: date) -> None:
    """The days the wrong way round are said beside the field, and then put right."""
    sam.get_by_label("Away from").fill(last.isoformat())
    sam.get_by_label("Up to and including").fill(first.isoformat())
    sam.get_by_role("button", name="I am away then").click()
    expect(sam.get_by_text("The last day cannot be before the first.")).to_be_visible()
    anybody_can_use(sam)
    sam.get_by_label("Away from").fill(first.isoformat())
    sam.get_by_label("Up to and including").fill(last.isoformat())
    sam.get_by_role("button", name="I am away then").click()
    expect(sam.locator(".turns")).to_contain_text("you are away")
    nothing_sticks_out(sam)
