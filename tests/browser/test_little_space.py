"""The console where there is little space: whom somebody answers can be read, whatever stands beside it."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.evening import PHONE, Evening
from tests.browser.people import Facilitator, Seated
from tests.browser.readable import anybody_can_use

LOW = ViewportSize(width=1280, height=600)
#: Six lines or so.
READABLE_PX = 140


@pytest.mark.parametrize("size", [PHONE, LOW], ids=["phone", "low laptop"])
def test_whoever_takes_a_call_reads_whom_they_answer(evening: Evening, chromium: Browser, size: ViewportSize) -> None:
    page = chromium.new_context(viewport=size).new_page()
    sam = Facilitator(page, evening.facilitator()).comes_in()
    caller = chromium.new_context(viewport=PHONE).new_page()
    otter = Seated(caller, evening.seat(1)).comes_in()
    otter.calls_for_help("I have them here and I do not know what to do. " * 3)
    sam.alarms.get_by_role("button", name="I’m on it").click()
    card = sam.alarms.filter(has_text=otter.name)
    expect(card).to_contain_text("Please send a word by")
    expect(card.locator(".body")).to_be_hidden()
    for part, least, most in ((card, 20, 60), (page.locator(".thread:not([hidden]) .scroll"), READABLE_PX, 640)):
        box = part.bounding_box()
        assert box
        assert least <= box["height"] <= most
    expect(page.locator(".thread:not([hidden]) textarea")).to_be_in_viewport(ratio=1)
    anybody_can_use(page)
    page.locator("[data-side=queue]").click()
    expect(card.locator(".body")).to_be_visible()
    for one in (page, caller):
        one.context.close()
