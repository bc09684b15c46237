"""After the last evening, in a real browser: a sheet to fill in, of which nothing leaves the page, and questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.readable import anybody_can_use, nothing_sticks_out

PIECE = "the kitchen radio"


@pytest.fixture(scope="module")
def evening(house: House) -> Evening:
    """The last evening of a group, which ended a minute ago."""
    found = house.next_evening()
    found.ends_in(-60, closes=900)
    return found


def page_of(chromium: Browser, evening: Evening, number: int, look: Literal["light", "dark"], *, phone: bool) -> Page:
    view = PHONE if phone else LAPTOP
    page = chromium.new_context(viewport=view, color_scheme=look, reduced_motion="reduce").new_page()
    page.goto(evening.seat(number).link)
    page.goto(f"{evening.alcove.url}/mine/")
    return page


@pytest.fixture(params=[("light", True), ("dark", False)], ids=["phone", "laptop"])
def otter(request: pytest.FixtureRequest, chromium: Browser, evening: Evening) -> Iterator[Page]:
    look, phone = request.param
    page = page_of(chromium, evening, 1, look, phone=phone)
    yield page
    page.context.close()


def test_the_sheet_is_filled_in_copied_and_printed_and_nothing_of_it_is_sent_or_stays(otter: Page) -> None:
    otter.get_by_role("link", name="Look at your sheet").click()
    anybody_can_use(otter)
    nothing_sticks_out(otter)
    asked: list[Request] = []
    otter.on("request", lambda request: asked.append(request))
    otter.get_by_label("First I will").fill(PIECE)
    otter.get_by_label("Something I did").fill("I wrote one line")
    otter.evaluate("navigator.clipboard.writeText = async (words) => { window.copied = words; }")
    otter.get_by_role("button", name="Copy what I wrote").click()
    expect(otter.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = otter.evaluate("window.copied")
    assert f"First I will … {PIECE}\n" in copied
    assert "I wrote one line" in copied
    otter.evaluate("window.print = () => { window.printed = true; }")
    otter.get_by_role("button", name="Print it").click()
    assert otter.evaluate("window.printed")
    stores = "JSON.stringify([{...sessionStorage}, {...localStorage}, history.state])"
    assert PIECE not in otter.evaluate(stores)
    assert asked == []
    otter.reload()
    expect(otter.get_by_label("First I will")).to_have_value("")


def test_on_paper_there_are_lines_to_write_on_and_nothing_to_press(otter: Page) -> None:
    otter.goto(otter.url.replace("/mine/", "/mine/keep/"))
    otter.emulate_media(media="print")
    for shown in ("My plan for a hard moment", "My wins", "Who I can turn to"):
        expect(otter.get_by_role("heading", name=shown)).to_be_visible()
    for hidden in ("Print it", "Copy what I wrote", "Leave now"):
        expect(otter.get_by_role("button", name=hidden)).to_have_count(0)
    expect(otter.get_by_role("link", name="Back to your page")).to_have_count(0)
    assert otter.get_by_label("First I will").bounding_box()["height"] > 40  # type: ignore[index]


def test_the_questions_can_be_skipped_by_keyboard_and_sent_once(chromium: Browser, evening: Evening) -> None:
    heron = page_of(chromium, evening, 2, "light", phone=True)
    heron.get_by_role("link", name="See the questions").click()
    anybody_can_use(heron)
    nothing_sticks_out(heron)
    expect(heron.get_by_label("I skip this one")).to_have_count(4)
    heron.get_by_role("group", name="Did you feel safe in the room?").get_by_label("Most of the time").check()
    heron.get_by_role("button", name="Send my answers").press("Enter")
    expect(heron.get_by_text("You told us. Thank you.")).to_be_visible()
    expect(heron.get_by_role("link", name="See the questions")).to_have_count(0)
    anybody_can_use(heron)
    heron.context.close()


def test_whoever_comes_back_to_a_room_that_is_over_is_led_to_their_own_page(chromium: Browser, house: House) -> None:
    over = house.next_evening()
    over.ends_in(-60, closes=-30)
    fox = page_of(chromium, over, 7, "dark", phone=True)
    expect(fox.get_by_role("heading", name="No more evenings are planned")).to_be_visible()
    as_id = fox.locator("body").get_attribute("data-as")
    fox.goto(f"{over.room}?as={as_id}")
    expect(fox.get_by_role("heading", name="Tonight is over")).to_be_visible()
    nothing_sticks_out(fox)
    fox.get_by_role("link", name="Go to your own page").click()
    expect(fox.get_by_role("link", name="Look at your sheet")).to_be_visible()
    fox.context.close()


def test_the_file_is_saved_under_a_name_that_tells_nothing(otter: Page) -> None:
    otter.get_by_role("link", name="Look at your sheet").click()
    with otter.expect_download() as saved:
        otter.get_by_role("link", name="Save it, with empty lines").click()
    assert saved.value.suggested_filename == "sheet.txt"
    assert "I notice it by …" in saved.value.path().read_text(encoding="utf-8")
