"""The strip of duties and the page of one: without a script, by keyboard alone, and as it changes under one's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.ears import COUNTS_SOUND
from tests.browser.evening import LAPTOP, PHONE, Evening
from tests.browser.readable import anybody_can_use

A_LOOK_MS = 5_000
MINUTE_MS = 60_000
STRIP = re.compile(r"/staff/duties/(\?|$)")
RAISED = """
from django.db import transaction
from django.utils import timezone
from cohorts.models import Seat, Session
from facilitator.safeguarding.duties import raise_duty
from facilitator.safeguarding.models import Kind, Level
s = Session.objects.get(public_id={session!r})
seat = Seat.objects.get(cohort=s.cohort_id, number=1, withdrawn_at=None)
with transaction.atomic():
    duty = raise_duty(Kind.{kind}, Level.{level}, s, ref={ref!r}, now=timezone.now(), seat=seat)
print(duty.public_id)
"""


def raised(evening: Evening, kind: str, level: str) -> str:
    """A new duty of this evening; returns its reference."""
    session = evening.card["id"]
    code = RAISED.format(session=session, kind=kind, level=level, ref=f"{kind} {uuid4()}")
    return evening.alcove.manage("shell", "-v", "0", "-c", code).strip()


@pytest.fixture
def sam(chromium: Browser, evening: Evening) -> Iterator[Page]:
    """Whoever holds the evening, on the page of tonight, in the dark."""
    context = chromium.new_context(viewport=LAPTOP, color_scheme="dark")
    context.add_init_script(COUNTS_SOUND)
    page = context.new_page()
    page.goto(evening.facilitator().link)
    page.goto(page.url.replace(f"/console/{evening.card['id']}/", "/staff/"))
    yield page
    context.close()


def test_it_comes_by_itself_is_said_once_and_is_answered_and_followed_up_by_the_keyboard(
    evening: Evening, sam: Page
) -> None:
    strip = sam.locator("#duties")
    expect(strip).to_be_hidden()
    ref = raised(evening, "LEFT", "URGENT")
    expect(strip).to_contain_text("Somebody left suddenly")
    expect(sam.locator("#duties-said")).to_contain_text(ref)
    assert sam.evaluate("() => window.sounding") == 0, "only level now goes on sounding"
    anybody_can_use(sam)
    strip.get_by_role("link").focus()
    sam.keyboard.press("Enter")
    expect(sam.get_by_role("heading", level=1)).to_have_text("Somebody left suddenly")
    anybody_can_use(sam)
    sam.get_by_role("button", name="I have it").press("Enter")
    expect(sam.get_by_role("heading", name="You have it")).to_be_visible()
    expect(strip).to_be_hidden()
    sam.get_by_label("They came back, and somebody is with them").focus()
    sam.keyboard.press("Space")
    sam.get_by_role("button", name="Keep this").press("Enter")
    expect(sam.get_by_text("Kept. Thank you.")).to_be_visible()
    expect(sam.get_by_role("heading", name="How it was followed up")).to_be_visible()
    anybody_can_use(sam)


def test_without_a_script_it_stands_in_the_page_and_is_answered(chromium: Browser, evening: Evening, sam: Page) -> None:
    ref = raised(evening, "LEFT", "URGENT")
    plain = chromium.new_context(
        viewport=PHONE, java_script_enabled=False, storage_state=sam.context.storage_state()
    )  # fmt: skip
    page = plain.new_page()
    page.goto(sam.url)
    page.locator("#duties").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text(ref)
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_role("heading", name="You have it")).to_be_visible()
    expect(page.locator("#duties")).to_be_hidden()
    plain.close()


def _the_server_is_in_trouble(page: Page) -> None:
    """For one look at least."""
    page.route(STRIP, lambda route: route.fulfill(status=503))
    with page.expect_response(lambda answer: answer.status == 503):
        pass
    page.unroute(STRIP)


def test_a_test_alarm_stands_and_sounds_after_a_press_until_it_is_answered(sam: Page) -> None:
    sam.get_by_role("button", name="Call me by every way").click()
    strip = sam.locator("#duties")
    expect(strip).to_contain_text("Your test alarm")
    sam.get_by_role("button", name="Turn the sound on").click()
    sam.wait_for_function("() => window.sounding > 0")
    _the_server_is_in_trouble(sam)
    assert sam.evaluate("() => window.sounding") > 0, "an answer silences it, and nothing else"
    came = sam.get_by_role("list", name="What became of your test alarm")
    expect(came).to_contain_text("On every page went at")
    anybody_can_use(sam)
    strip.get_by_role("link").click()
    expect(sam.locator("main")).to_contain_text("Nobody is waiting")
    sam.get_by_role("button", name="I have it").click()
    expect(strip).to_be_hidden()
    sam.wait_for_function("() => window.sounding === 0")


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_many_take_little_of_a_console_and_the_rest_is_one_press_away_which_a_hand_never_loses(
    chromium: Browser, evening: Evening, size: ViewportSize
) -> None:
    for _ in range(5):
        raised(evening, "LEFT", "URGENT")
    with chromium.new_context(viewport=size) as context:
        page = context.new_page()
        page.goto(evening.facilitator().link)
        strip, rest = page.locator("#duties"), page.locator("#duties-rest")
        expect(strip.locator("[data-duty]:visible")).to_have_count(2)
        assert strip.bounding_box()["height"] < size["height"] * 0.27  # type: ignore[index]
        anybody_can_use(page)
        second = strip.get_by_role("link").nth(1)
        ref = second.locator("xpath=..").get_attribute("data-duty")
        second.focus()
        now = raised(evening, "LEFT", "NOW")
        expect(strip.locator("[data-duty]").first).to_have_attribute("data-duty", now)
        assert page.evaluate("document.activeElement.closest('[data-duty]').dataset.duty") == ref
        expect(rest).to_have_attribute("open", "")
        rest.locator("summary").press("Enter")
        expect(strip.locator("[data-duty]:visible")).to_have_count(2)
        expect(rest.locator("summary")).to_contain_text("4 more wait")
        rest.locator("summary").press("Enter")
        expect(strip.locator("[data-duty]:visible")).to_have_count(6)
        anybody_can_use(page)


def test_no_strip_is_seen_that_holds_nothing(sam: Page) -> None:
    strip = sam.locator("#duties")
    expect(strip).to_be_hidden()
    shown = "(strip) => { strip.hidden = false; return getComputedStyle(strip).display; }"
    assert strip.evaluate(shown) == "none", "whatever a script forgot"


def test_an_older_browser_shows_it_by_itself_too_and_sends_who_has_it(evening: Evening, sam: Page) -> None:
    sam.add_init_script("delete AbortSignal.timeout")
    sam.reload()
    ref = raised(evening, "LEFT", "URGENT")
    strip = sam.locator("#duties")
    expect(strip).to_contain_text(ref)
    strip.get_by_role("link").click()
    sam.get_by_role("button", name="I have it").click()
    expect(sam.get_by_role("heading", name="You have it")).to_be_visible()
    expect(strip).to_be_hidden()


def test_a_page_that_can_ring_no_more_says_so_until_it_can(sam: Page) -> None:
    said = sam.get_by_role("alert").filter(has_text="This page rings no more: you were signed out.")
    signed_in = sam.context.cookies()
    sam.context.clear_cookies()
    expect(said).to_be_visible()
    anybody_can_use(sam)
    with sam.context.expect_page() as opened:
        said.get_by_role("link", name="Sign in, in another tab").click()
    expect(opened.value.get_by_role("heading", level=1, name="Staff: sign in")).to_be_visible()
    sam.context.add_cookies([{"name": one["name"], "value": one["value"], "url": sam.url} for one in signed_in])
    expect(said).to_be_hidden()


def test_a_page_that_is_answered_no_more_says_so_after_a_minute_and_not_before(sam: Page) -> None:
    sam.clock.install()
    sam.reload()
    said = sam.get_by_text("This page has had no answer for a minute")
    _the_server_is_in_trouble(sam)
    sam.clock.fast_forward(MINUTE_MS)
    with sam.expect_response(STRIP):
        sam.clock.fast_forward(A_LOOK_MS)
    expect(said).to_be_hidden()
    sam.route(STRIP, lambda route: route.abort())
    with sam.expect_event("requestfailed"):
        sam.clock.fast_forward(A_LOOK_MS)
    expect(said).to_be_hidden()
    sam.clock.fast_forward(MINUTE_MS)
    expect(said).to_be_visible()
    anybody_can_use(sam)
    sam.unroute(STRIP)
    expect(said).to_be_hidden()
