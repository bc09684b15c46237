"""Alarms at the console: seen, heard and read out, one to a young person, silent for both once one has taken it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import LAPTOP, PHONE, House
from tests.browser.people import Facilitator, Seated


@dataclass(frozen=True)
class Four:
    """Two who hold the room, and two who need them."""

    sam: Facilitator
    ali: Facilitator
    otter: Seated
    heron: Seated


@pytest.fixture(scope="module")
def four(house: House, chromium: Browser) -> Iterator[Four]:
    evening = house.next_evening()
    contexts = [chromium.new_context(viewport=size) for size in (LAPTOP, LAPTOP, PHONE, PHONE)]
    pages = [context.new_page() for context in contexts]
    sam = Facilitator(pages[0], evening.facilitator()).comes_in()
    ali = Facilitator(pages[1], evening.facilitator(1)).comes_in()
    otter, heron = Seated(pages[2], evening.seat(1)).comes_in(), Seated(pages[3], evening.seat(2)).comes_in()
    yield Four(sam, ali, otter, heron)
    complaints = [line for one in (sam, ali, otter, heron) for line in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


def test_two_at_once_are_two_named_cards_and_one_each_silences_them(four: Four) -> None:
    sam, ali = four.sam, four.ali
    expect(sam.page.locator("#alarms")).to_be_hidden()
    four.otter.calls_for_help("I do not feel safe")
    four.heron.calls_for_help()
    for one in (sam, ali):
        expect(one.alarms).to_have_count(2)
        expect(one.alarms.first).to_contain_text(four.otter.name)
        expect(one.page.locator("#alarms-two")).to_contain_text("one each")
        expect(one.page).to_have_title(f"Look now: {four.otter.name} – Alcove")
        expect(one.page.locator("#alarm-said")).to_contain_text(four.heron.name)
    sam.puts_the_pen_down()
    sam.page.keyboard.press("a")
    expect(sam.page.locator(".thread:not([hidden]) textarea")).to_be_focused()
    expect(ali.alarms).to_have_count(1)
    expect(ali.page).to_have_title(f"Look now: {four.heron.name} – Alcove")
    expect(sam.alarms.first).to_contain_text("You are on it. Please send a word by")
    sam.page.keyboard.type("I am here now")
    sam.page.keyboard.press("Enter")
    expect(sam.alarms).to_have_count(1)
    ali.alarms.get_by_role("button", name="I’m on it").click()
    expect(sam.page.locator("#alarms")).to_be_hidden()
    expect(sam.page).to_have_title("Alcove")


def test_what_was_done_is_undone_by_one_key(four: Four) -> None:
    sam, page = four.sam, four.sam.page
    sam.shows("queue")
    sam.task(four.heron.name).get_by_role("button", name="Done…").click()
    sam.fills_in()
    expect(sam.task(four.heron.name)).to_have_count(0)
    sam.puts_the_pen_down()
    page.keyboard.press("u")
    expect(sam.task(four.heron.name)).to_have_count(1)
    four.otter.page.keyboard.press("Escape")
    four.otter.says("I did not mean that")
    sam.takes_away("I did not mean that")
    page.keyboard.press("Escape")
    expect(four.heron.page.get_by_text("A facilitator took this message away.")).to_be_visible()
    sam.puts_the_pen_down()
    page.keyboard.press("u")
    four.heron.hears("I did not mean that")
    four.otter.hears("I did not mean that")


def test_the_lead_goes_to_the_other_in_one_tap_and_both_know(four: Four) -> None:
    sam, ali = four.sam, four.ali
    for one in (sam, ali):
        expect(one.page.locator("#seats li").filter(has_text="leads")).to_contain_text(sam.name)
    ali.puts_the_pen_down()
    ali.page.keyboard.press("?")
    expect(ali.page.get_by_role("dialog", name="Keys")).to_be_visible()
    ali.page.keyboard.press("Escape")
    ali.page.keyboard.press("c")
    ali.page.locator("#lead").select_option(label=ali.name)
    ali.page.keyboard.press("Escape")
    for one in (sam, ali):
        expect(one.page.locator("#seats li").filter(has_text="leads")).to_contain_text(ali.name)
    assert "leads" not in four.otter.page.locator("body").inner_text()
