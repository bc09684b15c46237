"""A contact is opened in a real browser: seen, counted down, gone by itself, and found nowhere afterwards."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import PHONE, Evening
from tests.browser.people import Facilitator
from tests.browser.readable import anybody_can_use

KEPT, SHOWN_AS, PIECE = "+447400123456", "+44 7400 123456", "123456"
_CONCERN = """
from datetime import timedelta
from django.utils import timezone
from cohorts.actions.contacts import keep_contact
from cohorts.models import ContactPurpose, Seat, Session, Shift
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding.models import Level
s, now = Session.objects.get(public_id={session!r}), timezone.now()
seat = Seat.objects.get(cohort=s.cohort_id, number=1, withdrawn_at=None)
keep_contact(seat, ContactPurpose.LIFE, {kept!r}, now, "1")
by = Shift.objects.get(session=s, leading=True).staff
print(raise_afterwards(by, s, seat, Level.NOW, "took something", now - timedelta(minutes={ago})).public_id)
"""
_OPENED = """
from django.utils import timezone
from cohorts.actions import open_for
from cohorts.models import Role, Seat, Session, Shift, Staff
from cohorts.actions.contacts import keep_contact
from cohorts.models import ContactPurpose
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding.breakglass import open_contact
from facilitator.safeguarding.models import Level, Reason
s, now = Session.objects.get(public_id={session!r}), timezone.now()
seat = Seat.objects.get(cohort=s.cohort_id, number=1, withdrawn_at=None)
keep_contact(seat, ContactPurpose.LIFE, {kept!r}, now, "1")
concern = raise_afterwards(Shift.objects.get(session=s, leading=True).staff, s, seat, Level.CONCERN, "x", now)
first, second = (Staff.objects.create(name=name, role=Role.LEAD, demo=True) for name in ("Maya", "Jude"))
opening, door = open_contact(concern, first, Reason.LEFT, "x", now), open_for(second, now)
print(door.sign_in.public_id, door.token, opening.public_id)
"""
_OVER = """
from datetime import timedelta
from django.db.models import F, QuerySet
from facilitator.safeguarding.models import Opening
ten = timedelta(minutes=10)
ours = QuerySet(Opening).filter(concern__public_id={concern!r})
ours.update(opened_at=F("opened_at") - ten, closes_at=F("closes_at") - ten)
"""


def _goes_to(page: Page, evening: Evening, ago: float) -> str:
    """Have a concern about the first seat raised so many minutes ago, and come to its contact; returns its id."""
    code = _CONCERN.format(session=evening.card["id"], kept=KEPT, ago=ago)
    concern = evening.alcove.manage("shell", "-v", "0", "-c", code).strip()
    console = f"/console/{evening.card['id']}/"
    page.goto(page.url.replace(console, f"/staff/concerns/{concern}/contact/"))
    return concern


def _holds(page: Page) -> bool:
    """Whether any of it is in the page, its stores, or the history's own."""
    stores = "JSON.stringify([{...sessionStorage}, {...localStorage}, history.state])"
    return PIECE in page.evaluate(f"() => document.documentElement.outerHTML + {stores}") + page.url


