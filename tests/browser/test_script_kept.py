"""What facilitators write into the script is there again after a reload until it is sent, and kept no longer then."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import LAPTOP, Evening
from tests.browser.people import Facilitator

HELLO, QUESTION, PICKS, LINE = "Hello, all of you.", "What helps tonight?", "a walk\nmusic", "Music talk is fine."


def _adds(page: Page, line: str) -> None:
    """A line at the end of the agreement."""
    page.locator("#agree").evaluate("(one) => { one.open = true; }")
    page.locator("#agree-lines").press("Control+End")
    page.keyboard.type(f"\n{line}")


def test_steps_questions_and_the_agreement_go_over_a_reload_until_they_are_sent(facilitator: Facilitator) -> None:
    page = facilitator.page
    facilitator.shows("script")
    step, own = page.locator("[data-step=welcome]"), page.locator("#own-ask-form")
    step.locator("[data-part=words]").fill(HELLO)
    page.locator("#own-ask summary").click()
    page.locator("#own-ask-kind").select_option("poll")
    page.locator("#own-ask-words").fill(QUESTION)
    page.locator("#own-ask-lines").fill(PICKS)
    _adds(page, LINE)
    facilitator.reloads()
    facilitator.shows("script")
    expect(step.locator("[data-part=words]")).to_have_value(HELLO)
    expect(page.locator("#own-ask-words")).to_have_value(QUESTION)
    expect(page.locator("#own-ask-kind")).to_have_value("poll")
    expect(page.locator("#own-ask-lines")).to_be_visible()
    expect(page.locator("#own-ask-lines")).to_have_value(PICKS)
    expect(page.locator("#agree-lines")).to_have_value(re.compile(rf"\n{LINE}$"))
    page.get_by_role("button", name="Show it to the room").click()
    expect(page.locator("#agree-version")).to_have_text("version 1")
    own.get_by_role("button", name="Send to the room").click()
    expect(page.locator("#own-ask-words")).to_have_value("")
    step.get_by_role("button", name="Send to the room").click()
    expect(step).not_to_have_attribute("data-state", "next")
    for words in (HELLO, QUESTION, "a walk", LINE):
        page.wait_for_function("(words) => !JSON.stringify({ ...sessionStorage }).includes(words)", arg=words)
    facilitator.reloads()
    expect(page.locator("#own-ask-words")).to_have_value("")
    expect(page.locator("#agree-lines")).to_have_value(re.compile(rf"\n{LINE}$"))
    assert facilitator.complaints == []


def test_a_line_that_was_not_shown_yet_stands_with_what_a_partner_has_shown_meanwhile(
    chromium: Browser, evening: Evening, facilitator: Facilitator
) -> None:
    page, console = facilitator.page, facilitator.page.url
    facilitator.shows("script")
    _adds(page, LINE)
    page.goto("about:blank")
    with chromium.new_context(viewport=LAPTOP) as context:
        noor = Facilitator(context.new_page(), evening.facilitator(1)).comes_in()
        noor.shows("script")
        _adds(noor.page, "We listen.")
        noor.page.get_by_role("button", name="Show it to the room").click()
        expect(noor.page.locator("#agree-version")).to_have_text("version 1")
    page.goto(console)
    facilitator.is_in().shows("script")
    expect(page.locator("#agree-version")).to_have_text("version 1")
    expect(page.locator("#agree-lines")).to_have_value(re.compile(rf"\nWe listen\.\n{LINE}$"))
