"""A console whose line the server closed hears what it still can, and calls for nothing that it cannot do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House, Place
from tests.browser.people import Facilitator, Line, Seated

TOO_MANY_TABS = 4409
#: A look at the other rooms comes in this time.
A_LOOK_MS = 15_000


class OnALine(Facilitator):
    """A facilitator whose line can be closed, and whose clock can be moved."""

    def __init__(self, page: Page, place: Place) -> None:
        super().__init__(page, place)
        page.clock.install()
        self.line = Line(page)

    def is_stopped(self) -> None:
        self.line.closes(TOO_MANY_TABS)
        expect(self.page.locator("#banner")).to_contain_text("This one has stopped")

    def comes_back(self) -> None:
        self.page.locator("#banner").get_by_role("button").click()
        expect(self.page.locator("#banner")).to_be_hidden()


@pytest.fixture
def sam(chromium: Browser, evening: Evening) -> Iterator[OnALine]:
    """Whoever leads the evening, at the console."""
    context = chromium.new_context(viewport=LAPTOP)
    sam = OnALine(context.new_page(), evening.facilitator()).comes_in()
    yield sam
    context.close()
    assert sam.complaints == []


def test_brought_back_it_goes_on_hearing_the_other_rooms(
    sam: OnALine, evening: Evening, house: House, chromium: Browser
) -> None:
    other = house.next_evening()
    other.is_watched_from(evening)
    sam.is_stopped()
    sam.comes_back()
    with chromium.new_context(viewport=PHONE) as theirs:
        expect(Seated(theirs.new_page(), other.seat(1)).comes_in().calls_for_help()).not_to_be_empty()
    sam.page.clock.fast_forward(A_LOOK_MS)
    expect(sam.page.locator("#elsewhere li")).to_contain_text("one call for help")
