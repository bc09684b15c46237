"""The console where there is little space: whom somebody answers can be read, whatever stands beside it."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.evening import PHONE, Evening
from tests.browser.people import Facilitator, Line, Seated
from tests.browser.readable import anybody_can_use

LOW = ViewportSize(width=1280, height=600)
TALL_PHONE = ViewportSize(width=390, height=844)
#: A laptop at 200 %.
ZOOMED = ViewportSize(width=640, height=400)
LEFT = """
from django.db import transaction
from django.utils import timezone
from cohorts.models import Seat, Session
from facilitator.safeguarding.duties import raise_duty
from facilitator.safeguarding.models import Kind, Level
s = Session.objects.get(public_id={session!r})
for seat in Seat.objects.filter(cohort=s.cohort_id, number__gt=3, withdrawn_at=None):
    with transaction.atomic():
        raise_duty(Kind.LEFT, Level.URGENT, s, ref=f"left {{seat.pk}}", now=timezone.now(), seat=seat)
"""
_IS_ON_TOP = """(one) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""
#: Six lines or so.
READABLE_PX = 140


@pytest.mark.parametrize("size", [PHONE, LOW], ids=["phone", "low laptop"])
def test_whoever_takes_a_call_reads_whom_they_answer(evening: Evening, chromium: Browser, size: ViewportSize) -> None:
    page = chromium.new_context(viewport=size).new_page()
    sam = Facilitator(page, evening.facilitator()).comes_in()
    caller = chromium.new_context(viewport=PHONE).new_page()
    otter = Seated(caller, evening.seat(1)).comes_in()
    otter.calls_for_help("I have them here and I do not know what to do. " * 3)
    sam.alarms.get_by_role("button", name="I’m on it").click()
    card = sam.alarms.filter(has_text=otter.name)
    expect(card).to_contain_text("Please send a word by")
    expect(card.locator(".body")).to_be_hidden()
    for part, least, most in ((card, 20, 60), (page.locator(".thread:not([hidden]) .scroll"), READABLE_PX, 640)):
        box = part.bounding_box()
        assert box
        assert least <= box["height"] <= most
    expect(page.locator(".thread:not([hidden]) textarea")).to_be_in_viewport(ratio=1)
    anybody_can_use(page)
    page.locator("[data-side=queue]").click()
    expect(card.locator(".body")).to_be_visible()
    for one in (page, caller):
        one.context.close()


def test_of_two_who_call_at_once_a_phone_shows_both_and_one_of_them_whole_again_when_the_other_is_taken(
    evening: Evening, chromium: Browser
) -> None:
    page = chromium.new_context(viewport=TALL_PHONE).new_page()
    sam = Facilitator(page, evening.facilitator()).comes_in()
    for number in (1, 2):
        seated = Seated(chromium.new_context(viewport=PHONE).new_page(), evening.seat(number)).comes_in()
        seated.writes("i want to kill myself tonight and have the pills here")
    expect(sam.alarms).to_have_count(2)
    take = page.locator("#alarms").get_by_role("button", name="I’m on it")
    for way in take.all():
        expect(way).to_be_in_viewport(ratio=1)
    concern = page.locator("#alarms").get_by_role("button", name="Raise a concern")
    expect(concern).to_have_count(0)
    anybody_can_use(page)
    take.first.click()
    page.locator("[data-view-to=room]").click()
    expect(take).to_have_count(1)
    expect(concern.first).to_be_visible()
    for one in [*chromium.contexts]:
        one.close()


def test_at_twice_the_size_of_letters_the_box_can_be_come_to_below_duties_and_above_calls(
    evening: Evening, chromium: Browser
) -> None:
    page = chromium.new_context(viewport=ZOOMED).new_page()
    Facilitator(page, evening.facilitator()).comes_in()
    for number in (1, 2):
        seated = Seated(chromium.new_context(viewport=PHONE).new_page(), evening.seat(number)).comes_in()
        seated.calls_for_help("please come")
    evening.alcove.manage("shell", "-v", "0", "-c", LEFT.format(session=evening.card["id"]))
    expect(page.locator("#duties-list > li").first).to_be_visible()
    page.locator("[data-view-to=room]").click()
    box = page.locator("#say-words")
    expect(page.locator("#alarm-cards > li").first).to_be_in_viewport()
    page.mouse.move(300, 20)
    page.mouse.wheel(0, 1000)
    expect(box).to_be_in_viewport(ratio=1)
    stands, called = box.bounding_box(), page.locator("#alarms").bounding_box()
    assert stands
    assert called
    assert stands["y"] + stands["height"] <= called["y"], "neither covers the other"
    box.click()
    expect(box).to_be_focused()
    expect(page.locator("#alarm-cards > li").first).to_be_in_viewport()
    anybody_can_use(page)
    for one in [*chromium.contexts]:
        one.close()


def test_a_lost_line_and_duties_push_no_box_over_a_call_on_a_phone(evening: Evening, chromium: Browser) -> None:
    page = chromium.new_context(viewport=PHONE).new_page()
    line = Line(page)
    sam = Facilitator(page, evening.facilitator()).comes_in()
    for number in (1, 2):
        seated = Seated(chromium.new_context(viewport=PHONE).new_page(), evening.seat(number)).comes_in()
        seated.calls_for_help("please come")
    expect(sam.alarms).to_have_count(2)
    evening.alcove.manage("shell", "-v", "0", "-c", LEFT.format(session=evening.card["id"]))
    expect(page.locator("#duties-list > li").first).to_be_visible()
    line.goes()
    expect(page.locator("#banner")).to_be_visible()
    box, called = page.locator("#say-words"), page.locator("#alarms")
    take = sam.alarms.first.get_by_role("button", name="I’m on it")
    expect(take).to_be_in_viewport(ratio=1)
    assert take.evaluate(_IS_ON_TOP)
    page.mouse.move(180, 20)
    page.mouse.wheel(0, 2000)
    expect(box).to_be_in_viewport(ratio=1)
    assert box.evaluate(_IS_ON_TOP)
    assert take.evaluate(_IS_ON_TOP)
    stands, calls = box.bounding_box(), called.bounding_box()
    assert stands
    assert calls
    assert stands["y"] + stands["height"] <= calls["y"], "neither covers the other"
    anybody_can_use(page)
    for one in [*chromium.contexts]:
        one.close()
