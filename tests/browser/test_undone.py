"""Undo at the console takes back what one did oneself, last, and nothing that was done since."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import LAPTOP, PHONE, Evening
from tests.browser.people import Facilitator, Seated

CHANGED = "It has changed since. Nothing was undone."


@dataclass(frozen=True)
class Three:
    """Two who hold the room, and one young person in it."""

    sam: Facilitator
    ali: Facilitator
    otter: Seated


@pytest.fixture
def three(evening: Evening, chromium: Browser) -> Iterator[Three]:
    contexts = [chromium.new_context(viewport=size) for size in (LAPTOP, LAPTOP, PHONE)]
    pages = [context.new_page() for context in contexts]
    sam = Facilitator(pages[0], evening.facilitator()).comes_in()
    ali = Facilitator(pages[1], evening.facilitator(1)).comes_in()
    yield Three(sam, ali, Seated(pages[2], evening.seat(1)).comes_in())
    complaints = sam.complaints + ali.complaints
    for context in contexts:
        context.close()
    assert complaints == []


def _undoes(one: Facilitator) -> None:
    one.page.locator("#done").get_by_role("button", name="Undo").click()


def test_what_the_partner_set_meanwhile_stays_and_what_stands_is_undone(three: Three) -> None:
    sam, ali, done = three.sam, three.ali, three.sam.page.locator("#done")
    sam.controls().locator("#mode").select_option("hold_flagged")
    sam.page.keyboard.press("Escape")
    expect(done).to_contain_text("What is held has changed.")
    ali.holds_everything(on=True)
    expect(sam.page.locator("#notices")).to_contain_text("All words wait for you")
    _undoes(sam)
    expect(done).to_have_text(CHANGED)
    sam.says("Shall we go on?")
    for one in (sam, ali):
        expect(one.page.locator("#notices")).to_contain_text("All words wait for you")
    _undoes(ali)
    expect(sam.page.locator("#notices")).to_contain_text("Marked words wait for you")


def test_a_calm_in_the_partners_words_is_not_ended_by_an_undo(three: Three) -> None:
    sam, ali, done = three.sam, three.ali, three.sam.page.locator("#done")
    sam.page.locator("#pause").click()
    expect(done).to_contain_text("The room is paused.")
    ali.controls().get_by_role("button", name="Pause with words of my own").click()
    ali.fills_in(text="We breathe together")
    expect(three.otter.page.locator("#notices")).to_contain_text("We breathe together")
    expect(sam.page.locator("#talk")).to_contain_text("We breathe together")
    _undoes(sam)
    expect(done).to_have_text(CHANGED)
    expect(sam.page.locator("#pause")).to_have_text("Go on")


def test_an_undone_eject_leaves_whoever_was_out_of_the_room_out_of_it(three: Three) -> None:
    sam, otter, done = three.sam, three.otter, three.sam.page.locator("#done")
    sam.opens_card_of(otter.name).get_by_role("button", name="Take out of the room for now").click()
    sam.fills_in()
    expect(done).to_contain_text(f"{otter.name} is out of the room for now.")
    sam.opens_card_of(otter.name).get_by_role("button", name="Take out of the session").click()
    sam.fills_in()
    expect(done).to_contain_text(f"{otter.name} is out of the session.")
    _undoes(sam)
    expect(done).to_contain_text(f"{otter.name} may come back, and is still out of the room.")
    expect(sam.page.locator("#seats li").filter(has_text=otter.name)).to_contain_text("out of the room")


def test_whoever_takes_the_lead_and_gives_it_back_by_an_undo_reads_who_has_it(three: Three) -> None:
    sam, ali, done = three.sam, three.ali, three.ali.page.locator("#done")
    ali.controls().locator("#lead").select_option(label=ali.name)
    ali.page.keyboard.press("Escape")
    expect(done).to_contain_text(f"{ali.name} leads now.")
    _undoes(ali)
    expect(done).to_contain_text(f"{sam.name} leads now.")


def test_an_undone_hand_over_leaves_with_the_partner_whom_they_were_with_before(three: Three) -> None:
    sam, ali, here = three.sam, three.ali, three.sam.page.locator("#seats li")
    three.otter.calls_for_help("Are you there?")
    ali.alarms.get_by_role("button", name="I’m on it").click()
    expect(sam.task(three.otter.name)).to_contain_text(f"{ali.name} is on it")
    sam.controls().locator("#lead").select_option(label=ali.name)
    sam.page.keyboard.press("Escape")
    expect(here.filter(has_text=ali.name)).to_contain_text("leads")
    _undoes(sam)
    expect(sam.page.locator("#done")).to_contain_text("You lead again.")
    expect(here.filter(has_text=sam.name)).to_contain_text("leads")
    sam.says("Shall we go on?")
    expect(sam.task(three.otter.name)).to_contain_text(f"{ali.name} is on it")
    expect(ali.alarms).to_contain_text("You are on it")


@pytest.mark.parametrize("by_key", [False, True], ids=["pressed", "by its key"])
def test_words_let_go_to_the_room_by_mistake_are_taken_out_of_it_again(three: Three, *, by_key: bool) -> None:
    sam, otter, done = three.sam, three.otter, three.sam.page.locator("#done")
    sam.holds_everything(on=True)
    expect(sam.page.locator("#notices")).to_contain_text("All words wait for you")
    otter.writes("My street is the one by the mill")
    held = sam.task("My street is the one by the mill")
    held.get_by_role("button", name="Let it go to the room").click()
    otter.hears("My street is the one by the mill")
    expect(done).to_contain_text("It went to the room.")
    if by_key:
        sam.page.locator("body").press("u")
    else:
        _undoes(sam)
    expect(otter.page.locator("#talk")).to_contain_text("A facilitator took this message of yours away.")
    expect(otter.page.locator("#talk")).not_to_contain_text("My street is the one by the mill")
