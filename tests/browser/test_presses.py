"""A press meant for what lay there a moment ago decides on nothing else: the second of two, or beside the partner's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.evening import LAPTOP, PHONE, Evening
from tests.browser.people import Facilitator, Seated

#: Longer than the queue holds still under a mouse, and than what has come there takes no press.
RESTED_MS = 1_800
STEP_MS = 100
LETS_GO = "Let it go to the room"


@dataclass(frozen=True)
class Four:
    """Two who hold the room, Sam by mouse and by finger, and two who need them."""

    sam: Facilitator
    ali: Facilitator
    otter: Seated
    heron: Seated


@pytest.fixture
def four(evening: Evening, chromium: Browser) -> Iterator[Four]:
    contexts = [chromium.new_context(viewport=LAPTOP, has_touch=True)]
    contexts += [chromium.new_context(viewport=size) for size in (LAPTOP, PHONE, PHONE)]
    pages = [context.new_page() for context in contexts]
    pages[0].clock.install()
    sam = Facilitator(pages[0], evening.facilitator()).comes_in()
    ali = Facilitator(pages[1], evening.facilitator(1)).comes_in()
    otter, heron = Seated(pages[2], evening.seat(1)).comes_in(), Seated(pages[3], evening.seat(2)).comes_in()
    yield Four(sam, ali, otter, heron)
    complaints = [line for one in (sam, ali, otter, heron) for line in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def waiting(four: Four) -> Four:
    """Two messages wait in the queue, one below the other."""
    four.sam.holds_everything(on=True)
    for one, body in ((four.otter, "Read by both"), (four.heron, "Read by nobody")):
        one.writes(body)
        for reader in (four.sam, four.ali):
            expect(reader.task(body)).to_have_count(1)
    return four


def test_the_second_click_lets_nothing_go_that_came_to_lie_there(waiting: Four) -> None:
    sam, page = waiting.sam, waiting.sam.page
    page.mouse.move(*_middle(_lets_go(sam, "Read by both")))
    page.wait_for_timeout(RESTED_MS)
    _click(page)
    expect(sam.task("Read by both")).to_have_count(0)
    at = _middle(_lets_go(sam, "Read by nobody"))
    page.mouse.move(*at)
    page.wait_for_timeout(RESTED_MS)
    _click(page, count=2)
    _is_not_in_the_room(waiting, "Read by nobody")
    page.mouse.move(*at)
    page.wait_for_timeout(RESTED_MS)
    _click(page)
    waiting.otter.hears("Read by nobody")


def test_a_tap_as_the_partner_decides_lets_nothing_go_that_came_to_lie_there(waiting: Four) -> None:
    sam, page = waiting.sam, waiting.sam.page
    _stops_the_clock(page)
    _lets_go(waiting.ali, "Read by both").click()
    _until_gone(sam.task("Read by both"))
    at = _middle(_lets_go(sam, "Read by nobody"))
    page.touchscreen.tap(*at)
    page.clock.resume()
    _is_not_in_the_room(waiting, "Read by nobody")
    page.wait_for_timeout(RESTED_MS)
    page.touchscreen.tap(*at)
    waiting.otter.hears("Read by nobody")


def test_a_tap_as_the_partner_takes_a_call_takes_no_other(four: Four) -> None:
    sam, page = four.sam, four.sam.page
    for one in (four.otter, four.heron):
        one.calls_for_help()
        expect(sam.alarms.filter(has_text=one.name)).to_have_count(1)
        expect(four.ali.alarms.filter(has_text=one.name)).to_have_count(1)
    _stops_the_clock(page)
    four.ali.alarms.filter(has_text=four.otter.name).get_by_role("button", name="I’m on it").click()
    _until_gone(sam.alarms.filter(has_text=four.otter.name))
    page.touchscreen.tap(*_middle(sam.alarms.get_by_role("button", name="I’m on it")))
    page.clock.resume()
    _says(sam, "Has anybody got Amber?")
    expect(sam.alarms).to_contain_text("I’m on it")
    expect(four.heron.page.locator("#call-said")).not_to_contain_text("is here now")
    sam.alarms.get_by_role("button", name="I’m on it").click()
    expect(sam.alarms).to_contain_text("You are on it.")


def test_a_calm_that_both_press_for_at_once_stays(four: Four) -> None:
    sam, page, notices = four.sam, four.sam.page, four.otter.page.locator("#notices")
    pause = page.locator("#pause")
    _stops_the_clock(page)
    four.ali.page.locator("#pause").click()
    expect(pause).to_have_text("Go on")
    page.touchscreen.tap(*_middle(pause))
    page.clock.resume()
    _says(sam, "A moment for all of us")
    four.otter.hears("A moment for all of us")
    expect(pause).to_have_text("Go on")
    expect(notices).to_contain_text("A quiet moment for everyone")
    pause.click()
    expect(notices).to_be_empty()


def test_the_second_click_of_two_undoes_no_calm(four: Four) -> None:
    sam, page = four.sam, four.sam.page
    pause = page.locator("#pause")
    page.mouse.move(*_middle(pause))
    _click(page)
    expect(pause).to_have_text("Go on")
    page.wait_for_timeout(RESTED_MS)
    _click(page, count=2)
    _says(sam, "A moment for all of us")
    four.otter.hears("A moment for all of us")
    expect(pause).to_have_text("Go on")
    pause.focus()
    page.keyboard.press("Enter")
    expect(pause).to_have_text("Pause")


def _says(one: Facilitator, body: str) -> None:
    """By the button, as Enter makes a new line where there are fingers."""
    one.page.locator("#say-words").fill(body)
    one.page.locator("#say [data-part=send]").click()
    one.hears(body)


def _lets_go(one: Facilitator, body: str) -> Locator:
    return one.task(body).get_by_role("button", name=LETS_GO)


def _middle(where: Locator) -> tuple[float, float]:
    box = where.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _click(page: Page, count: int = 1) -> None:
    """Where the mouse is; the second of two if ``count`` says so."""
    page.mouse.down(click_count=count)
    page.mouse.up(click_count=count)


def _stops_the_clock(page: Page) -> None:
    """What lasts a moment on this page lasts until its clock goes on, however slow the machine is."""
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=5))


def _until_gone(where: Locator) -> None:
    """Draw until it is; that takes less of the page's time than a press needs."""
    for _ in range(100):
        if not where.count():
            return
        where.page.wait_for_timeout(STEP_MS)
        where.page.clock.run_for(STEP_MS)
    expect(where).to_have_count(0)


def _is_not_in_the_room(four: Four, body: str) -> None:
    """By the time that what was said after it is."""
    _says(four.sam, "What came after that")
    four.otter.hears("What came after that")
    assert four.otter.message(body).count() == 0
    expect(four.sam.task(body)).to_have_count(1)
