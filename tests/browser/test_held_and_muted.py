"""What a facilitator does to a room, as the young person concerned and the others see it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import LAPTOP, PHONE, House
from tests.browser.people import Facilitator, Seated

CLOCK = re.compile(r"\b\d\d:\d\d\b")


@dataclass(frozen=True)
class Three:
    """A facilitator, a young person it is about, and one who must notice nothing."""

    sam: Facilitator
    otter: Seated
    heron: Seated
    sent: list[dict[str, Any]]


@pytest.fixture(scope="module")
def three(house: House, chromium: Browser) -> Iterator[Three]:
    evening = house.next_evening()
    contexts = [chromium.new_context(viewport=size) for size in (LAPTOP, LAPTOP, PHONE)]
    sam = Facilitator(contexts[0].new_page(), evening.facilitator()).comes_in()
    otter = Seated(contexts[1].new_page(), evening.seat(1))
    sent: list[dict[str, Any]] = []
    otter.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(json.loads(frame))))
    heron = Seated(contexts[2].new_page(), evening.seat(2)).comes_in()
    yield Three(sam, otter.comes_in(), heron, sent)
    complaints = [line for one in (sam, otter, heron) for line in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def holding(three: Three) -> Iterator[None]:
    """A facilitator reads everything first."""
    three.sam.holds_everything(on=True)
    notice = three.sam.page.locator("#notices")
    expect(notice).to_contain_text("All words wait for you")
    yield
    three.sam.holds_everything(on=False)
    expect(notice).to_be_empty()


def test_held_words_are_shown_to_their_author_and_go_to_the_room_when_released(three: Three, holding: None) -> None:
    three.otter.writes("May I say this here?")
    waiting = three.otter.page.locator("#pending")
    expect(waiting).to_contain_text("May I say this here?")
    expect(waiting).to_contain_text("Thanks for sharing this. A facilitator reads it before it goes to the group.")
    assert "May I say this here?" not in three.heron.all_text()
    three.sam.task("May I say this here?").get_by_role("button", name="Let it go to the room").click()
    three.heron.hears("May I say this here?")
    three.otter.hears("May I say this here?")
    expect(waiting).to_be_hidden()
    expect(three.sam.task("May I say this here?")).to_have_count(0)


def test_held_words_that_are_given_back_come_with_a_kind_word_and_reach_nobody(three: Three, holding: None) -> None:
    three.otter.writes("Details nobody needs")
    three.sam.task("Details nobody needs").get_by_role("button", name="Give it back").click()
    three.sam.fills_in(text="Let us keep that between us")
    three.otter.opens_private_word()
    given_back = three.otter.private_word("Let us keep that between us")
    expect(given_back).to_have_count(1)
    expect(given_back).to_contain_text("You wrote: “Details nobody needs”")
    expect(three.otter.page.locator("#pending")).to_be_hidden()
    assert "Details nobody needs" not in three.heron.all_text()
    assert "Details nobody needs" not in json.dumps(three.sam.heard())


def _says_nothing_of_reading_while_out_of_the_room(three: Three) -> None:
    notice = three.otter.page.locator("#notices")
    expect(notice).to_contain_text("You can still read")
    three.sam.opens_card_of(three.otter.name).get_by_role("button", name="Take out of the room for now").click()
    three.sam.fills_in()
    expect(notice).not_to_contain_text("You can still read")
    three.sam.opens_card_of(three.otter.name).get_by_role("button", name="Bring back into the room").click()
    expect(notice).to_contain_text("You can still read")


def test_a_breather_says_until_when_and_leaves_the_private_word_open(three: Three) -> None:
    three.sam.opens_card_of(three.otter.name).get_by_role("button", name="Give a breather").click()
    three.sam.fills_in(why="joking, and nobody laughs")
    otter = three.otter.page
    notice = otter.locator("#notices")
    expect(notice).to_contain_text("You’re having a breather")
    until = re.search(r"Back at (\d\d:\d\d)", notice.inner_text())
    assert until is not None
    expect(otter.locator("#say-why")).to_contain_text(until[1])
    three.otter.writes("Stays in the box")
    expect(otter.locator("#say-words")).to_have_value("Stays in the box")
    three.otter.whispers("I did not mean it like that")
    expect(three.sam.task("I did not mean it like that")).to_have_count(1)
    assert "breather" not in three.heron.page.locator("body").inner_text()
    three.sam.opens_card_of(three.otter.name).get_by_role("button", name="Write privately").click()
    expect(three.sam.page.locator(".thread:not([hidden])")).to_contain_text("joking, and nobody laughs")
    for one in (three.otter, three.heron):
        assert "nobody laughs" not in one.page.content()
    _says_nothing_of_reading_while_out_of_the_room(three)
    three.sam.opens_card_of(three.otter.name).get_by_role("button", name="End the breather").click()
    expect(notice).not_to_contain_text("breather")
    otter.locator("#say-words").press("Enter")
    three.heron.hears("Stays in the box")


def test_a_pause_is_calm_for_everybody_and_the_private_word_stays(three: Three) -> None:
    three.sam.page.locator("#pause").click()
    for one in (three.otter, three.heron):
        expect(one.page.locator("#notices")).to_contain_text("A quiet moment for everyone")
        expect(one.page.locator("#say-why")).to_contain_text("sending comes back soon")
    three.otter.whispers("Is it because of me?")
    three.sam.page.get_by_role("button", name=f"Write privately to {three.otter.name}").click()
    thread, keyboard = three.sam.page.locator(".thread:not([hidden])"), three.sam.page.keyboard
    thread.get_by_role("button", name="You’re not in trouble.").click()
    expect(thread.locator("textarea")).to_have_value("You’re not in trouble.")
    for key in ("Shift+Tab", "ArrowLeft", "Enter"):
        keyboard.press(key)
    expect(thread.locator("textarea")).to_have_value("Take your time. There is no rush.")
    keyboard.type(" It is not you.")
    keyboard.press("Enter")
    expect(three.otter.private_word("Take your time. There is no rush. It is not you.")).to_have_count(1)
    # Words come in the order they were sent: a press that had sent them at once would have been there before.
    expect(three.otter.private_word("Take your time.")).to_have_count(1)
    three.sam.page.locator("#pause").click()
    expect(three.heron.page.locator("#notices")).to_be_empty()
    three.otter.says("We go on")


def test_a_sign_pressed_in_a_quiet_moment_says_why_nothing_comes_of_it(three: Three) -> None:
    three.sam.says("A line to like")
    three.heron.reacts_to("A line to like", "a warm heart")
    otter, sign = three.otter.page, three.otter.message("A line to like").locator(".reaction")
    expect(sign).to_have_count(1)
    three.sam.page.locator("#pause").click()
    expect(otter.locator("#say-why")).to_contain_text("sending comes back soon")
    before = len(three.sent)
    sign.click()
    expect(otter.locator("#said")).to_have_text("A quiet moment: sending comes back soon. The private word is open.")
    assert [frame for frame in three.sent[before:] if frame["type"] == "react"] == []
    three.sam.page.locator("#pause").click()
    expect(otter.locator("#notices")).to_be_empty()
    sign.click()
    expect(sign).to_have_attribute("aria-pressed", "true")


@pytest.fixture
def slowly(three: Three) -> Iterator[None]:
    """The room goes slowly."""
    three.sam.sets_the_pace("10")
    yield
    three.sam.sets_the_pace("0")
    expect(three.heron.page.locator("#notices")).to_be_empty()


def test_a_slow_room_counts_down_until_one_may_send_again(three: Three, slowly: None) -> None:
    expect(three.heron.page.locator("#notices")).to_contain_text("one message every 10 seconds")
    why = three.heron.page.locator("#say-why")
    expect(why).to_be_hidden()
    three.heron.says("One at a time")
    expect(why).to_have_text(re.compile(r"You can send again in [789] seconds"))
    expect(why).to_have_text(re.compile(r"You can send again in [3456] seconds"))
    three.sam.sets_the_pace("0")
    expect(three.sam.page.locator("#talk")).to_contain_text("Pace: as they like")
    expect(why).to_be_hidden()
    three.heron.says("Quick again")


def test_what_is_taken_away_leaves_a_mark_and_no_word_of_it_in_a_quote(three: Three) -> None:
    three.otter.says("Something that hurts")
    three.heron.replies_to("Something that hurts", "That was hard to read")
    three.otter.opens_choices_for("Something that hurts")
    three.sam.takes_away("Something that hurts")
    three.sam.fills_in(text="I took it away, you are not in trouble")
    expect(three.heron.page.get_by_text("A facilitator took this message away.")).to_be_visible()
    expect(three.otter.page.get_by_text("took this message of yours away. You are not in trouble")).to_be_visible()
    expect(three.heron.message("That was hard to read")).to_contain_text("A message that was taken away")
    for one in (three.otter, three.heron, three.heron.reloads()):
        assert "Something that hurts" not in one.all_text()
    expect(three.sam.page.locator("#talk")).to_contain_text("Something that hurts")
    expect(three.otter.private_word("I took it away, you are not in trouble")).to_have_count(1)


def test_hiding_somebody_is_for_me_alone_can_be_undone_and_is_never_sent(three: Three) -> None:
    three.heron.says("Here is a line about my garden")
    three.sam.replies_to("Here is a line about my garden", "I answer it all the same")
    before = len(three.sent)
    otter = three.otter.page
    hidden = three.otter.message("Here is a line about my garden").locator("[data-part=body]")
    card = three.otter.opens_choices_for("Here is a line about my garden")
    card.get_by_role("button", name=f"Hide {three.heron.name}’s messages").click()
    expect(hidden).to_be_hidden()
    expect(three.otter.message("I answer it all the same")).to_contain_text("A message you are hiding")
    three.heron.says("Nor this")
    expect(three.otter.message("Nor this")).to_have_count(1)
    expect(three.otter.message("Nor this").locator("[data-part=body]")).to_be_hidden()
    otter.get_by_role("button", name=f"Show {three.heron.name}’s messages again").first.click()
    expect(hidden).to_be_visible()
    expect(three.otter.message("Nor this").locator("[data-part=body]")).to_be_visible()
    # A page says every 25 s that it lives.
    assert [frame for frame in three.sent[before:] if frame["type"] != "ping"] == []


def test_an_answer_outlives_a_sign_and_a_removal_never_takes_one_elsewhere(three: Three) -> None:
    three.sam.says("What helped you this week?")
    otter = three.otter.page
    three.otter.opens_choices_for("What helped you this week?").get_by_role("button", name="Reply").click()
    three.heron.reacts_to("What helped you this week?", "a warm heart")
    three.otter.hears("What helped you this week?")
    replying = otter.locator("#say [data-part=replying]")
    expect(three.otter.message("What helped you this week?").locator(".reaction")).to_have_count(1)
    expect(replying).to_contain_text("What helped you this week?")
    three.otter.opens_private_word()
    otter.locator("#whisper-words").press_sequentially("Only ")
    three.sam.takes_away("What helped you this week?")
    expect(replying).to_be_hidden()
    otter.keyboard.type("for you")
    expect(otter.locator("#whisper-words")).to_have_value("Only for you")
    expect(otter.locator("#say-words")).to_have_value("")
    three.sam.page.keyboard.press("Escape")


def test_a_breather_past_the_end_names_no_time_at_which_nobody_can_write(house: House, chromium: Browser) -> None:
    evening = house.next_evening()
    evening.ends_in(290, closes=600)
    with chromium.new_context(viewport=LAPTOP) as one, chromium.new_context(viewport=LAPTOP) as another:
        sam = Facilitator(one.new_page(), evening.facilitator()).comes_in()
        otter = Seated(another.new_page(), evening.seat(1)).comes_in()
        sam.opens_card_of(otter.name).get_by_role("button", name="Give a breather").click()
        sam.page.locator("#ask-times").get_by_role("radio", name="10 min").check()
        sam.fills_in()
        notice, why = otter.page.locator("#notices"), otter.page.locator("#say-why")
        expect(notice).to_contain_text("This lasts until the room closes.")
        expect(why).to_have_text("This lasts until the room closes. The private word is open.")
        otter.opens_private_word()
        line = otter.private_word("You have a breather until the room closes.")
        expect(line).to_have_count(1)
        for told in (notice, why, line.locator("[data-part=body]")):
            assert CLOCK.search(told.inner_text()) is None
        assert sam.complaints == otter.complaints == []
