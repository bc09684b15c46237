"""One facilitator alone (care.md §6), in real browsers: a shut room, somebody who stands by, and the alarm tried."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import LAPTOP, PHONE, Evening
from tests.browser.people import Facilitator, Seated
from tests.browser.readable import anybody_can_use

_JUST_BEGUN = """
from datetime import timedelta
from django.utils import timezone
from cohorts.models import Session
now = timezone.now()
Session.objects.filter(public_id={session!r}).update(
    least_staff=2, opens_at=now - timedelta(minutes=12), starts_at=now - timedelta(minutes=2))
"""


def test_one_alone_waits_until_the_lead_stands_behind_them_and_then_reads_every_word_first(
    evening: Evening, chromium: Browser
) -> None:
    evening.alcove.manage("shell", "-v", "0", "-c", _JUST_BEGUN.format(session=evening.card["id"]))
    with (
        chromium.new_context(viewport=LAPTOP) as of_sam,
        chromium.new_context(viewport=PHONE) as of_jo,
        chromium.new_context(viewport=PHONE) as of_otter,
    ):
        sam, lead = Facilitator(of_sam.new_page(), evening.facilitator()), of_jo.new_page()
        sam.knocks()
        expect(sam.page.locator("#notices")).to_contain_text("It is time, and the room is not open")
        otter = Seated(of_otter.new_page(), evening.seat(1)).comes_in()
        expect(otter.page.locator("#notices")).to_contain_text("It’s us, not you.")
        sam.page.get_by_role("button", name="Open the room").click()
        expect(sam.page.get_by_text("There are not enough of you here yet.").first).to_be_visible()
        _the_lead_stands_by(lead, evening)
        expect(otter.page.locator("#notices")).not_to_contain_text("It’s us, not you.")
        otter.writes("I was not sure you would come")
        expect(sam.task("I was not sure you would come")).to_be_visible()
        expect(otter.message("I was not sure you would come")).to_have_count(0)


def test_an_alarm_can_be_tried_on_the_page_of_tonight(evening: Evening, chromium: Browser) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(evening.facilitator().link)
        page.goto(page.url.replace(f"/console/{evening.card['id']}/", "/staff/"))
        title = page.title()
        anybody_can_use(page)
        page.get_by_role("button", name="Try the alarm").press("Enter")
        expect(page.get_by_role("alert").filter(has_text="Teal Otter calls for you.")).to_be_visible()
        assert page.title().startswith("Look now: Teal Otter")
        anybody_can_use(page)
        expect(page.get_by_role("button", name="I heard it")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Try the alarm")).to_be_focused()
        assert page.title() == title


def _the_lead_stands_by(page: Page, evening: Evening) -> None:
    """As they do from a phone, on their own page."""
    page.goto(evening.alcove.demo["lead"]["link"])
    card = page.locator(f"[aria-labelledby=tonight-{evening.card['id']}]")
    expect(card).to_contain_text("One facilitator is missing.")
    anybody_can_use(page)
    card.get_by_role("button", name="I stand behind them tonight").click()
    expect(page.get_by_role("status").first).to_contain_text("The room may open now, with every message held.")
    expect(card).to_contain_text("stands behind whoever is alone")
