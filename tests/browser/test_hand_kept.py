"""At the console the hand stays where a facilitator has it, whatever comes meanwhile."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import LAPTOP, House
from tests.browser.hands import Hands
from tests.browser.people import Facilitator, Seated


@pytest.fixture(scope="module")
def both(house: House, chromium: Browser) -> Iterator[tuple[Seated, Facilitator]]:
    evening = house.next_evening()
    contexts = [chromium.new_context(viewport=LAPTOP) for _ in range(2)]
    sam = Facilitator(contexts[0].new_page(), evening.facilitator()).comes_in()
    yield Seated(contexts[1].new_page(), evening.seat(1)).comes_in(), sam
    for context in contexts:
        context.close()


def test_a_hand_on_a_call_keeps_it_while_they_go_on_calling(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, hands = sam.page, Hands(sam.page)
    otter.calls_for_help("It is me once more")
    mine, calls = page.locator(".thread:not([hidden]) textarea"), sam.alarms.filter(has_text="It is me once more")
    take = calls.get_by_role("button", name="I’m on it")
    take.focus()
    otter.page.keyboard.press("Escape")
    otter.calls_for_help("Is nobody there?")
    expect(calls).to_contain_text("Is nobody there?")
    expect(take).to_be_focused()
    hands.press("Enter")
    expect(otter.page.locator("#call-said")).to_have_text(f"{sam.name} is here now.")
    expect(mine).to_be_focused()
    hands.write("Here I am, again")
    hands.press("Enter")
    expect(otter.private_word("Here I am, again")).to_have_count(1)
    otter.page.keyboard.press("Escape")
