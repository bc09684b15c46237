"""At the console the hand stays where a facilitator has it, whatever comes meanwhile."""

from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.people import Facilitator, Seated

QUIET_MS = 300


def test_a_hand_on_a_call_keeps_it_while_they_go_on_calling(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, hands = sam.page, Hands(sam.page)
    otter.calls_for_help("It is me once more")
    mine, calls = page.locator(".thread:not([hidden]) textarea"), sam.alarms.filter(has_text="It is me once more")
    take = calls.get_by_role("button", name="I’m on it")
    take.focus()
    otter.page.keyboard.press("Escape")
    otter.calls_for_help("Is nobody there?")
    expect(calls).to_contain_text("Is nobody there?")
    expect(take).to_be_focused()
    hands.press("Enter")
    expect(otter.page.locator("#call-said")).to_have_text(f"{sam.name} is here now.")
    expect(mine).to_be_focused()
    hands.write("Here I am, again")
    hands.press("Enter")
    expect(otter.private_word("Here I am, again")).to_have_count(1)
    otter.page.keyboard.press("Escape")


def test_keys_choose_whom_to_write_to_and_who_leads_without_landing_in_a_box_or_leading_through_everybody(
    both: tuple[Seated, Facilitator],
) -> None:
    _, sam = both
    page, hands = sam.page, Hands(sam.page)
    sam.shows("thread")
    whom = page.locator("#thread-with")
    names = whom.locator("option").all_inner_texts()
    whom.select_option(label=names[0])
    whom.focus()
    hands.press("ArrowDown", "ArrowDown")
    expect(whom).to_be_focused()
    hands.go_to(page.get_by_role("textbox", name=f"Write privately to {names[2]}"))
    sam.controls()
    lead, leads = page.locator("#lead"), page.locator("#seats li").filter(has_text="leads")
    lead.focus()
    hands.press("ArrowUp" if lead.evaluate("(one) => one.selectedIndex") else "ArrowDown")
    expect(lead.locator("option:checked")).not_to_have_text(sam.name)
    page.wait_for_timeout(QUIET_MS)  # nothing may come of it
    expect(leads).to_contain_text(sam.name)
    hands.press("Tab")
    expect(leads).not_to_contain_text(sam.name)
    lead.select_option(label=sam.name)
    hands.press("Escape")
    expect(leads).to_contain_text(sam.name)
