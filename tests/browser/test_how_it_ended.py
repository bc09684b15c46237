"""What a young person reads once a room is not there for them: only what is so, and the way to where it goes on."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.people import Facilitator, Line, Seated

OVER = 4410


def test_whoever_leaves_the_course_in_another_tab_was_not_sent_away_and_finds_the_way_back(
    chromium: Browser, evening: Evening
) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        young = Seated(context.new_page(), evening.seat(1)).comes_in()
        page, other = young.page, context.new_page()
        other.goto(f"{evening.alcove.url}/mine/?{urlsplit(page.url).query}")
        other.locator("summary", has_text="Leave the course").click()
        other.get_by_role("button", name="Leave the course").click()
        title = page.get_by_role("heading", level=1)
        expect(title).to_have_text("You are not in this room any more")
        expect(page.get_by_text("Your own page says how it goes on.")).to_be_visible()
        page.get_by_role("link", name="Go to your own page").click()
        expect(title).to_have_text("You have left the course")
        page.get_by_role("button", name="Take me back").click()
        expect(title).to_have_text(f"Hello, {young.name}")


def test_whoever_is_taken_out_reads_what_the_facilitator_wrote_to_them(
    chromium: Browser, evening: Evening, facilitator: Facilitator
) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        young = Seated(context.new_page(), evening.seat(1)).comes_in()
        facilitator.says("Only said in the room")
        young.hears("Only said in the room")
        facilitator.opens_card_of(young.name).get_by_role("button", name="Take out of the session").click()
        expect(facilitator.page.get_by_label("What they read")).to_be_visible()
        facilitator.fills_in(why="Only the team reads this", text="I will ring you tomorrow at four.")
        expect(young.page.get_by_role("heading", level=1)).to_have_text("You can’t be in this room any more")
        expect(young.page.locator(".ended .lead")).to_contain_text(
            "I will ring you tomorrow at four. That can feel hard."
        )
        for gone in ("Only said in the room", "Only the team reads this"):
            assert gone not in young.all_text()
        assert "tomorrow at four" not in young.kept()


def test_whoever_leaves_before_the_door_opens_has_no_line_at_the_console_until_they_are_back(
    chromium: Browser, evening: Evening
) -> None:
    evening.opens_later()
    with chromium.new_context(viewport=LAPTOP) as desk, chromium.new_context(viewport=PHONE) as context:
        sam, page = Facilitator(desk.new_page(), evening.facilitator()).comes_in(), context.new_page()
        lines, name = sam.page.locator("#seats li"), evening.seat(3).name
        expect(lines.nth(2)).to_contain_text(name)
        sam.opens_card_of(name)
        page.goto(evening.seat(3).link)
        page.locator("summary", has_text="Leave the course").click()
        page.get_by_role("button", name="Leave the course").click()
        expect(lines.filter(has_text=name)).to_have_count(0)
        expect(sam.page.locator("#person-card")).to_be_hidden()
        page.get_by_role("button", name="Take me back").click()
        expect(lines.nth(2)).to_contain_text(name)
        assert sam.complaints == []


def test_an_evening_called_off_before_its_door_opens_is_not_said_to_be_over(chromium: Browser, house: House) -> None:
    evening = house.next_evening()
    evening.opens_later()
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        line = Line(page)
        young = Seated(page, evening.seat(1))
        page.goto(young.place.link)
        page.goto(f"{evening.room}?{urlsplit(page.url).query}")
        young.is_in()
        expect(page.get_by_role("heading", name="This room opens at")).to_be_visible()
        line.closes(OVER)
        expect(page.get_by_role("heading", level=1)).to_have_text("We do not meet on this evening")
        expect(page.get_by_role("link", name="Go to your own page")).to_be_visible()
        evening.is_called_off()
        page.reload()
        page.wait_for_url("**/mine/**")
        expect(page.get_by_text("We do not meet on this evening. You did nothing wrong.")).to_be_visible()


@pytest.mark.parametrize("to", ["mine", "in"])
def test_a_reload_under_the_cover_that_leads_elsewhere_is_covered_there_until_that_is_lifted(
    chromium: Browser, evening: Evening, to: str
) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        young = Seated(context.new_page(), evening.seat(1)).comes_in()
        page = young.page
        page.get_by_role("button", name="Someone’s here").click()
        if to == "mine":
            evening.is_called_off()
        else:
            context.clear_cookies()
        page.reload()
        page.wait_for_url(f"**/{to}/**")
        for _ in range(2):
            seen = page.locator("body").aria_snapshot()
            assert "Maths" in seen
            assert not [words for words in (young.name, "Help", "four words", "Hello") if words in seen]
            page.reload()
        page.get_by_role("button", name="Back", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Come in" if to == "in" else f"Hello, {young.name}")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert young.complaints == []


def test_a_room_that_nobody_could_hold_says_so_everywhere_and_once_more_to_whoever_loads_it_anew(
    chromium: Browser, evening: Evening
) -> None:
    evening.waits_in_vain()
    with chromium.new_context(viewport=PHONE) as context:
        young = Seated(context.new_page(), evening.seat(1)).comes_in()
        page = young.page
        for _ in range(2):
            expect(page.locator("#phase")).to_have_text("Not tonight")
            expect(page.locator("#notices")).to_contain_text("There is no session tonight")
            expect(page.locator("#say [data-part=whyNot]")).to_have_text("Not tonight. The private word is still open.")
            young.reloads()
