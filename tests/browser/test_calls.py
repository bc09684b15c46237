"""Calling for a facilitator: the card says how the call stands now, also where it has not gone out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.evening import PHONE, Evening
from tests.browser.people import Facilitator, Line, Seated

OVER = 4410
#: Longer than any evening, by every clock of the page.
UNTIL_IT_IS_OVER = "20:00:00"
_IS_ON_TOP = """(one) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport=PHONE) as context:
        yield context.new_page()


def test_a_call_without_a_line_is_said_not_to_have_gone_out_and_goes_by_itself(
    page: Page, facilitator: Facilitator, evening: Evening
) -> None:
    line = Line(page)
    otter = Seated(page, evening.seat(1)).comes_in()
    line.goes()
    said = otter.calls_for_help("Is anybody there?")
    expect(said).to_contain_text("Your call has not gone out yet")
    expect(said).to_contain_text("It will go by itself")
    _stands_above(page.locator("#banner"), page.locator("#help"))
    expect(said).to_be_in_viewport(ratio=1)
    line.returns()
    expect(said).to_contain_text("We have called the facilitators.")
    expect(facilitator.task("Is anybody there?")).to_have_count(1)
    expect(page.locator("#banner")).to_be_hidden()
    assert otter.complaints == []


def test_a_call_that_waits_over_a_reload_is_answered_on_its_card(
    page: Page, facilitator: Facilitator, evening: Evening
) -> None:
    line = Line(page)
    otter = Seated(page, evening.seat(1)).comes_in()
    line.goes()
    otter.calls_for_help("Is anybody there?")
    page.reload()
    line.returns()
    said = otter.looks_at_help()
    expect(said).to_contain_text("We have called the facilitators.")
    expect(page.get_by_role("button", name="Go to the private word")).to_be_visible()
    facilitator.alarms.get_by_role("button", name="I’m on it").click()
    expect(said).to_have_text(f"{facilitator.name} is here now.")
    assert otter.complaints == []


def test_whoever_lost_the_line_reads_as_it_comes_back_that_somebody_took_the_call(
    page: Page, facilitator: Facilitator, evening: Evening
) -> None:
    line = Line(page)
    otter = Seated(page, evening.seat(1)).comes_in()
    said = otter.calls_for_help("Is anybody there?")
    expect(said).to_contain_text("We have called the facilitators.")
    line.goes()
    on_it = facilitator.alarms.get_by_role("button", name="I’m on it")
    on_it.click()
    expect(on_it).to_have_count(0)
    expect(said).to_contain_text("We have called the facilitators.")
    line.returns()
    expect(said).to_have_text(f"{facilitator.name} is here now.")


def test_what_became_of_a_call_does_not_outlive_the_card_and_one_that_waits_does(
    page: Page, facilitator: Facilitator, evening: Evening
) -> None:
    otter = Seated(page, evening.seat(1)).comes_in()
    said = otter.calls_for_help("Are you there?")
    private_word = page.get_by_role("button", name="Go to the private word")
    expect(said).to_contain_text("We have called the facilitators.")
    _opens_help_again(page)
    expect(said).to_contain_text("We have called the facilitators.")
    expect(private_word).to_be_visible()
    facilitator.alarms.get_by_role("button", name="I’m on it").click()
    expect(said).to_have_text(f"{facilitator.name} is here now.")
    _opens_help_again(page)
    expect(said).to_be_empty()
    expect(private_word).to_be_hidden()


def _opens_help_again(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator(".bar [data-sheet=help]").click()


def _stands_above(banner: Locator, card: Locator) -> None:
    """A card begins below what is told of the line."""
    expect(banner).to_contain_text("We lost the connection")
    expect(banner).to_be_in_viewport(ratio=1)
    assert banner.evaluate(_IS_ON_TOP)
    above, below = banner.bounding_box(), card.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"] + 1


def test_a_call_that_never_got_out_is_not_kept_quiet_about_as_the_evening_ends(
    page: Page, facilitator: Facilitator, evening: Evening
) -> None:
    page.clock.install()
    line = Line(page)
    otter = Seated(page, evening.seat(1)).comes_in()
    line.goes()
    said = otter.calls_for_help("Is anybody there?")
    expect(said).to_contain_text("Your call has not gone out yet")
    page.clock.fast_forward(UNTIL_IT_IS_OVER)
    notices = page.locator("#notices")
    expect(notices).to_contain_text("Tonight’s room is over")
    expect(notices).to_contain_text("We lost the connection and can’t hear you just now.")
    expect(said).to_contain_text("Your call may not have reached us, and tonight’s room is over.")
    expect(said).not_to_contain_text("by itself")
    line.shuts(OVER)
    _reads_that_it_may_not_have_come(page)
    expect(facilitator.task("Is anybody there?")).to_have_count(0)


def test_a_private_word_that_waited_over_a_reload_is_not_kept_quiet_about_and_one_that_came_is_not_doubted(
    page: Page, facilitator: Facilitator, evening: Evening
) -> None:
    line = Line(page)
    otter = Seated(page, evening.seat(1)).comes_in()
    otter.whispers("This one comes")
    line.closes(OVER)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tonight is over")
    expect(page.locator(".ended")).not_to_contain_text("may not have reached us")
    otter.reloads()
    line.goes()
    otter.opens_private_word()
    page.locator("#whisper-words").fill("And this one does not")
    page.locator("#whisper-words").press("Enter")
    expect(page.locator("#private-pending")).to_contain_text("And this one does not")
    line.shuts(OVER)
    page.reload()
    _reads_that_it_may_not_have_come(page)
    assert "And this one does not" not in otter.all_text() + otter.kept()
    expect(facilitator.task("This one comes")).to_have_count(1)


def _reads_that_it_may_not_have_come(page: Page) -> None:
    """And finds below it who is there now."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Tonight is over")
    said = page.get_by_text("may not have reached us. Please don’t wait for us")
    expect(said).to_be_visible()
    expect(page.locator(".ended").get_by_text("Shout", exact=True)).to_be_visible()
