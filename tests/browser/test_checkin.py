"""How somebody is: said in a card of its own, read by the facilitators beside the seat, and nowhere else."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.evening import PHONE, Evening
from tests.browser.people import Facilitator, Line, Seated
from tests.browser.readable import anybody_can_use

BODY = "I may have to go at eight"
#: With a keyboard of its own, or its browser's bars.
LOW_PHONE = ViewportSize(width=360, height=560)


@pytest.mark.usefixtures("facilitator")
def test_a_check_in_is_read_by_facilitators_beside_the_seat_and_by_nobody_else(
    chromium: Browser, evening: Evening, facilitator: Facilitator
) -> None:
    with chromium.new_context(viewport=PHONE, reduced_motion="reduce") as phone, chromium.new_context() as other:
        otter = Seated(phone.new_page(), evening.seat(1)).comes_in()
        heron = Seated(other.new_page(), evening.seat(2)).comes_in()
        otter.page.locator(".bar [data-sheet=more]").click()
        otter.page.locator("#checkin-more").press("Enter")
        card = otter.page.locator("#checkin")
        expect(card).to_be_focused()
        card.get_by_label("2: low").check()
        card.get_by_label("Anything the facilitators should know?").fill(BODY)
        anybody_can_use(otter.page)
        card.get_by_role("button", name="Send to the facilitators").click()
        expect(otter.page.locator("#checkin-said")).to_contain_text("It is kept for the facilitators")
        expect(otter.page.locator("#checkin-words")).to_have_value("")
        sams = facilitator.page.locator("#seats li").filter(has_text=otter.name)
        expect(sams).to_contain_text("mood 2 of 5")
        expect(facilitator.task(BODY)).to_have_count(1)
        heron.says("Hello")
        otter.page.keyboard.press("Escape")
        otter.hears("Hello")
        assert BODY not in heron.all_text()
        assert BODY not in otter.kept(), "what has arrived is not kept in the browser"
        assert otter.complaints + heron.complaints + facilitator.complaints == []


def test_words_that_nobody_was_there_to_read_are_not_said_to_be_kept_and_go_once_somebody_is(
    chromium: Browser, evening: Evening, facilitator: Facilitator
) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        line, otter = Line(page), Seated(page, evening.seat(1)).comes_in()
        page.locator(".bar [data-sheet=more]").click()
        page.locator("#checkin-more").click()
        box, said = page.locator("#checkin-words"), page.locator("#checkin-said")
        page.get_by_label("2: low").check()
        box.fill(BODY)
        line.brings({"type": "people", "people": [], "staffed": False})
        expect(box).to_be_hidden()
        send = page.get_by_role("button", name="Send to the facilitators")
        send.click()
        expect(said).to_contain_text("How you feel is kept. Your words were not sent")
        line.brings({"type": "people", "people": [], "staffed": True})
        expect(box).to_have_value(BODY)
        expect(page.get_by_label("2: low")).to_be_checked()
        send.click()
        expect(said).to_contain_text("It is kept for the facilitators")
        expect(box).to_have_value("")
        expect(facilitator.task(BODY)).to_have_count(1)
        assert otter.complaints == []


def test_what_tonight_is_about_is_read_from_its_beginning_under_the_offer_to_check_in(
    chromium: Browser, evening: Evening
) -> None:
    with chromium.new_context(viewport=LOW_PHONE) as context:
        otter = Seated(context.new_page(), evening.seat(1)).comes_in()
        page, talk = otter.page, otter.page.locator("#talk")
        expect(page.locator("#checkin-offer")).to_be_visible()
        expect(page.get_by_role("heading", name="What tonight is about")).to_be_in_viewport(ratio=1)
        assert talk.evaluate("(box) => box.scrollHeight > box.clientHeight && box.scrollTop === 0")
        page.get_by_role("button", name="Private").click()
        page.get_by_role("button", name="Room").click()
        assert talk.evaluate("(box) => box.scrollTop === 0")
