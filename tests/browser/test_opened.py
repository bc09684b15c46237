"""Opening a room, in real browsers: undone only where there was an open room before, and paused by no second click."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.evening import LAPTOP, Evening
from tests.browser.people import Facilitator

_EARLY = """
from datetime import timedelta
from django.utils import timezone
from cohorts.models import Session
now = timezone.now()
Session.objects.filter(public_id={session!r}).update(
    opens_at=now - timedelta(minutes=2), starts_at=now + timedelta(minutes=8))
"""


def test_what_was_opened_from_the_lobby_is_not_undone_by_closing_it_and_what_was_opened_again_is(
    evening: Evening, chromium: Browser
) -> None:
    evening.alcove.manage("shell", "-v", "0", "-c", _EARLY.format(session=evening.card["id"]))
    with chromium.new_context(viewport=LAPTOP) as context:
        sam = Facilitator(context.new_page(), evening.facilitator())
        sam.knocks()
        page, done = sam.page, sam.page.locator("#done")
        undo = done.get_by_role("button", name="Undo")
        page.get_by_role("button", name="Open the room").click()
        expect(done).to_have_text("The room is open.")
        sam.puts_the_pen_down()
        page.keyboard.press("u")
        sam.controls().get_by_role("button", name="Close the room").click()
        sam.fills_in()
        expect(done).to_contain_text("The room is closing.")
        undo.click()
        expect(done).to_contain_text("The room is open.")
        undo.click()
        expect(done).to_contain_text("The room is closing.")


def test_the_second_click_on_the_door_pauses_nothing(evening: Evening, chromium: Browser) -> None:
    evening.alcove.manage("shell", "-v", "0", "-c", _EARLY.format(session=evening.card["id"]))
    with chromium.new_context(viewport=LAPTOP) as context:
        sam = Facilitator(context.new_page(), evening.facilitator())
        sam.knocks()
        page, pause = sam.page, sam.page.locator("#pause")
        page.get_by_role("button", name="Open the room").click()
        expect(pause).to_have_text("Pause")
        pause.hover()
        page.mouse.down(click_count=2)
        page.mouse.up(click_count=2)
        sam.says("Welcome, everybody")
        expect(pause).to_have_text("Pause")
        pause.click()
        expect(pause).to_have_text("Go on")
