"""Who was not there twice running, and who came: a facilitator sees to it at a phone, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import PHONE, Evening
from tests.browser.readable import anybody_can_use

BEFORE = """
from datetime import timedelta
from cohorts.models import Session, Shift, Week
from tests.cohorts import attended
tonight = Session.objects.get(public_id={session!r})
tonight.cohort.seats.update(taken_at=tonight.opens_at - timedelta(weeks=9))
for number in (2, 3):
    back = timedelta(weeks=5 - number)
    times = {{one: getattr(tonight, one) - back for one in ("opens_at", "starts_at", "ends_at", "closes_at")}}
    week = Week.objects.get(course=tonight.cohort.course, number=number)
    session = Session.objects.create(cohort=tonight.cohort, week=week, **times)
    for shift in tonight.shifts.all():
        Shift.objects.create(session=session, staff=shift.staff, leading=shift.leading)
    attended.held(session)
    for seat in (1, 2, 3, 5, 6, 7, 8):
        attended.there(session, seat)
"""
"""Two evenings before tonight, to which the fourth seat did not come."""


@pytest.fixture
def sam(chromium: Browser, evening: Evening) -> Iterator[Page]:
    evening.alcove.manage("shell", "-v", "0", "-c", BEFORE.format(session=evening.card["id"]))
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(evening.facilitator().link)
    yield page
    context.close()


def test_a_facilitator_looks_at_who_was_missed_and_puts_right_who_came(evening: Evening, sam: Page) -> None:
    wren = evening.seat(4).name
    sam.goto(f"{evening.alcove.url}/staff/?{sam.url.partition('?')[2]}")
    missed = sam.get_by_role("region", name="Not there two evenings running")
    expect(missed).to_contain_text(f"Seat 4, {wren} was not there 2 times running, from week 2 to week 3")
    anybody_can_use(sam)
    missed.get_by_text(f"Say what comes next for {wren}").focus()
    sam.keyboard.press("Enter")
    missed.get_by_label("Nothing there worries us.", exact=False).focus()
    sam.keyboard.press("Space")
    sam.keyboard.press("Enter")
    expect(sam.get_by_role("status").filter(has_text="What comes next is kept")).to_be_visible()
    expect(sam.get_by_role("row", name=wren)).to_contain_text("not there 2 times running")
    anybody_can_use(sam)

    sam.get_by_role("link", name="Week 3").focus()
    sam.keyboard.press("Enter")
    expect(sam.get_by_role("heading", name="Who came")).to_be_visible()
    line = sam.get_by_role("listitem").filter(has_text=wren)
    line.get_by_text("Put right").first.focus()
    sam.keyboard.press("Enter")
    line.get_by_label("They").select_option("late")
    line.get_by_label("Because").select_option("device")
    anybody_can_use(sam)
    line.get_by_role("button", name="Keep this").press("Enter")
    expect(line).to_contain_text("came late (put right)")
    sam.get_by_role("link", name="Seats of", exact=False).click()
    expect(sam.get_by_role("heading", name="Seats", exact=True)).to_be_visible()
    expect(sam.get_by_role("region", name="Not there two evenings running")).to_have_count(0)
