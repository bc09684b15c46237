"""A page that comes back gives each person their own words back, all of them, and one that never came loses none."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.evening import PHONE, Evening
from tests.browser.people import Facilitator, Line, Seated
from tests.browser.readable import anybody_can_use


def test_what_is_written_before_a_page_is_in_stands_after_the_draft_that_was_kept(
    evening: Evening, chromium: Browser
) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        line = Line(page)
        otter = Seated(page, evening.seat(1)).comes_in()
        box = page.locator("#say-words")
        box.fill("I wanted to tell you")
        line.cut = True
        page.reload()
        box.press_sequentially("about today")
        line.returns()
        expect(box).to_have_value("I wanted to tell you\nabout today")
        page.keyboard.type(", all of it")
        expect(box).to_have_value("I wanted to tell you\nabout today, all of it")
        otter.reloads()
        expect(box).to_have_value("I wanted to tell you\nabout today, all of it")
        assert otter.complaints == []


def test_a_reload_gives_words_back_with_their_heads_up_and_what_they_answer(
    evening: Evening, facilitator: Facilitator, chromium: Browser
) -> None:
    asked, told = "What was your week like?", "It was more than I could take"
    facilitator.says(asked)
    with chromium.new_context(viewport=PHONE) as one, chromium.new_context(viewport=PHONE) as another:
        otter, heron = (Seated(each.new_page(), evening.seat(n)).comes_in() for n, each in ((1, one), (2, another)))
        box, cover = otter.page.locator("#say-words"), otter.page.locator("#say [data-part=headsUp]")
        answered = otter.page.locator("#say [data-part=replying]")
        otter.opens_choices_for(asked).get_by_role("button", name="Reply").click()
        box.fill(told)
        cover.select_option("a hard week")
        assert asked not in otter.reloads().kept(), "nothing that was said is kept in a browser"
        for part, has in ((box, told), (cover, "a hard week")):
            expect(part).to_have_value(has)
        expect(answered).to_contain_text(asked)
        box.press("Enter")
        otter.hears(told)
        assert asked in otter.heard()[-1]["quote"]
        expect(heron.page.locator("#talk")).to_contain_text(f"{otter.name} is talking about a hard week.")
        assert "draft:room" not in otter.kept()
        _answers_nothing_that_was_taken_away(facilitator, otter, asked)
        assert [line for each in (otter, heron) for line in each.complaints] == []


def _answers_nothing_that_was_taken_away(facilitator: Facilitator, otter: Seated, asked: str) -> None:
    """The words come back all the same, and covered."""
    otter.opens_choices_for(asked).get_by_role("button", name="Reply").click()
    otter.page.locator("#say-words").fill("and one thing more")
    otter.page.locator("#say [data-part=headsUp]").select_option("family")
    otter.page.goto("about:blank")
    facilitator.takes_away(asked)
    otter.page.go_back()
    otter.is_in()
    expect(otter.page.locator("#say-words")).to_have_value("and one thing more")
    expect(otter.page.locator("#say [data-part=headsUp]")).to_have_value("family")
    expect(otter.page.locator("#say [data-part=replying]")).to_be_hidden()


def test_a_room_whose_scripts_never_came_loses_no_words_and_leads_to_help_and_out(
    evening: Evening, chromium: Browser
) -> None:
    with chromium.new_context(viewport=PHONE, reduced_motion="reduce") as context:
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())
        page.goto(evening.seat(1).link)
        # Whoever wants no motion is not told at once that nothing comes.
        expect(page.locator(".not-in-yet")).to_have_css("animation-delay", "6s")
        expect(page.get_by_text("It’s quiet here so far.")).to_be_hidden()
        box = page.locator("#say-words")
        box.fill("I wanted to tell you")
        expect(page.get_by_role("button", name="Send to the room")).to_be_disabled()
        box.press("Enter")
        expect(box).to_have_value("I wanted to tell you\n")
        expect(page.get_by_role("link", name="Load this page again")).to_be_in_viewport(ratio=1)
        anybody_can_use(page)
        page.get_by_role("navigation").get_by_role("button", name="Help").click()
        expect(page).to_have_url(re.compile(r"/help/$"))
        page.go_back()
        page.get_by_role("button", name="Leave now").click()
        expect(page).to_have_url(re.compile(r"/today/$"))
        page.goto(evening.room)
        expect(page).to_have_url(re.compile(r"/in/$"), timeout=10_000)


def test_a_browser_without_javascript_is_told_so_and_not_to_load_the_room_again(
    evening: Evening, chromium: Browser
) -> None:
    with chromium.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(evening.seat(1).link)
        # A browser that was only told to run no scripts shows no <noscript>; one in which they are off does.
        assert "This room needs JavaScript." in (page.locator(".not-in-yet noscript").text_content() or "")
        expect(page.get_by_role("link", name="Load this page again")).to_be_hidden()
        page.goto(f"{evening.alcove.url}/")
        expect(page.get_by_text("The room needs JavaScript, which is nearly always on.")).to_be_visible()
