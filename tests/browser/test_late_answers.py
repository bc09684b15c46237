"""An answer that is long in coming leads nobody's hand astray, and what comes meanwhile is not passed over."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.evening import LAPTOP, Evening
from tests.browser.people import Facilitator, Line, Seated
from tests.browser.test_what_is_said_back import Between

#: By the clock that a page counts the server's time on.
_A_MINUTE_AGO: Final = """() => {
  const steady = performance.now.bind(performance);
  performance.now = () => steady() - 60_000;
}"""


@pytest.fixture
def sam(chromium: Browser, evening: Evening) -> Iterator[Facilitator]:
    with chromium.new_context(viewport=LAPTOP) as context:
        yield Facilitator(context.new_page(), evening.facilitator())


@pytest.fixture
def otter(chromium: Browser, evening: Evening) -> Iterator[Seated]:
    with chromium.new_context() as context:
        yield Seated(context.new_page(), evening.seat(1))


def test_a_late_take_leaves_the_hand_in_another_private_word(sam: Facilitator, otter: Seated, evening: Evening) -> None:
    line, heron = Between(sam.page, "take"), evening.seat(2)
    _calls(sam, otter)
    sam.alarms.get_by_role("button", name="I’m on it").click()
    sam.page.get_by_role("button", name=f"Write privately to {heron.name}", exact=True).click()
    box = _thread_with(sam, "2")
    expect(box).to_be_focused()
    sam.page.keyboard.type("I have read ")
    line.lets_through()
    expect(sam.page.locator("#done")).to_contain_text("You are on it.")
    sam.page.keyboard.type("what you wrote")
    expect(box).to_have_value("I have read what you wrote")
    sam.page.locator("#done").get_by_role("button", name=f"Write privately to {otter.name}").click()
    expect(_thread_with(sam, "1")).to_be_focused()
    assert sam.complaints == []


def test_a_late_take_opens_nothing_over_a_card(sam: Facilitator, otter: Seated) -> None:
    line = Between(sam.page, "take")
    _calls(sam, otter)
    sam.alarms.get_by_role("button", name="I’m on it").click()
    card = sam.controls()
    line.lets_through()
    expect(sam.page.locator("#done")).to_contain_text("You are on it.")
    expect(card).to_be_visible()
    expect(sam.page.locator(".thread")).to_have_count(0)


def test_a_late_removal_asks_for_its_reason_only_once_the_hand_is_free(sam: Facilitator, otter: Seated) -> None:
    line = Between(sam.page, "remove")
    sam.comes_in()
    otter.comes_in().says("A word to take away")
    sam.takes_away("A word to take away")
    sam.page.locator("#say-words").click()
    sam.page.keyboard.type("Good ")
    line.lets_through()
    expect(sam.page.locator("#done")).to_contain_text("The message has gone from the room.")
    sam.page.keyboard.type("evening")
    expect(sam.page.locator("#say-words")).to_have_value("Good evening")
    expect(sam.page.locator("#ask")).to_be_hidden()
    sam.page.locator("#done").get_by_role("button", name="Say why").click()
    expect(sam.page.locator("#ask-title")).to_have_text("The message has gone. Why?")


@pytest.mark.parametrize("written", ["", "I am here"], ids=["no private word open", "one begun"])
def test_the_words_of_a_give_back_that_came_too_late_are_kept_in_the_private_word(
    sam: Facilitator, otter: Seated, evening: Evening, chromium: Browser, written: str
) -> None:
    line, done = Between(sam.page, "return"), sam.page.locator("#done")
    sam.comes_in().holds_everything(on=True)
    expect(sam.page.locator("#notices")).to_contain_text("All words wait for you")
    otter.comes_in()
    if written:
        sam.page.get_by_role("button", name=f"Write privately to {otter.name}", exact=True).click()
        sam.page.keyboard.type(written)
        sam.shows("queue")
    otter.writes("Details nobody needs")
    sam.task("Details nobody needs").get_by_role("button", name="Give it back").click()
    sam.fills_in(text="Let us keep that between us")
    with chromium.new_context(viewport=LAPTOP) as context:
        ali = Facilitator(context.new_page(), evening.facilitator(1)).comes_in()
        ali.task("Details nobody needs").get_by_role("button", name="Let it go to the room").click()
        otter.hears("Details nobody needs")
    line.lets_through()
    expect(done).to_contain_text("That was not done.")
    expect(done).to_contain_text(f"Your words to {otter.name} are in the box of their private word.")
    done.get_by_role("button", name="Open it").click()
    kept = "\n".join(filter(None, ("Let us keep that between us", written)))
    expect(_thread_with(sam, "1")).to_have_value(kept)
    assert "between us" not in otter.all_text()
    assert sam.complaints == []


def test_what_comes_while_somebody_is_finished_with_is_not_finished_unseen(sam: Facilitator, otter: Seated) -> None:
    _calls(sam, otter)
    otter.page.keyboard.press("Escape")
    done = sam.page.locator("#done")
    sam.opens_card_of(otter.name).get_by_role("button", name="Finish for tonight…").click()
    otter.whispers("I did not tell you all of it")
    sam.fills_in()
    expect(done).to_contain_text("That was not done. They wrote meanwhile. Please look first.")
    expect(sam.alarms).to_have_count(1)
    expect(sam.task("I did not tell you all of it")).to_have_count(1)
    expect(otter.private_word("This is finished for tonight.")).to_have_count(0)
    sam.opens_card_of(otter.name).get_by_role("button", name="Finish for tonight…").click()
    sam.fills_in()
    expect(done).to_contain_text(f"Finished for tonight with {otter.name}.")
    expect(otter.private_word("This is finished for tonight.")).to_have_count(1)
    expect(sam.alarms).to_have_count(0)


def test_what_was_pressed_a_minute_before_the_line_came_back_is_not_done(sam: Facilitator, otter: Seated) -> None:
    page, line = sam.page, Line(sam.page)
    sam.comes_in()
    line.goes()
    expect(page.locator("#banner")).to_be_visible()
    page.evaluate(_A_MINUTE_AGO)
    page.locator("#pause").click()
    line.returns()
    expect(page.locator("#done")).to_have_text(
        "That was not done: the line was away. Press again if it is still right."
    )
    expect(page.locator("#pause")).to_have_text("Pause")
    otter.comes_in().says("Is it still on?")
    page.locator("#pause").click()
    expect(otter.page.locator("#notices")).to_contain_text("A quiet moment for everyone")


def test_a_late_answer_to_a_question_leaves_the_next_one_that_is_being_written(sam: Facilitator) -> None:
    line, page = Between(sam.page, "prompt"), sam.page
    sam.comes_in().shows("script")
    page.locator("#own-ask summary").click()
    kind, body, picks = (page.locator(f"#own-ask-{which}") for which in ("kind", "words", "lines"))
    kind.select_option("poll")
    body.fill("What helps tonight?")
    picks.fill("a walk\nmusic")
    send = page.locator("#own-ask-form").get_by_role("button", name="Send to the room")
    send.click()
    body.fill("And what tomorrow?")
    line.lets_through()
    expect(page.locator("#in-room")).to_contain_text("What helps tonight?")
    expect(picks).to_have_value("")
    expect(body).to_have_value("And what tomorrow?")
    expect(kind).to_have_value("poll")
    picks.fill("sleep\na lie-in")
    send.click()
    expect(page.locator("#own-ask")).not_to_have_attribute("open", "")
    expect(body).to_have_value("")
    expect(kind).not_to_have_value("poll")
    assert "And what" not in sam.kept()
    assert sam.complaints == []


def _calls(sam: Facilitator, otter: Seated) -> None:
    sam.comes_in()
    otter.comes_in().calls_for_help("Are you there?")
    expect(sam.alarms).to_have_count(1)


def _thread_with(sam: Facilitator, seat: str) -> Locator:
    """The box of the one thread that is shown, which is with this seat."""
    expect(sam.page.locator("#thread-with")).to_have_value(seat)
    return sam.page.locator(".thread:not([hidden]) textarea")
