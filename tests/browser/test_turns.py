"""The turns of a round where a line goes away: nobody is given a turn they cannot see, and none is taken from them."""

from playwright.sync_api import Browser, expect

from tests.browser.evening import PHONE, Evening
from tests.browser.people import Facilitator, Seated
from tests.browser.readable import anybody_can_use


def test_whose_line_is_away_is_named_at_the_end_and_may_have_their_turn_once_they_are_back(
    chromium: Browser, evening: Evening, facilitator: Facilitator
) -> None:
    contexts = [chromium.new_context(viewport=PHONE) for _ in range(2)]
    otter, heron = (
        Seated(context.new_page(), evening.seat(number)).comes_in() for number, context in enumerate(contexts, start=1)
    )
    page = facilitator.page
    _asks_for_turns(facilitator)
    _begins_on_a_folded_line(facilitator, otter, heron)
    expect(otter.page.locator("#asked-turn")).to_contain_text("It’s your turn")
    ways = page.locator("#round-ways")
    expect(ways.get_by_role("button", name="Next", exact=True)).to_be_visible()
    heron.page.goto("about:blank")
    expect(page.locator("#round-away")).to_contain_text(f"Not here: {heron.name}.")
    anybody_can_use(page)
    ways.get_by_role("button", name="End the turns").press("Enter")
    expect(page.locator("#round-away")).to_contain_text(f"Had no turn: {heron.name}.")
    expect(page.locator("#round-said")).to_have_text("The turns are over.")
    expect(otter.page.locator("#asked-turn")).to_have_text("Everybody who wanted to has had a turn.")
    assert heron.name not in otter.page.locator("#talk [role=log]").inner_text()
    heron.page.go_back()
    heron.is_in()
    expect(heron.page.locator("#asked-turn")).to_contain_text("If you would still like yours, tell us.")
    page.get_by_role("button", name=f"Give the turn to {heron.name}").click()
    expect(heron.page.locator("#asked-turn")).to_contain_text("It’s your turn")
    for context in contexts:
        context.close()


def test_the_turns_go_past_whoever_has_a_breather_and_facilitators_read_why(
    chromium: Browser, evening: Evening, facilitator: Facilitator
) -> None:
    contexts = [chromium.new_context(viewport=PHONE) for _ in range(2)]
    otter, heron = (
        Seated(context.new_page(), evening.seat(number)).comes_in() for number, context in enumerate(contexts, start=1)
    )
    page = facilitator.page
    facilitator.opens_card_of(otter.name).get_by_role("button", name="Give a breather").click()
    facilitator.fills_in()
    expect(otter.page.locator("#notices")).to_contain_text("You’re having a breather")
    _asks_for_turns(facilitator)
    page.get_by_role("button", name="Begin the turns").click()
    expect(heron.page.locator("#asked-turn")).to_contain_text("It’s your turn")
    expect(page.locator("#round-seats li").filter(has_text=otter.name)).to_contain_text("has a breather")
    expect(page.locator("#round-away")).to_contain_text(f"On a breather: {otter.name}.")
    anybody_can_use(page)
    expect(page.locator("#round-ways").get_by_role("button", name="End the turns")).to_be_visible()
    facilitator.opens_card_of(otter.name).get_by_role("button", name="End the breather").click()
    page.locator("#round-ways").get_by_role("button", name="Next", exact=True).click()
    expect(otter.page.locator("#asked-turn")).to_contain_text("It’s your turn")
    for context in contexts:
        context.close()


def _asks_for_turns(sam: Facilitator) -> None:
    page = sam.page
    sam.shows("script")
    page.locator("#own-ask summary").click()
    page.locator("#own-ask-kind").select_option("round")
    page.locator("#own-ask-words").fill("One OK moment")
    page.locator("#own-ask-form").get_by_role("button", name="Send to the room").click()


def _begins_on_a_folded_line(sam: Facilitator, otter: Seated, heron: Seated) -> None:
    """Whoever has folded the card away reads there that it is their turn, and nobody else does."""
    for one in (otter, heron):
        one.page.locator("#asked-fold").click()
        # The turns are of those who are here for this page as they begin.
        expect(sam.page.locator("#round-seats li").filter(has_text=one.name)).not_to_contain_text("not here")
    sam.page.get_by_role("button", name="Begin the turns").click()
    expect(otter.page.locator("#asked-fold")).to_contain_text("Your turn One OK moment")
    expect(heron.page.locator("#asked-fold")).to_contain_text("Taking turns One OK moment")
    anybody_can_use(otter.page)
    for one in (otter, heron):
        one.page.locator("#asked-fold").click()
    expect(otter.page.locator("#asked-kind")).to_have_text("Taking turns")
