"""A page that comes back gives each person their own words back, all of them."""

from playwright.sync_api import Browser, expect

from tests.browser.evening import PHONE, Evening
from tests.browser.people import Line, Seated


def test_what_is_written_before_a_page_is_in_stands_after_the_draft_that_was_kept(
    evening: Evening, chromium: Browser
) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        line = Line(page)
        otter = Seated(page, evening.seat(1)).comes_in()
        box = page.locator("#say-words")
        box.fill("I wanted to tell you")
        line.cut = True
        page.reload()
        box.press_sequentially("about today")
        line.returns()
        expect(box).to_have_value("I wanted to tell you\nabout today")
        page.keyboard.type(", all of it")
        expect(box).to_have_value("I wanted to tell you\nabout today, all of it")
        otter.reloads()
        expect(box).to_have_value("I wanted to tell you\nabout today, all of it")
        assert otter.complaints == []
