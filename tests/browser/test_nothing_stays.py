"""Whoever goes, by whatever door, leaves nothing of what was said in the browser."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.people import PATIENCE_MS, Facilitator, Line, Seated, Somebody

SAID = "The dog sleeps on my bed"
WHISPERED = "Only for the facilitators"
HALF_WRITTEN = "Not yet sent to any"
SECRETS = (SAID, WHISPERED, HALF_WRITTEN)
IS_OVER_MS = 70_000
OVER = 4410
SEATS = 8


@dataclass(frozen=True)
class Tonight:
    """One room and its facilitator; every test brings a young person of its own."""

    evening: Evening
    sam: Facilitator
    visits: Iterator[int] = field(default_factory=itertools.count)


@pytest.fixture(scope="module")
def tonight(house: House, chromium: Browser) -> Iterator[Tonight]:
    evening = house.next_evening()
    context = chromium.new_context(viewport=LAPTOP)
    yield Tonight(evening, Facilitator(context.new_page(), evening.facilitator()).comes_in())
    context.close()


@pytest.fixture
def young(chromium: Browser, tonight: Tonight) -> Iterator[Seated]:
    """A young person who came from a page that tells nothing, and has said things of every kind."""
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{tonight.evening.alcove.url}/families/")
    visit = next(tonight.visits)
    young = Seated(page, tonight.evening.seat(visit % SEATS + 1)).comes_in()
    talks(young, visit)
    yield young
    context.close()


def talks(young: Seated, visit: int) -> None:
    """Words of every kind, some of them still in the box."""
    young.says(f"{SAID}, {visit}")
    young.page.get_by_role("button", name="Private").click()
    young.whispers(f"{WHISPERED}, {visit}")
    young.page.get_by_role("button", name="Room").click()
    young.page.locator("#say-words").fill(HALF_WRITTEN)
    assert all(words in young.all_text() for words in SECRETS)
    assert HALF_WRITTEN in young.kept()


def presses_the_button(page: Page) -> None:
    page.locator("header").get_by_text("Leave now").click()


def presses_shift_three_times(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def leaves_from_under_the_cover(page: Page) -> None:
    page.get_by_role("button", name="Someone’s here").click()
    page.get_by_role("link", name="Close and leave now").click()


def takes_the_link_for_assistive_technology(page: Page) -> None:
    page.get_by_role("link", name="Leave this page now").focus()
    page.keyboard.press("Enter")


WAYS = [
    presses_the_button,
    presses_shift_three_times,
    leaves_from_under_the_cover,
    takes_the_link_for_assistive_technology,
]


@pytest.mark.parametrize("leave", WAYS)
def test_leaving_takes_everything_along(young: Seated, tonight: Tonight, leave: Callable[[Page], None]) -> None:
    page = young.page
    leave(page)
    page.wait_for_url("**/today/")
    nothing_is_left(young)
    page.go_back()
    page.wait_for_url("**/families/")
    nothing_is_left(young)
    the_words_are_asked_for(young, tonight.evening)


def test_a_page_brought_back_after_leaving_elsewhere_shows_nothing(young: Seated, tonight: Tonight) -> None:
    page = young.page
    page.goto(f"{tonight.evening.alcove.url}/help/")
    leaves_in_another_tab(young)
    page.go_back()
    page.wait_for_url("**/in/")
    nothing_is_left(young)


def test_a_server_that_could_not_be_told_is_told_by_the_next_page(young: Seated, tonight: Tonight) -> None:
    page = young.page
    page.context.route("**/leave/**", lambda route: route.abort())
    presses_the_button(page)
    page.wait_for_url("**/today/")
    nothing_is_left(young)
    page.context.unroute("**/leave/**")
    page.goto(tonight.evening.room)
    page.wait_for_url("**/in/")
    nothing_is_left(young)
    the_words_are_asked_for(young, tonight.evening)


# That every page has what tells it: tests/cohorts/test_every_address.py.
@pytest.mark.parametrize("path", ["/mine/", "/nowhere/"])
def test_any_page_that_comes_next_tells_the_server(young: Seated, tonight: Tonight, path: str) -> None:
    page, url = young.page, tonight.evening.alcove.url
    page.context.route("**/leave/**", lambda route: route.abort())
    presses_the_button(page)
    page.wait_for_url("**/today/")
    page.context.unroute("**/leave/**")
    with page.expect_response("**/leave/**") as told:
        page.goto(url + path)
    assert told.value.status == 204
    if path == "/mine/":
        page.wait_for_url("**/in/")
    nothing_is_left(young)
    the_words_are_asked_for(young, tonight.evening)


def test_what_was_left_unsaid_ends_nobody_who_came_after(young: Seated, tonight: Tonight) -> None:
    page = young.page
    page.context.route("**/leave/**", lambda route: route.abort())
    presses_the_button(page)
    page.wait_for_url("**/today/")
    with_the_four_words(young, tonight.evening)
    page.context.unroute("**/leave/**")
    young.reloads().says(f"{SAID}, back again with {young.name}")


def test_the_four_words_bring_one_back_to_what_was_said(young: Seated, tonight: Tonight) -> None:
    page = young.page
    presses_the_button(page)
    page.wait_for_url("**/today/")
    with_the_four_words(young, tonight.evening)
    assert [row["body"] for row in young.heard() if row["who"] == young.name][-1].startswith(SAID)
    assert HALF_WRITTEN not in young.all_text()


def test_the_cover_shows_nothing_and_one_press_brings_all_back(young: Seated) -> None:
    page = young.page
    page.get_by_role("button", name="Someone’s here").click()
    only_notes_are_seen(young)
    page.locator("#cover-close").click()
    expect(page.locator("#talk").get_by_text(SAID).last).to_be_visible()
    expect(page.locator("#say-words")).to_have_value(HALF_WRITTEN)


def test_a_page_loaded_anew_under_the_cover_is_covered_from_the_first_until_that_is_lifted(young: Seated) -> None:
    page, late = young.page, dict[str, Route]()
    page.get_by_role("button", name="Someone’s here").click()
    page.route("**/js/{covered,room}.js", lambda route: late.update({route.request.url.rpartition("/")[2]: route}))
    with page.expect_request("**/js/covered.js"):
        page.reload(wait_until="commit")
    expect(page.locator("header")).to_have_count(0)
    late["covered.js"].continue_()
    expect(page.get_by_role("heading", name="Notes")).to_be_visible()
    only_notes_are_seen(young)
    late["room.js"].continue_()
    young.is_in()
    only_notes_are_seen(young)
    page.locator("#cover-close").click()
    expect(page.locator("#say-words")).to_have_value(HALF_WRITTEN)
    expect(page.locator("#say-words")).to_be_visible()
    page.unroute("**/js/{covered,room}.js")
    young.reloads()
    expect(page.locator("#cover")).to_be_hidden()


def test_an_end_that_comes_under_the_cover_is_read_once_that_is_lifted(chromium: Browser, tonight: Tonight) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        line = Line(page)
        young = Seated(page, tonight.evening.seat(next(tonight.visits) % SEATS + 1)).comes_in()
        page.get_by_role("button", name="A minute").click()
        page.get_by_role("button", name="Someone’s here").click()
        line.closes(OVER)
        title = page.locator(".ended h1")
        expect(title).to_have_text("Tonight is over")
        only_notes_are_seen(young)
        assert page.evaluate("() => document.activeElement.closest('#cover') !== null")
        page.locator("#cover-close").click()
        expect(title).to_be_focused()
        it_ended(young, "Tonight is over")


def test_whoever_is_signed_out_elsewhere_is_asked_for_the_words(young: Seated, chromium: Browser) -> None:
    with chromium.new_context(storage_state=young.page.context.storage_state()) as another_browser:
        leaves_in_another_tab(young, another_browser)
    it_ended(young, "You are signed out")
    young.page.get_by_role("link", name="Come in with my four words").click()
    young.page.wait_for_url("**/in/")


def test_whoever_is_taken_out_reads_where_help_is_and_nothing_else(young: Seated, tonight: Tonight) -> None:
    card = tonight.sam.opens_card_of(young.name)
    card.get_by_role("button", name="Take out of the session").click()
    tonight.sam.fills_in()
    it_ended(young, "You can’t be in this room any more")
    young.page.reload()
    it_ended(young, "You are not in this room any more")
    young.page.get_by_role("link", name="Go to your own page").click()
    expect(young.page.get_by_role("heading", level=1)).to_have_text(f"Hello, {young.name}")


def test_when_the_evening_is_over_only_an_unanswered_private_word_stays_open(
    chromium: Browser, evening: Evening
) -> None:
    evening.ends_in(50, closes=56)
    with (
        chromium.new_context(viewport=LAPTOP) as hers,
        chromium.new_context(viewport=PHONE) as theirs,
        chromium.new_context(viewport=PHONE) as another,
    ):
        sam = Facilitator(hers.new_page(), evening.facilitator()).comes_in()
        young = Seated(theirs.new_page(), evening.seat(1)).comes_in()
        waiting = Seated(another.new_page(), evening.seat(2)).comes_in()
        young.says(SAID)
        young.page.locator("#say-words").fill(HALF_WRITTEN)
        waiting.whispers(WHISPERED)
        expect(young.page.get_by_role("heading", name="The room is closing")).to_be_visible(timeout=IS_OVER_MS)
        it_ended(young, "Tonight is over")
        young.page.reload()
        it_ended(young, "Tonight is over")
        expect(waiting.page.locator("#phase")).to_have_text("Over for tonight", timeout=IS_OVER_MS)
        assert SAID not in waiting.all_text()
        waiting.whispers("Still here")
        told = waiting.page.locator("#private-notices")
        expect(told).to_contain_text("Your private word stays open.")
        sam.page.close()
        expect(told).to_contain_text("None of us is here now. If you need someone now, press Help.")


def with_the_four_words(young: Seated, evening: Evening) -> None:
    young.page.goto(f"{evening.alcove.url}/in/")
    young.page.get_by_label("Your four words").fill(f"  {young.place.code.upper()} ")
    young.page.get_by_role("button", name="Come in").click()
    young.is_in()


def leaves_in_another_tab(young: Seated, browser: BrowserContext | None = None) -> None:
    other = (browser or young.page.context).new_page()
    other.goto(young.place.link)
    presses_the_button(other)
    other.wait_for_url("**/today/")


def only_notes_are_seen(young: Seated) -> None:
    """Neither eyes nor ears find anything of the room, of its end or of where help is."""
    seen = young.page.locator("body").aria_snapshot()
    assert "Maths" in seen
    assert not [words for words in (*SECRETS, young.name, "Help", "Tonight", "Shout") if words in seen]


def it_ended(one: Somebody, title: str) -> None:
    """The page closed, says so kindly, and shows where to find help."""
    expect(one.page.get_by_role("heading", level=1)).to_have_text(title, timeout=IS_OVER_MS)
    expect(one.page.get_by_role("heading", name="If you need someone now")).to_be_visible()
    expect(one.page.get_by_text("Shout", exact=True)).to_be_visible()
    nothing_is_left(one)


def nothing_is_left(one: Somebody) -> None:
    assert not [words for words in SECRETS if words in one.all_text()]
    assert not [words for words in SECRETS if words in one.kept()]
    assert one.page.title() in {"Alcove", "Today"}


def the_words_are_asked_for(one: Somebody, evening: Evening) -> None:
    """The sign-in has ended on the server, whatever address is tried."""
    for address in (evening.room, f"{evening.alcove.url}/mine/"):
        asked, patience = one.page.get_by_label("Your four words"), time.monotonic() + PATIENCE_MS / 1000
        one.page.goto(address)
        # What signs out is sent as the page goes, and may arrive a moment after the next page was asked for.
        while not asked.is_visible() and time.monotonic() < patience:
            one.page.goto(address)
        expect(asked).to_be_visible()
        nothing_is_left(one)
