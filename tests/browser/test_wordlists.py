"""Two people look after the word lists, in real browsers: one adds and asks, the other sees what would be missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.evening import PHONE, Evening, House
from tests.browser.people import PATIENCE_MS, Facilitator, Seated
from tests.browser.readable import anybody_can_use, its_colours_are_told_apart, nothing_sticks_out

TABLET = ViewportSize(width=820, height=1180)
WHY = "It is said of a film."
Opens = Callable[..., Page]


@pytest.fixture
def opens(house: House, chromium: Browser) -> Iterator[Opens]:
    """Somebody of the desk in a browser of their own, at the word lists; no page may complain."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_for(who: str, **options: object) -> Page:
        contexts.append(chromium.new_context(reduced_motion="reduce", **{"viewport": TABLET, **options}))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
        page.goto(house.alcove.demo[who]["link"])
        page.get_by_role("link", name="Desk", exact=True).click()
        return page

    yield open_for
    for context in contexts:
        context.close()
    # That a form came back with a mistake is what the browser itself says, not the page.
    assert [one for one in complaints if "status of 422" not in one] == []


def looks_at(page: Page, class_name: str) -> None:
    page.get_by_role("link", name="Word lists", exact=True).click()
    page.get_by_role("link", name=class_name).click()


def test_one_asks_to_switch_a_rule_off_and_the_lead_sees_what_would_be_missed(
    evening: Evening, chromium: Browser, opens: Opens
) -> None:
    somebody_speaks(evening, chromium)
    hana, maya = opens("coordinator"), opens("lead", viewport=PHONE, color_scheme="dark")
    looks_at(hana, "Encouraging self-harm")
    anybody_can_use(hana)
    reason = hana.locator(".rules h3").first.inner_text()
    hana.get_by_role("link", name="See its cases, or weaken it").first.click()
    asks_to_switch_it_off(hana)
    expect(maya.get_by_role("heading", name="What needs doing")).to_be_visible()
    maya.reload()
    maya.get_by_role("link", name="See what it is").click()
    anybody_can_use(maya)
    maya.get_by_role("link", name="See what would be missed").first.click()
    lets_it_be(maya, reason)
    maya.get_by_role("button", name="Restore the rule as it came").click()
    expect(maya.get_by_role("status").filter(has_text="Restored.")).to_be_visible()


def somebody_speaks(evening: Evening, chromium: Browser) -> None:
    """So that there is something to count."""
    context = chromium.new_context()
    Facilitator(context.new_page(), evening.facilitator()).comes_in()
    Seated(context.new_page(), evening.seat(1)).comes_in().says("It rains, and I like it.")
    context.close()


def asks_to_switch_it_off(hana: Page) -> None:
    hana.get_by_text("What it is tried on").click()
    anybody_can_use(hana)
    hana.get_by_label("Switch it off").check()
    hana.get_by_label("Why").fill(WHY)
    hana.get_by_role("button", name="Show what would be missed").click()
    expect(hana.get_by_role("heading", name="What would be missed")).to_be_focused()
    expect(hana.locator(".cases tbody tr").first).to_be_visible()
    expect(hana.locator(".counts").first).to_contain_text("Goes to the room")
    anybody_can_use(hana)
    nothing_sticks_out(hana)
    hana.get_by_role("button", name="Ask a second person").click()
    expect(hana.get_by_role("status").filter(has_text="a second person decides")).to_be_visible()
    expect(hana.get_by_role("button", name="Take it back")).to_be_visible()
    expect(hana.get_by_role("button", name="Confirm")).to_have_count(0)


def lets_it_be(maya: Page, reason: str) -> None:
    expect(maya.locator("h1")).to_contain_text(reason)
    expect(maya.locator(".about")).to_contain_text(WHY)
    maya.get_by_role("button", name="Count it on the last 500 messages").click()
    expect(maya.locator(".counts").first).to_be_visible()
    anybody_can_use(maya)
    nothing_sticks_out(maya)
    maya.get_by_label("Your reason").fill("I looked.")
    maya.get_by_role("button", name="Confirm").click()
    expect(maya.get_by_role("status").filter(has_text="Confirmed.")).to_be_visible()
    anybody_can_use(maya)


def test_a_phrase_is_added_by_the_keyboard_and_without_javascript(opens: Opens) -> None:
    hana = opens("coordinator", java_script_enabled=False)
    looks_at(hana, "Swearing")
    hana.get_by_role("link", name="Add a phrase").press("Enter")
    expect(hana.get_by_label("What it is a sign of")).to_have_value("swearing")
    hana.get_by_label("Phrase").fill("ring 07700 900123")
    hana.get_by_label("Why").fill(WHY)
    hana.get_by_role("button", name="Add it").press("Enter")
    expect(hana.get_by_text("This looks like a way to find somebody.")).to_be_visible()
    hana.get_by_label("Phrase").fill("what a flumpet")
    hana.get_by_role("button", name="Show what would change").press("Enter")
    expect(hana.get_by_text("test sentences would be taken otherwise.")).to_be_visible()
    hana.get_by_role("button", name="Add it").press("Enter")
    expect(hana.get_by_role("status").filter(has_text="Added.")).to_be_visible()
    takes_it_out_again(hana)


def takes_it_out_again(hana: Page) -> None:
    hana.get_by_role("link", name="Take it out again").press("Enter")
    hana.get_by_label("Why").fill("It was for trying.")
    hana.get_by_role("button", name="Show what would be missed").press("Enter")
    hana.get_by_role("button", name="Do it").press("Enter")
    expect(hana.get_by_role("status").filter(has_text="Done.")).to_be_visible()
    hana.get_by_role("link", name="Changes to the word lists").press("Enter")
    expect(hana.locator("tbody tr").first).to_contain_text("what a flumpet")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lists_and_search_are_readable_on_a_phone(opens: Opens, scheme: str) -> None:
    maya = opens("lead", viewport=PHONE, color_scheme=scheme)
    is_readable = its_colours_are_told_apart if scheme == "dark" else anybody_can_use
    maya.get_by_role("button", name="More", exact=True).click()
    maya.get_by_role("link", name="Word lists", exact=True).click()
    maya.locator(".folded summary").first.click()
    expect(maya.locator(".phrases").first).to_be_visible()
    is_readable(maya)
    nothing_sticks_out(maya)
    maya.get_by_label("Search phrases and reasons").fill("tonight")
    maya.get_by_role("button", name="Search").click()
    expect(maya.locator(".rules > li").first).to_be_visible()
    is_readable(maya)
    maya.get_by_role("link", name="Add a phrase").click()
    is_readable(maya)
    nothing_sticks_out(maya)
