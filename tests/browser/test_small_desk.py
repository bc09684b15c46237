"""The desk on a phone: what a page is about is in sight, however much waits and whatever somebody is called."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.evening import PHONE, Evening, House
from tests.browser.readable import anybody_can_use, nothing_sticks_out

TABLET = ViewportSize(width=820, height=1180)
LONG = "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwww"
BUSY = """
from django.utils import timezone
from cohorts.actions.holds import place_hold
from cohorts.models import Seat, Session, Staff, WhyHeld
from facilitator.actions.raising import raise_concern
from facilitator.safeguarding.models import Duty, Level
now, s = timezone.now(), Session.objects.get(public_id={session!r})
Seat.objects.filter(cohort=s.cohort_id, number=5).update(name={long!r})
seats = Seat.objects.filter(cohort=s.cohort_id, withdrawn_at=None).order_by("number")
by, lead = Staff.objects.get(public_id={by!r}), Staff.objects.filter(role="lead").first()
for seat in seats:
    raise_concern(by, s, seat, Level.NOW if seat.number == 1 else Level.URGENT, "as seen", now)
place_hold(lead, Seat.objects.get(cohort=s.cohort_id, number=5), WhyHeld.POLICE, now)
print(s.cohort.public_id)
"""
OVER = """
from django.utils import timezone
from facilitator.safeguarding.models import Duty
Duty.objects.filter(session__public_id={session!r}, answered_at=None).update(answered_at=timezone.now())
"""


@pytest.fixture(scope="module")
def busy(house: House) -> Iterator[tuple[Evening, str]]:
    """An evening with eight concerns, one of them about somebody with a long name that has no gap; and its cohort."""
    evening = house.next_evening()
    by = evening.facilitator().link.split("staff.")[1].split(".")[0]
    code = BUSY.format(session=evening.card["id"], long=LONG, by=by)
    yield evening, evening.alcove.manage("shell", "-v", "0", "-c", code).strip()
    evening.alcove.manage("shell", "-v", "0", "-c", OVER.format(session=evening.card["id"]))


def comes(chromium: Browser, house: House, who: str, size: ViewportSize = PHONE) -> Page:
    page = chromium.new_context(viewport=size, reduced_motion="reduce").new_page()
    page.goto(house.alcove.demo[who]["link"])
    return page


def test_the_places_of_the_desk_fold_to_a_line_and_open_by_one_press(
    busy: tuple[Evening, str], house: House, chromium: Browser
) -> None:
    page = comes(chromium, house, "lead")
    page.goto(f"{house.alcove.url}/desk/lists/")
    places = page.get_by_role("navigation", name="The desk")
    expect(places.get_by_role("link")).to_have_text(["To do", "Month", "Cohorts", "Word lists"])
    places.get_by_role("button", name="More").press("Enter")
    expect(places.get_by_role("link")).to_have_count(10)
    expect(places.get_by_role("button", name="More")).to_have_attribute("aria-expanded", "true")
    page.set_viewport_size(TABLET)
    expect(places.get_by_role("link")).to_have_count(10)
    expect(places.get_by_role("button", name="More")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
@pytest.mark.parametrize("who", ["lead", "coordinator"])
def test_how_a_concern_stands_is_read_without_moving_sideways(
    busy: tuple[Evening, str], house: House, chromium: Browser, who: str, size: ViewportSize
) -> None:
    page = comes(chromium, house, who, size)
    page.goto(f"{house.alcove.url}/staff/concerns/")
    row = page.locator("main tbody tr").filter(has_text=LONG)
    stands = row.get_by_text("Open, nobody has it yet", exact=False)
    row.evaluate("one => one.scrollIntoView({ block: 'center' })")
    expect(stands).to_be_in_viewport(ratio=1)
    anybody_can_use(page)


def test_a_long_name_pushes_no_page_of_the_desk_aside(
    busy: tuple[Evening, str], house: House, chromium: Browser
) -> None:
    page = comes(chromium, house, "lead")
    for address in ("holds/", "held-back/", f"cohorts/{busy[1]}/seats/"):
        page.goto(f"{house.alcove.url}/desk/{address}")
        expect(page.get_by_text(LONG).first).to_be_visible()
        nothing_sticks_out(page)
        anybody_can_use(page)


def test_what_is_amiss_with_a_form_is_in_sight_and_has_the_hand(house: House, chromium: Browser) -> None:
    page = comes(chromium, house, "coordinator")
    for address, field in (("desk/lists/add/", "Phrase"), ("staff/adults/tell/", "What you saw or heard")):
        page.goto(f"{house.alcove.url}/{address}")
        page.evaluate("document.querySelector('main form').noValidate = true")
        page.locator("main form button").last.click()
        amiss = page.get_by_label(field, exact=False)
        expect(amiss).to_be_focused()
        expect(amiss).to_have_attribute("aria-invalid", "true")
        expect(page.locator("main .errorlist").first).to_be_in_viewport(ratio=1)
        anybody_can_use(page)
