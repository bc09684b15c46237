"""A demo may be tried in one browser: ten people side by side in its tabs, and none is taken for another."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.evening import LAPTOP, Evening
from tests.browser.people import Facilitator, Seated, Somebody


def come(context: BrowserContext, evening: Evening) -> tuple[list[Facilitator], list[Seated]]:
    """Open the links one after another, facilitators first, each in a tab of its own."""
    staff = [Facilitator(context.new_page(), evening.facilitator(place)).comes_in() for place in (0, 1)]
    seats = [Seated(context.new_page(), evening.seat(number)).comes_in() for number in range(1, 9)]
    return staff, seats


def test_ten_links_in_tabs_of_one_browser_are_ten_people(chromium: Browser, evening: Evening) -> None:
    with chromium.new_context(viewport=LAPTOP) as context:
        staff, seats = come(context, evening)
        everybody: list[Somebody] = [*staff, *seats]
        for one in everybody:
            one.page.bring_to_front()
            one.says(f"I am {one.name}")
        for one in everybody:
            one.hears(f"I am {seats[-1].name}")
            told = {row["body"]: row["who"] for row in one.heard()}
            assert told == {f"I am {other.name}": other.name for other in everybody}
        one_reloads_and_one_leaves(seats, staff[0])
        assert [line for one in everybody for line in one.complaints] == []


def one_reloads_and_one_leaves(seats: list[Seated], sam: Facilitator) -> None:
    """Who leaves in one tab takes along what they have open in others, and nobody else."""
    otter, heron, hare, *_ = seats
    own = otter.page.context.new_page()
    own.goto(f"{otter.page.url.partition('/rooms/')[0]}/mine/?{urlsplit(otter.page.url).query}")
    expect(own.get_by_role("heading", level=1)).to_have_text(f"Hello, {otter.name}")
    otter.page.locator("header").get_by_text("Leave now").click()
    for page in (otter.page, own):
        page.wait_for_url("**/today/")
    assert otter.name not in own.content()
    heron.reloads().says("Still myself")
    hare.whispers("A word from me")
    expect(sam.task("A word from me")).to_contain_text(hare.name)
    otter.page.goto(heron.page.url.replace("?as=", "?as=no"))
    expect(otter.page.get_by_label("Your four words")).to_be_visible()
