"""A concern is raised or said not to be: its words go over a refusal, a reload and a lost line."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.evening import LAPTOP, Evening
from tests.browser.people import Facilitator
from tests.browser.test_stopped_console import OVER, TOO_MANY_TABS
from tests.browser.test_what_is_said_back import Between

SEEN = "She told me what happened at home"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport=LAPTOP) as context:
        yield context.new_page()


def test_what_was_written_of_a_concern_stays_with_whom_it_is_about(page: Page, evening: Evening) -> None:
    sam = Facilitator(page, evening.facilitator()).comes_in()
    otter, heron = evening.seat(1), evening.seat(2)
    _opens_concern(sam, otter.name).fill(SEEN)
    page.keyboard.press("Escape")
    expect(_opens_concern(sam, heron.name)).to_have_value("")
    page.keyboard.press("Escape")
    expect(_opens_concern(sam, otter.name)).to_have_value(SEEN)
    assert sam.complaints == []


def test_a_concern_is_said_to_be_on_its_way_until_it_stands_and_a_refused_one_comes_back(
    page: Page, evening: Evening
) -> None:
    line = Between(page, "concern")
    sam = Facilitator(page, evening.facilitator()).comes_in()
    name = evening.seat(1).name
    raising, not_raised, done = (page.locator(f"#{one}") for one in ("raising", "not-raised", "done"))
    _opens_concern(sam, name).fill(SEEN)
    page.locator("[data-level=urgent]").click()
    for said in (done, raising):
        expect(said).to_have_text(f"Raising the concern about {name}…")
    line.says(type="no", code="too_fast", text="Wait a moment.")
    expect(raising).to_be_hidden()
    expect(not_raised).to_contain_text(f"The concern about {name} was not raised. Wait a moment.")
    not_raised.get_by_role("button", name="Open it again").click()
    expect(not_raised).to_be_hidden()
    expect(page.locator("#concern-text")).to_have_value(SEEN)

    page.locator("[data-level=urgent]").click()
    expect(raising).to_be_visible()
    sam.reloads()
    expect(raising).to_have_text(f"Raising the concern about {name}…")
    assert line.kept[-1]["body"] == SEEN
    line.lets_through()
    expect(done).to_contain_text("Raised.")
    expect(raising).to_be_hidden()
    # What is in the record is not kept in the browser.
    page.wait_for_function("(words) => !JSON.stringify({ ...sessionStorage }).includes(words)", arg=SEEN)
    expect(_opens_concern(sam, name)).to_have_value("")
    assert sam.complaints == []


def test_nobody_believes_a_concern_raised_on_a_page_that_stops_or_is_wiped(page: Page, evening: Evening) -> None:
    line = Between(page, "concern")
    sam = Facilitator(page, evening.facilitator()).comes_in()
    _opens_concern(sam, evening.seat(1).name).fill(SEEN)
    page.locator("[data-level=now]").click()
    line.closes(TOO_MANY_TABS)
    expect(page.locator("#raising")).to_contain_text(
        "has not gone out yet, as this page has stopped. Press “Try again”"
    )
    page.locator("#banner").get_by_role("button").click()
    expect(page.locator("#raising")).to_have_text(f"Raising the concern about {evening.seat(1).name}…")
    line.closes(OVER)
    ended = page.locator(".ended")
    expect(ended).to_contain_text("A concern that you raised may not have reached us: phone the safeguarding lead now.")
    assert evening.seat(1).name not in sam.all_text()


def _opens_concern(sam: Facilitator, name: str) -> Locator:
    """Open the card about one of them; returns the box for what was seen."""
    sam.opens_card_of(name).get_by_role("button", name="Raise a concern").click()
    return sam.page.locator("#concern-text")
