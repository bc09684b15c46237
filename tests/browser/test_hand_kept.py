"""The hand stays where somebody has it, whatever comes meanwhile, or near it."""

from playwright.sync_api import expect

from tests.browser.hands import Hands
from tests.browser.people import Facilitator, Line, Seated

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


def test_a_hand_on_what_is_taken_away_stays_in_the_talk(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, talk = otter.page, otter.page.locator("#talk")
    sam.says("A slip of the hand")
    otter.message("A slip of the hand").locator("[data-do=menu]").focus()
    _takes_away(sam, "A slip of the hand")
    expect(talk).to_be_focused()
    sam.says("And one more")
    card = otter.opens_choices_for("And one more")
    _takes_away(sam, "And one more")
    expect(card).to_be_hidden()
    expect(talk).to_be_focused()

    sam.controls().get_by_role("button", name="Close the room").click()
    sam.fills_in()
    offer = page.locator("#checkin-offer")
    offer.get_by_role("button").press("Enter")
    page.get_by_role("button", name="Send to the facilitators").press("Enter")
    expect(offer).to_be_hidden()
    page.keyboard.press("Escape")
    expect(talk).to_be_focused()
    sam.page.locator("#done").get_by_role("button", name="Undo").click()
    expect(page.locator("#notices")).to_be_empty()


def _takes_away(sam: Facilitator, body: str) -> None:
    sam.takes_away(body)
    expect(sam.page.locator("#ask")).to_be_visible()
    sam.page.keyboard.press("Escape")


def test_a_hand_on_what_hides_by_its_own_press_stays_in_the_talk(both: tuple[Seated, Facilitator]) -> None:
    otter = both[0]
    page = otter.page.context.new_page()
    line, reader, hands, talk = Line(page), Seated(page, otter.place), Hands(page), page.locator("#talk")
    reader.comes_in()
    otter.says("Now others write")
    reader.hears("Now others write")
    start = int(reader.heard()[-1]["id"].removeprefix("room/"))

    def brings(number: int) -> None:
        """A word of somebody else, past the server."""
        place = {"type": "entry", "stream": "room", "pos": start + number, "at": "2026-11-20T19:00:00Z"}
        line.brings(place | {"kind": "message", "from": {"seat": 2}, "body": f"Number {number}"})

    for number in range(1, 31):
        brings(number)
    reader.hears("Number 30")
    talk.evaluate("(box) => { box.scrollTop = 0; }")
    expect(reader.message("Number 30")).not_to_be_in_viewport()
    brings(31)
    latest = page.get_by_role("button", name="One new message")
    latest.focus()
    hands.press("Enter")
    expect(latest).to_be_hidden()
    expect(talk).to_be_focused()
    expect(reader.message("Number 31")).to_be_in_viewport()
    reader.message("Number 31").locator("[data-do=menu]").focus()
    hands.press("Enter")
    hands.press_on(page.locator("#menu").get_by_role("button", name="for me only"))
    expect(page.locator("#menu")).to_be_hidden()
    expect(talk).to_be_focused()
    page.close()


def test_words_given_back_are_there_again_until_they_are_sent(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, text, written = sam.page, sam.page.locator("#ask-text"), "I read this twice, and I am glad that you told us."
    sam.shows("queue")
    sam.holds_everything(on=True)
    expect(page.locator("#notices")).to_contain_text("All words wait for you")
    for body in ("Details nobody needs", "More that nobody needs"):
        otter.writes(body)
        expect(sam.task(body)).to_have_count(1)
    _gives_back(sam, "Details nobody needs")
    default = text.input_value()
    text.fill(written)
    sam.controls()
    expect(text).to_be_hidden()
    page.keyboard.press("Escape")
    _gives_back(sam, "More that nobody needs")
    expect(text).to_have_value(default)
    page.keyboard.press("Escape")
    _gives_back(sam, "Details nobody needs")
    expect(text).to_have_value(written)
    page.locator("#ask-go").click()
    otter.opens_private_word()
    expect(otter.private_word(written)).to_have_count(1)
    sam.task("More that nobody needs").get_by_role("button", name="Let it go to the room").click()
    sam.holds_everything(on=False)
    expect(page.locator("#notices")).to_be_empty()


def test_a_card_is_as_it_was_left_while_there_are_words_in_it(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, why = sam.page, sam.page.locator("#ask-else-text")
    two, five = (page.locator("#ask-times").get_by_role("radio", name=f"{minutes} min") for minutes in (2, 5))
    _offers_a_breather(sam, otter.name)
    five.check()
    page.locator("#ask-reason").select_option(label="something else…")
    why.fill("joking about it")
    page.keyboard.press("Escape")
    _offers_a_breather(sam, otter.name)
    expect(why).to_have_value("joking about it")
    expect(five).to_be_checked()
    why.fill("")
    page.keyboard.press("Escape")
    _offers_a_breather(sam, otter.name)
    expect(why).to_be_hidden()
    expect(two).to_be_checked()
    page.keyboard.press("Escape")


def _gives_back(sam: Facilitator, body: str) -> None:
    sam.task(body).get_by_role("button", name="Give it back").click()
    expect(sam.page.locator("#ask-text")).to_be_visible()


def _offers_a_breather(sam: Facilitator, name: str) -> None:
    sam.opens_card_of(name).get_by_role("button", name="Give a breather").click()
    expect(sam.page.locator("#ask-times")).to_be_visible()
