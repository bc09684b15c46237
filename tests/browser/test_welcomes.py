"""One-to-one welcomes by keyboard, each page readable by everybody: offered at the desk and by oneself, looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House, Place
from tests.browser.readable import anybody_can_use, nothing_sticks_out

# A welcome of the counsellor's that seat 1 has picked is on now, and in a week comes the first evening.
ON_NOW = """
from datetime import timedelta
from django.utils import timezone
from cohorts.actions.welcomes import offer_welcomes, pick_welcome
from cohorts.models import Session, Shift, Week
now, tonight = timezone.now(), Session.objects.select_related("cohort__course").get(public_id={session!r})
week, _ = Week.objects.get_or_create(course=tonight.cohort.course, number=1, defaults={{"theme": "Hello"}})
far = timedelta(days=9)
first = Session.objects.create(cohort=tonight.cohort, week=week, opens_at=now + far, starts_at=now + far,
    ends_at=now + far + timedelta(hours=1), closes_at=now + far + timedelta(hours=1))
for shift in Shift.objects.standing().filter(session=tonight):
    Shift.objects.create(session=first, staff=shift.staff, leading=shift.leading)
sam = Shift.objects.standing().get(session=tonight, leading=True).staff
slot, = offer_welcomes(sam, tonight.cohort, sam, [now + timedelta(days=1)], 20)
slot = pick_welcome(tonight.cohort.seats.held()[0], slot, now)
Session.objects.filter(pk=slot.pk).update(opens_at=now - timedelta(minutes=9), starts_at=now - timedelta(minutes=4),
    ends_at=now + timedelta(minutes=30), closes_at=now + timedelta(minutes=35))
print(slot.public_id, tonight.cohort.public_id)
"""


@pytest.fixture(scope="module")
def on_now(house: House) -> tuple[Evening, str, str]:
    """An evening, the welcome that is on beside it, and the cohort."""
    evening = house.next_evening()
    slot, cohort = house.alcove.manage("shell", "-v", "0", "-c", ON_NOW.format(session=evening.card["id"])).split()
    return evening, slot, cohort


@pytest.fixture
def pages(chromium: Browser) -> Iterator[Browser]:
    yield chromium
    for context in chromium.contexts:
        context.close()


def signed_in(browser: Browser, place: Place, path: str, *, phone: bool = False) -> Page:
    """Somebody by their link, at another page of theirs."""
    context = browser.new_context(viewport=PHONE if phone else LAPTOP, reduced_motion="reduce")
    page = context.new_page()
    page.goto(place.link)
    page.goto(re.sub(r"(//[^/]+/)[^?]*", rf"\g<1>{path}", page.url))
    return page


def test_a_partner_looks_in_and_is_seen(on_now: tuple[Evening, str, str], pages: Browser) -> None:
    evening, slot, _ = on_now
    otter = signed_in(pages, evening.seat(1), f"rooms/{slot}/", phone=True)
    expect(otter.locator("h1")).to_have_text("One-to-one welcome")
    ali = signed_in(pages, evening.facilitator(1), "welcomes/", phone=True)
    anybody_can_use(ali)
    nothing_sticks_out(ali)
    ali.get_by_role("button", name="Look in").press("Enter")
    expect(ali.get_by_text("You are looking in.")).to_be_visible()
    expect(ali.locator("#phase")).not_to_have_text("One moment…")
    anybody_can_use(ali)
    for control in ("#door", "#pause", "[data-sheet=controls]", ".seat [data-part=more]"):
        expect(ali.locator(control).locator("visible=true")).to_have_count(0)
    otter.locator(".bar [data-sheet=more]").click()
    expect(otter.locator("#more [data-people] li").filter(has_text=evening.facilitator(1).name)).to_contain_text(
        "looking in"
    )


def test_times_are_offered_by_keyboard(on_now: tuple[Evening, str, str], house: House, pages: Browser) -> None:
    evening, _, cohort = on_now
    day = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011  (a day is enough)
    kit = pages.new_page(viewport=LAPTOP)
    kit.goto(house.alcove.demo["coordinator"]["link"])
    kit.goto(re.sub(r"(//[^/]+/)[^?]*", rf"\g<1>desk/cohorts/{cohort}/welcomes/", kit.url))
    anybody_can_use(kit)
    before = kit.locator("tbody tr").count()
    offers(kit, day)
    expect(kit.get_by_role("status").filter(has_text="Offered.")).to_be_visible()
    slots = kit.locator("tbody tr").count()
    assert slots > before
    offers(kit, day)
    expect(kit.get_by_role("status").filter(has_text="Offered.")).to_be_visible()
    expect(kit.locator("tbody tr")).to_have_count(slots)
    ali = signed_in(pages, evening.facilitator(), "welcomes/")
    ali.locator("main ul a").first.press("Enter")
    expect(ali.get_by_role("heading", name="Offer times of your own")).to_be_visible()
    anybody_can_use(ali)
    offers(ali, day, at="17:05")
    expect(ali.get_by_role("alert")).to_be_visible()
    expect(ali.locator(".errorlist")).to_contain_text("works already at 17:05")
    anybody_can_use(ali)


def offers(page: Page, day: str, at: str = "17:00") -> None:
    """Fill the form in and send it, all by keys; whoever leads the evenings is the one who welcomes."""
    page.get_by_label("Day").fill(day)
    page.get_by_label("First one starts at").fill(at)
    page.get_by_label("First one starts at").focus()
    while page.evaluate("document.activeElement.textContent") != "Offer these times":
        page.keyboard.press("Tab")
    # What stands there may be of what was sent before.
    with page.expect_navigation():
        page.keyboard.press("Enter")