def test_it_closes_itself_and_neither_reload_nor_going_back_brings_it_again(
    evening: Evening, facilitator: Facilitator
) -> None:
    page = facilitator.page
    page.clock.install()
    concern = _goes_to(page, evening, 3)
    expect(page.get_by_role("heading", name="Open it")).to_be_visible()
    expect(page.locator("main")).to_contain_text("What is held: a phone number.")
    anybody_can_use(page)
    page.get_by_label("What you fear").select_option("done")
    page.get_by_label("In your words").fill("they wrote that they took something")
    page.get_by_role("button", name="Open it for ten minutes").press("Enter")
    expect(page.locator("[data-contact]")).to_have_text(SHOWN_AS)
    expect(page.get_by_role("timer")).to_contain_text("Still 9:")
    anybody_can_use(page)
    page.reload()
    expect(page.locator("[data-contact]")).to_have_text(SHOWN_AS)
    page.clock.fast_forward("08:10")
    expect(page.locator("[data-soon]")).to_contain_text("It is hidden again in 1:")
    page.clock.fast_forward("01:50")
    expect(page.get_by_role("heading", name="It is hidden again")).to_be_focused()
    assert not _holds(page)
    anybody_can_use(page)
    evening.alcove.manage("shell", "-v", "0", "-c", _OVER.format(concern=concern))
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", name="Open it")).to_be_visible()
    assert not _holds(page)
    page.go_back()
    expect(page.get_by_role("heading", name="How to reach")).to_be_visible()
    assert not _holds(page)
    assert PIECE not in evening.alcove.log.read_text()


def test_whoever_goes_away_takes_nothing_along_and_a_page_without_scripts_asks_again_by_itself(
    chromium: Browser, evening: Evening, facilitator: Facilitator
) -> None:
    page = facilitator.page
    concern = _goes_to(page, evening, 3)
    page.get_by_label("What you fear").select_option("about_to")
    page.get_by_label("In your words").fill("goodbye, they wrote")
    page.get_by_role("button", name="Open it for ten minutes").click()
    expect(page.locator("[data-contact]")).to_have_text(SHOWN_AS)
    plain = chromium.new_context(viewport=PHONE, java_script_enabled=False, storage_state=page.context.storage_state())
    without = plain.new_page()
    answer = without.goto(page.url)
    assert answer
    assert 0 < int(answer.headers["refresh"]) <= 600
    assert answer.headers["cache-control"] == "no-store"
    expect(without.locator("[data-contact]")).to_have_text(SHOWN_AS)
    page.get_by_role("link", name="Concerns").first.click()
    expect(page.get_by_role("heading", name="Concerns")).to_be_visible()
    evening.alcove.manage("shell", "-v", "0", "-c", _OVER.format(concern=concern))
    page.go_back()
    expect(page.get_by_role("heading", name="Open it")).to_be_visible()
    assert not _holds(page)
    without.reload()
    expect(without.get_by_role("button", name="Open it for ten minutes")).to_be_visible()
    assert PIECE not in without.content()
    plain.close()


def test_a_counsellor_who_waits_for_the_leads_is_offered_it_without_pressing_anything(
    evening: Evening, facilitator: Facilitator
) -> None:
    page = facilitator.page
    _goes_to(page, evening, 1.96)
    expect(page.get_by_role("heading", name="Open it")).to_be_visible()


def test_a_lead_tells_the_young_person_and_reviews_it_by_keyboard(chromium: Browser, evening: Evening) -> None:
    code = _OPENED.format(session=evening.card["id"], kept=KEPT)
    as_id, token, opening = evening.alcove.manage("shell", "-v", "0", "-c", code).split()
    context = chromium.new_context(viewport=PHONE)
    context.add_cookies([{"name": f"alcove_{as_id}", "value": token, "url": evening.alcove.url}])
    page = context.new_page()
    page.goto(f"{evening.alcove.url}/desk/?as={as_id}")
    page.get_by_role("link", name="See whom").press("Enter")
    expect(page.get_by_role("heading", name="Contacts that were opened")).to_be_visible()
    anybody_can_use(page)
    page.locator(f"a[href*='{opening}']").press("Enter")
    expect(page.get_by_label("With these words")).to_have_value(re.compile("You have done nothing wrong"))
    anybody_can_use(page)
    page.get_by_role("button", name="They have been told").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(["Written down."])
    page.get_by_role("button", name="I have reviewed it").press("Enter")
    expect(page.locator(".facts")).to_contain_text("told in a private word")
    expect(page.get_by_role("button", name="I have reviewed it")).to_have_count(0)
    anybody_can_use(page)
    context.close()
