"""Every page in every state can be read and used by everybody, and is read out once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.people import Facilitator, Seated
from tests.browser.readable import anybody_can_use

_HEARD_BY_EARS = """
window.readOut = [];
new MutationObserver((changes) => {
  for (const { addedNodes, target } of changes) {
    const region = target.closest?.('[role=log]');
    if (!region) continue;
    for (const { nodeType, textContent } of addedNodes) {
      if (nodeType === 1) window.readOut.push([region.getAttribute('aria-live'), textContent.replace(/\\s+/g, ' ')]);
    }
  }
}).observe(document, { childList: true, subtree: true });
"""

#: What was put into the region for ears, each time that it was.
_TOLD_TO_EARS = """
window.told = [];
new MutationObserver((changes) => {
  for (const { addedNodes, target } of changes)
    if (target.id === 'said') for (const { textContent } of addedNodes) window.told.push(textContent);
}).observe(document, { childList: true, subtree: true });
"""


@dataclass(frozen=True)
class Room:
    """A facilitator, somebody on a phone, somebody on a laptop in the dark."""

    evening: Evening
    sam: Facilitator
    otter: Seated
    heron: Seated


@pytest.fixture(scope="module")
def room(house: House, chromium: Browser) -> Iterator[Room]:
    evening = house.next_evening()
    looks: list[tuple[Literal["light", "dark"], bool]] = [("light", False), ("light", True), ("dark", False)]
    contexts = [
        chromium.new_context(viewport=PHONE if phone else LAPTOP, color_scheme=scheme, reduced_motion="reduce")
        for scheme, phone in looks
    ]
    sam = Facilitator(contexts[0].new_page(), evening.facilitator()).comes_in()
    otter = Seated(contexts[1].new_page(), evening.seat(1)).comes_in()
    heron = Seated(contexts[2].new_page(), evening.seat(2)).comes_in()
    converse(sam, otter, heron)
    yield Room(evening, sam, otter, heron)
    for context in contexts:
        context.close()


def converse(sam: Facilitator, otter: Seated, heron: Seated) -> None:
    """A bit of everything that can stand in a list."""
    otter.says("A plain word")
    heron.says("It was a hard week", heads_up="family")
    sam.replies_to("A plain word", "An answer to it")
    otter.reacts_to("An answer to it", "a warm heart")
    heron.says("To be taken away")
    sam.takes_away("To be taken away")
    sam.page.keyboard.press("Escape")
    heron.whispers("For the facilitators")


def test_the_room_as_it_is(room: Room) -> None:
    for one in (room.otter, room.heron):
        anybody_can_use(one.page)


def test_the_room_in_large_letters(room: Room) -> None:
    page = room.otter.page
    page.locator(".bar [data-sheet=more]").click()
    for _ in range(3):
        page.locator("#more").get_by_role("button", name="Larger text").click()
    page.keyboard.press("Escape")
    anybody_can_use(page)
    page.locator(".bar [data-sheet=more]").click()
    page.locator("#more").get_by_role("button", name="Usual text").click()
    page.keyboard.press("Escape")


def test_the_private_word_open(room: Room) -> None:
    room.otter.whispers("And another one")
    for one in (room.otter, room.heron):
        anybody_can_use(one.page)
    room.otter.page.get_by_role("button", name="Room").click()


@pytest.mark.parametrize("sheet", ["help", "more"])
def test_a_card_of_the_room(room: Room, sheet: str) -> None:
    for one in (room.otter, room.heron):
        one.page.locator(f".bar [data-sheet={sheet}]").click()
        anybody_can_use(one.page)
        one.page.keyboard.press("Escape")


def test_the_choices_for_a_message_and_the_worry_card(room: Room) -> None:
    page = room.heron.page
    card = room.heron.opens_choices_for("A plain word")
    anybody_can_use(page)
    card.get_by_role("button", name="This isn’t OK").click()
    anybody_can_use(page)
    page.keyboard.press("Escape")


@pytest.mark.parametrize("over", ["minute", "cover"])
def test_a_page_over_the_page(room: Room, over: str) -> None:
    for one in (room.otter, room.heron):
        one.page.locator(f"#{over}-open").click()
        anybody_can_use(one.page)
        one.page.locator(f"#{over}-close").click()


def test_a_room_with_a_breather_a_pause_and_words_held(room: Room) -> None:
    room.sam.holds_everything(on=True)
    room.heron.writes("To be read first")
    expect(room.heron.page.locator("#pending")).to_contain_text("A facilitator reads it")
    room.heron.calls_for_help("Please come")
    room.heron.page.keyboard.press("Escape")
    room.sam.opens_card_of(room.otter.name).get_by_role("button", name="Give a breather").click()
    anybody_can_use(room.sam.page)
    room.sam.fills_in()
    room.sam.page.locator("#pause").click()
    expect(room.otter.page.locator("#notices")).to_contain_text("A quiet moment for everyone")
    for one in (room.otter, room.heron, room.sam):
        anybody_can_use(one.page)


def test_what_is_picked_is_seen_where_the_system_chooses_all_colours(room: Room) -> None:
    page = room.sam.page
    page.emulate_media(forced_colors="active")
    room.sam.opens_card_of(room.heron.name).get_by_role("button", name="Give a breather").click()
    outlines = page.locator("#ask .chip").evaluate_all(
        "(all) => all.map(({ children: [input, shown] }) => [input.checked, getComputedStyle(shown).outlineStyle])"
    )
    assert [picked for picked, _ in outlines].count(True) == 1
    assert {(picked, outline != "none") for picked, outline in outlines} == {(True, True), (False, False)}
    page.keyboard.press("Escape")
    page.emulate_media(forced_colors="none")


def test_the_console_with_its_panes_and_cards(room: Room) -> None:
    page = room.sam.page
    for pane in ("thread", "team", "queue"):
        room.sam.shows(pane)
        anybody_can_use(page)
    room.sam.controls()
    anybody_can_use(page)
    page.keyboard.press("Escape")
    room.sam.opens_card_of(room.heron.name)
    anybody_can_use(page)
    page.keyboard.press("Escape")
    room.sam.opens_choices_for("An answer to it")
    anybody_can_use(page)
    page.keyboard.press("Escape")
    page.set_viewport_size(PHONE)
    anybody_can_use(page)
    page.set_viewport_size(LAPTOP)


def test_history_is_not_read_out_and_what_happens_now_is(room: Room, chromium: Browser) -> None:
    with chromium.new_context(viewport=LAPTOP) as context:
        context.add_init_script(_HEARD_BY_EARS)
        moth = Seated(context.new_page(), room.evening.seat(8)).comes_in()
        history = moth.page.evaluate("window.readOut")
        assert any("A plain word" in text for _, text in history)
        assert {manner for manner, _ in history} == {"off"}
        moth.page.evaluate("window.readOut.length = 0")
        room.sam.says("Now this is new")
        moth.hears("Now this is new")
        fresh = moth.page.evaluate("window.readOut")
        assert [manner for manner, text in fresh if "Now this is new" in text] == ["polite"]


def test_ears_in_the_room_of_a_phone_hear_of_a_private_word_of_held_words_and_of_each_refusal(
    evening: Evening, facilitator: Facilitator, chromium: Browser
) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        context.add_init_script(_TOLD_TO_EARS)
        otter = Seated(context.new_page(), evening.seat(1)).comes_in()
        facilitator.writes_privately_to(otter.name, "I see you, Otter")
        _are_told(otter, "One new private word")
        otter.page.locator(".bar [data-sheet=help]").click()
        facilitator.writes_privately_to(otter.name, "And I stay")
        _are_told(otter, "One new private word", "2 new private words")
        otter.page.keyboard.press("Escape")
        facilitator.holds_everything(on=True)
        otter.writes("To be read first")
        _are_told(otter, "Thanks for sharing this. A facilitator reads it before it goes to the group.", last=1)
        facilitator.holds_everything(on=False)
        for times in (1, 2):
            otter.writes("otter.reed@example.com")
            expect(otter.page.locator("#pending .choices:visible")).to_have_count(times)
        otter.page.wait_for_function("window.told.length === 5")
        first, second = otter.page.evaluate("window.told.slice(-2)")
        assert first.startswith("Not sent yet.")
        assert first == second


def _are_told(one: Seated, *words: str, last: int = 0) -> None:
    """So much was said to ears, in this order; or the last of it."""
    one.page.wait_for_function(
        f"(words) => JSON.stringify(window.told.slice({-last})) === words",
        arg=json.dumps(words, separators=(",", ":"), ensure_ascii=False),
    )


def test_the_closing_page(room: Room) -> None:
    room.sam.opens_card_of(room.otter.name).get_by_role("button", name="Take out of the session").click()
    room.sam.fills_in()
    expect(room.otter.page.get_by_role("heading", name="If you need someone now")).to_be_visible()
    anybody_can_use(room.otter.page)


def test_the_pages_between_sessions(room: Room, chromium: Browser) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(room.evening.facilitator(1).link)
        page.goto(page.url.replace(f"/console/{room.evening.card['id']}/", "/staff/"))
        anybody_can_use(page)
        page.goto(room.evening.seat(5).link)
        page.goto(page.url.replace(f"/rooms/{room.evening.card['id']}/", "/mine/"))
        anybody_can_use(page)
