"""A console whose line the server closed hears what it still can, and calls for nothing that it cannot do."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import APIResponse, Browser, Locator, Page, Route, expect

from tests.browser.ears import COUNTS_SOUND
from tests.browser.evening import LAPTOP, PHONE, Evening, House, Place
from tests.browser.people import PATIENCE_MS, Facilitator, Line, Seated
from tests.browser.readable import anybody_can_use
from tests.browser.test_duties import STRIP, raised

NOT_SIGNED_IN = 4401
TOO_MANY_TABS = 4409
OVER = 4410
#: A look at the strip of duties comes in this time.
A_STRIP_MS = 5_000
#: A look at the other rooms comes in this time.
A_LOOK_MS = 15_000
#: Of a taken alarm about which nobody wrote.
COMES_BACK_MS = 120_000


class OnALine(Facilitator):
    """A facilitator whose line can be closed, and whose clock can be moved."""

    def __init__(self, page: Page, place: Place) -> None:
        super().__init__(page, place)
        page.clock.install()
        self.line = Line(page)

    @property
    def duties(self) -> Locator:
        return self.page.locator("#duties")

    def is_stopped(self) -> None:
        self.line.closes(TOO_MANY_TABS)
        expect(self.page.locator("#banner")).to_contain_text("This one has stopped")

    def lets_pass(self, ms: int) -> None:
        """And then a second more, in which the page does what is due every second."""
        self.page.clock.fast_forward(ms)
        self.page.clock.run_for(1_000)

    def rings(self, *, on: bool = True) -> None:
        self.page.wait_for_function(f"() => window.sounding === {int(on)}")

    def has_the_duty(self) -> None:
        """Answer what stands in the strip, on its own page."""
        with self.page.context.expect_page() as opened:
            self.duties.get_by_role("link").click(modifiers=["ControlOrMeta"])
        opened.value.get_by_role("button", name="I have it").click()
        self.rings(on=False)
        expect(self.duties).to_be_hidden()

    def comes_back(self) -> None:
        self.page.locator("#banner").get_by_role("button").click()
        expect(self.page.locator("#banner")).to_be_hidden()


@pytest.fixture
def sam(chromium: Browser, evening: Evening) -> Iterator[OnALine]:
    """Whoever leads the evening, at the console."""
    context = chromium.new_context(viewport=LAPTOP)
    context.add_init_script(COUNTS_SOUND)
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


def test_stopped_it_does_not_ring_for_those_who_cannot_be_taken_there_and_does_once_it_is_back(
    sam: OnALine, evening: Evening, chromium: Browser
) -> None:
    with chromium.new_context(viewport=PHONE) as theirs, chromium.new_context(viewport=PHONE) as another:
        Seated(theirs.new_page(), evening.seat(1)).comes_in().calls_for_help()
        sam.alarms.get_by_role("button", name="I’m on it").click()
        expect(sam.alarms).to_contain_text("You are on it")
        heron = Seated(another.new_page(), evening.seat(2)).comes_in()
        heron.calls_for_help()
        sam.rings()
        said = sam.page.locator("#alarm-said").inner_text()
        sam.is_stopped()
        sam.lets_pass(COMES_BACK_MS)
        sam.rings(on=False)
        expect(sam.page).to_have_title("Alcove")
        expect(sam.page.locator("#alarm-said")).to_have_text(said)
        sam.comes_back()
        sam.rings()
        expect(sam.page).to_have_title(f"Look now: {heron.name} – Alcove")


def test_wiped_it_goes_on_ringing_for_a_duty_until_it_is_answered_and_then_for_the_next(
    sam: OnALine, evening: Evening
) -> None:
    sam.says("Good evening")
    raised(evening, "LEFT", "NOW")
    sam.rings()
    sam.line.closes(OVER)
    expect(sam.page.get_by_role("heading", level=1)).to_have_text("Tonight is over")
    anybody_can_use(sam.page)
    sam.has_the_duty()
    ref = raised(evening, "LEFT", "NOW")
    expect(sam.duties.get_by_role("link")).to_contain_text(ref)
    expect(sam.page.locator("#duties-said")).to_contain_text(ref)
    sam.rings()
    sam.has_the_duty()


def test_wiped_because_nobody_is_signed_in_it_shows_no_duty_until_somebody_is_again(
    sam: OnALine, evening: Evening
) -> None:
    sam.says("Good evening")
    ref = raised(evening, "LEFT", "NOW")
    expect(sam.duties).to_contain_text(ref)
    sam.rings()
    signed_in = sam.page.context.cookies()
    sam.page.context.clear_cookies()
    sam.line.closes(NOT_SIGNED_IN)
    expect(sam.page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert ref not in sam.all_text()
    expect(sam.duties).to_be_hidden()
    sam.rings(on=False)
    sam.page.context.add_cookies(
        [{"name": one["name"], "value": one["value"], "url": evening.alcove.url} for one in signed_in]
    )
    sam.rings()
    sam.has_the_duty()


def test_a_look_that_began_before_they_were_signed_out_brings_no_duty_back(sam: OnALine, evening: Evening) -> None:
    ref = raised(evening, "LEFT", "NOW")
    expect(sam.duties).to_contain_text(ref)
    page, held = sam.page, list[tuple[Route, APIResponse]]()
    page.route(STRIP, lambda route: held.append((route, route.fetch())))
    with page.expect_request(STRIP):
        sam.lets_pass(A_STRIP_MS)
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not held and time.monotonic() < deadline:
        page.evaluate("() => null")
    assert held, "it was asked for while they were signed in"
    page.context.clear_cookies()
    sam.line.closes(NOT_SIGNED_IN)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    for route, answer in held:
        assert ref in answer.text()
        with page.expect_event("requestfinished"):
            route.fulfill(response=answer)
    assert ref not in sam.all_text()
    expect(sam.duties).to_be_hidden()


KEYS = ("?", "a", "c", "m", "p", "q", "r", "s", "t", "u", "w")
STANDS = """() => {
  const pressed = [...document.querySelectorAll("[aria-pressed=true]")].map((one) => one.textContent);
  const { tagName, id } = document.activeElement;
  return [document.body.dataset.view, document.querySelectorAll(".sheet:not([hidden])").length, pressed, tagName, id];
}"""


def test_no_single_key_does_anything_on_a_console_that_was_stopped_or_wiped_and_each_does_again_once_it_is_back(
    sam: OnALine, evening: Evening, chromium: Browser
) -> None:
    with chromium.new_context(viewport=PHONE) as theirs:
        Seated(theirs.new_page(), evening.seat(1)).comes_in().calls_for_help()
        expect(sam.alarms).to_have_count(1)
    sam.is_stopped()
    _nothing_happens(sam)
    sam.comes_back()
    expect(sam.alarms).to_have_count(1)
    expect(sam.alarms.get_by_role("button", name="I’m on it")).to_be_visible()
    sam.puts_the_pen_down()
    sam.page.keyboard.press("?")
    expect(sam.page.locator("#keys")).to_be_visible()
    sam.page.keyboard.press("Escape")
    sam.line.closes(OVER)
    expect(sam.page.get_by_role("heading", level=1)).to_have_text("Tonight is over")
    _nothing_happens(sam)


def _nothing_happens(sam: OnALine) -> None:
    sam.puts_the_pen_down()
    stood = sam.page.evaluate(STANDS)
    for key in KEYS:
        sam.page.keyboard.press(key)
        assert sam.page.evaluate(STANDS) == stood, key
