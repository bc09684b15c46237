"""A whole conversation with nothing but a keyboard, and one always sees where one is."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import PHONE, House
from tests.browser.hands import MOST_TABS, Hands
from tests.browser.people import Facilitator, Line, Seated, Somebody

_IS_IN = "(one) => one.contains(document.activeElement)"
_COUNT_READ_OUT = """() => {
  const log = document.querySelector('#talk [role=log]');
  window.readOut = 0;
  new MutationObserver((all) => {
    if (log.ariaLive === 'polite') for (const { addedNodes } of all) window.readOut += addedNodes.length;
  }).observe(log.querySelector('ol'), { childList: true });
}"""


def test_a_young_person_writes_with_keys_alone(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, hands = otter.page, Hands(otter.page)
    hands.press_on(page.get_by_role("link", name="Skip to the message box"))
    expect(page.locator("#say-words")).to_be_focused()
    hands.write("Only keys tonight")
    hands.press("Enter")
    otter.hears("Only keys tonight")
    hands.go_to(page.locator("#say [data-part=headsUp]"))
    hands.press("f")
    hands.go_to(page.locator("#say-words"), back=True)
    hands.write("About home")
    hands.press("Enter")
    expect(sam.message("About home")).to_contain_text("family")


def test_a_young_person_answers_with_keys_alone(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, hands = otter.page, Hands(otter.page)
    sam.says("Good evening to you")
    otter.hears("Good evening to you")
    hands.go_to(page.locator("#talk"), back=True)
    hands.press("ArrowUp")
    expect(otter.message("Good evening to you").locator("[data-do=menu]")).to_be_focused()
    hands.press("Enter")
    hands.press_on(page.locator("#menu").get_by_role("button", name="I’m with you"))
    expect(otter.message("Good evening to you").locator(".reaction[aria-pressed=true]")).to_have_count(1)
    expect(otter.message("Good evening to you").locator("[data-do=menu]")).to_be_focused()
    hands.press("Enter")
    hands.press_on(page.locator("#menu").get_by_role("button", name="Reply"))
    expect(page.locator("#say-words")).to_be_focused()
    hands.write("And to you")
    hands.press("Enter")
    expect(sam.message("And to you")).to_contain_text("Good evening to you")


def test_the_cover_lifted_off_a_card_leaves_the_room_behind_the_card_out_of_reach(
    both: tuple[Seated, Facilitator],
) -> None:
    page, hands = both[0].page, Hands(both[0].page)
    hands.press_on(page.locator(".bar [data-sheet=help]"), back=True)
    expect(page.locator("#help")).to_be_visible()
    hands.press_on(page.locator("#cover-open"), back=True)
    hands.press_on(page.locator("#cover-close"))
    expect(page.locator("#help")).to_be_visible()
    page.locator("#say-words").focus()
    expect(page.locator("#say-words")).not_to_be_focused()
    hands.press("Escape")
    page.locator("#say-words").focus()
    expect(page.locator("#say-words")).to_be_focused()


def test_a_cover_is_lifted_though_the_page_below_it_never_came_whole(both: tuple[Seated, Facilitator]) -> None:
    otter, page = both[0], both[0].page
    page.locator("#cover-open").press("Enter")
    page.route("**/js/room.js", lambda route: route.abort())
    page.reload()
    page.locator("#cover-close").press("Enter")
    expect(page.locator("#cover")).to_be_hidden()
    expect(page.locator("header").get_by_text("Leave now")).to_be_visible()
    page.unroute("**/js/room.js")
    otter.reloads()
    expect(page.locator("#cover")).to_be_hidden()


def test_a_young_person_has_a_private_word_with_keys_alone(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, hands = otter.page, Hands(otter.page)
    hands.press_on(page.locator("#private-open"))
    expect(page.locator("#whisper-words")).to_be_focused()
    hands.write("Something only for you")
    hands.press("Enter")
    expect(sam.task("Something only for you")).to_have_count(1)
    hands.press_on(page.locator("#private-close"), back=True)
    expect(page.locator("#private-open")).to_be_focused()


def test_a_facilitator_answers_a_call_with_keys_alone(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, hands = sam.page, Hands(sam.page)
    otter.calls_for_help("Are you there?")
    sam.reloads()
    hands.press_on(page.get_by_role("link", name="Skip to the message box"))
    hands.write("Here I am")
    hands.press("Enter")
    otter.hears("Here I am")

    hands.press_on(page.get_by_role("link", name="Skip to the queue"), back=True)
    expect(page.locator("#queue")).to_be_focused()
    hands.press_on(sam.task("Are you there?").get_by_role("button", name="I’m on it"))
    expect(otter.page.locator("#call-said")).to_have_text(f"{sam.name} is here now.")
    expect(page.locator(".thread:not([hidden]) textarea")).to_be_focused()
    hands.write("Tell me")
    hands.press("Enter")
    expect(otter.private_word("Tell me")).to_have_count(1)
    otter.page.keyboard.press("Escape")


def test_a_facilitator_holds_the_room_with_keys_alone(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, hands = sam.page, Hands(sam.page)
    hands.press_on(page.get_by_role("button", name=f"More for {otter.name}"), back=True)
    hands.press_on(page.locator("#person-acts").get_by_role("button", name="Give a breather"))
    hands.press_on(page.locator("#ask-go"))
    expect(otter.page.locator("#notices")).to_contain_text("You’re having a breather")
    hands.press_on(page.locator("#done").get_by_role("button", name="Undo"))
    expect(otter.page.locator("#notices")).to_be_empty()

    hands.press_on(page.locator("#pause"), back=True)
    expect(otter.page.locator("#notices")).to_contain_text("A quiet moment for everyone")
    expect(page.locator("#pause")).not_to_have_text("Pause")
    hands.press("Enter")
    expect(otter.page.locator("#notices")).to_be_empty()


def test_a_facilitator_takes_a_message_away_with_keys_alone(both: tuple[Seated, Facilitator]) -> None:
    otter, sam = both
    page, hands = sam.page, Hands(sam.page)
    otter.says("A word to take away")
    sam.says("And one that stays")
    hands.go_to(page.locator("#talk"), back=True)
    hands.press("ArrowUp", "ArrowUp")
    expect(sam.message("A word to take away").locator("[data-do=menu]")).to_be_focused()
    hands.press("Enter")
    hands.press_on(page.locator("#menu").get_by_role("button", name="Take this message away now"))
    expect(otter.page.get_by_text("took this message of yours away")).to_be_visible()
    hands.press("Escape")


def test_keys_pass_through_what_would_change_the_room_and_only_what_they_stop_at_does(
    both: tuple[Seated, Facilitator],
) -> None:
    otter, sam = both
    page, sent = sam.page.context.new_page(), list[dict[str, Any]]()
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(json.loads(frame))))
    there, hands = Facilitator(page, sam.place).comes_in(), Hands(page)
    there.controls()
    for box in ("#slow", "#mode"):
        page.locator(box).focus()
        hands.press("ArrowDown", "ArrowDown", "Tab")
    expect(page.locator("#notices")).to_contain_text("All words wait for you")
    hands.press("Escape")
    one = there.opens_card_of(otter.name).locator("#person-mode")
    one.focus()
    hands.press("ArrowDown", "ArrowDown")
    sam.says("What comes meanwhile leaves the choice alone")
    there.hears("What comes meanwhile leaves the choice alone")
    hands.press("Tab")
    expect(page.locator("#person-state")).to_contain_text("all words are held")
    acts = [frame.get("mode") or frame["seconds"] for frame in sent if frame["type"] in {"slow", "mode"}]
    assert acts == [20, "hold_all", "hold_all"]
    one.select_option("open")
    hands.press("Escape")
    there.holds_everything(on=False)
    there.sets_the_pace("0")
    expect(otter.page.locator("#notices")).to_be_empty()
    page.close()


@pytest.mark.parametrize("sheet", ["help", "more"])
def test_a_card_of_the_room_keeps_the_focus_and_gives_it_back(both: tuple[Seated, Facilitator], sheet: str) -> None:
    keeps_and_gives_back(both[0], sheet)


def test_a_card_of_the_console_keeps_the_focus_and_gives_it_back(both: tuple[Seated, Facilitator]) -> None:
    keeps_and_gives_back(both[1], "controls")


def keeps_and_gives_back(one: Somebody, sheet: str) -> None:
    """What lies behind a card is out of reach, the header with its way out is not."""
    hands, opener = Hands(one.page), one.page.locator(f".bar [data-sheet={sheet}]")
    opener.focus()
    hands.press("Enter")
    card = one.page.locator(f"#{sheet}")
    assert card.evaluate(_IS_IN)
    behind = one.page.locator("#stage")
    for _ in range(MOST_TABS):
        hands.press("Tab")
        assert not behind.evaluate(_IS_IN)
    hands.press("Escape")
    expect(card).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("over", ["minute", "cover"])
def test_a_page_over_the_page_keeps_the_focus_and_gives_it_back(both: tuple[Seated, Facilitator], over: str) -> None:
    page, hands = both[0].page, Hands(both[0].page)
    page.locator(f"#{over}-open").focus()
    hands.press("Enter")
    above = page.locator(f"#{over}")
    for _ in range(8):
        hands.press("Tab")
        assert above.evaluate(_IS_IN) or page.evaluate("document.activeElement === document.body")
    hands.press_on(page.locator(f"#{over}-close"))
    expect(above).to_be_hidden()
    expect(page.locator(f"#{over}-open")).to_be_focused()


def test_shift_three_times_leaves_and_capitals_do_not(house: House, chromium: Browser) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        one = Seated(context.new_page(), house.next_evening().seat(1)).comes_in()
        one.page.locator("#say-words").focus()
        one.page.keyboard.type("I AM NOT SHOUTING")
        for key in ("Shift", "Shift", "a", "Shift", "Shift", "Escape", "Escape", "Escape"):
            one.page.keyboard.press(key)
        expect(one.page.locator("#say-words")).to_have_value("I AM NOT SHOUTINGa")
        for _ in range(3):
            one.page.keyboard.press("Shift")
        one.page.wait_for_url("**/today/")


def test_of_a_long_evening_the_end_stands_in_the_page_and_keys_bring_the_rest_silently(
    both: tuple[Seated, Facilitator],
) -> None:
    sam = both[1]
    page = sam.page.context.new_page()
    line, reader, hands = Line(page), Facilitator(page, sam.place), Hands(page)
    reader.comes_in().says("Now many write at once")
    start = int(reader.heard()[-1]["id"].removeprefix("room/"))

    def told(number: int, kind: str = "message", **fields: Any) -> dict[str, Any]:
        place = {"type": "entry", "stream": "room", "pos": start + number, "at": "2026-11-20T19:00:00Z"}
        return place | {"kind": kind, "from": {"seat": 1}} | fields

    # Past the server: to say as much takes longer than a test may.
    line.brings(*(told(number, body=f"Number {number}") for number in range(1, 351)))
    reader.hears("Number 350")
    reader.hears("Number 51")
    assert (len(reader.heard()), reader.message("Number 50").count()) == (300, 0)
    expect(page.locator("#talk [role=log]")).to_have_attribute("aria-live", "polite")
    page.evaluate(_COUNT_READ_OUT)
    page.get_by_role("button", name="Show earlier messages").focus()
    hands.press("Enter")
    expect(reader.message("Number 51").locator("[data-do=menu]")).to_be_focused()
    assert [row["body"] for row in reader.heard()][-350:] == [f"Number {number}" for number in range(1, 351)]
    expect(page.locator("#talk [role=log]")).to_have_attribute("aria-live", "polite")
    line.brings(told(351, body="Number 351"))
    reader.hears("Number 351")
    # The new one, and the mark before it.
    assert page.evaluate("window.readOut") == 2
    hands.press("End")
    expect(reader.message("Number 351").locator("[data-do=menu]")).to_be_focused()
    expect(reader.message("Number 1")).to_have_count(0)
    line.brings(told(352, "removed", of=start + 1, reason="a slip"))
    hands.press("Home", "ArrowDown")
    expect(page.locator(f"[data-id='room/{start + 1}']")).to_have_class(re.compile(r"\bremoved\b"))
    page.close()
