"""What a young person and their facilitators see of words that do not go to the room as they are."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.evening import LAPTOP, PHONE, House
from tests.browser.people import Facilitator, Line, Seated
from tests.browser.readable import anybody_can_use
from tests.ground import Ground
from tests.running import Alcove

MINE = "I used a zzblade"
OFFERED = "I used a thing to self-harm"


@dataclass(frozen=True)
class Three:
    """A facilitator, a young person whose words the guard stops, and one who must notice nothing."""

    sam: Facilitator
    otter: Seated
    heron: Seated

    def swap(self) -> Locator:
        """The card with another way to say it."""
        return self.otter.page.get_by_role("group", name="Another way to say it")


@pytest.fixture(scope="module")
def judged(ground: Ground) -> Iterator[House]:
    """An Alcove whose guard says what a message asks it to."""
    alcove = Alcove(ground.environment(), words=("-m", "tests.browser.judging")).prepare(sessions=13).start()
    yield House(alcove)
    alcove.stop()


@pytest.fixture
def three(judged: House, chromium: Browser) -> Iterator[Three]:
    evening = judged.next_evening()
    contexts = [chromium.new_context(viewport=size) for size in (LAPTOP, PHONE, PHONE)]
    pages = [context.new_page() for context in contexts]
    sam = Facilitator(pages[0], evening.facilitator()).comes_in()
    heron = Seated(pages[2], evening.seat(2)).comes_in()
    otter = Seated(pages[1], evening.seat(1)).comes_in()
    yield Three(sam, otter, heron)
    assert [line for one in (sam, otter, heron) for line in one.complaints] == []
    for context in contexts:
        context.close()


def test_another_way_to_say_it_is_offered_and_sent_by_the_keyboard_alone(three: Three) -> None:
    three.otter.writes(MINE)
    expect(three.swap()).to_contain_text(OFFERED)
    expect(three.swap()).to_contain_text("You can still say how it felt.")
    expect(three.otter.page.locator("#said")).to_contain_text(OFFERED)
    anybody_can_use(three.otter.page)
    page = three.otter.page
    for name in ("Keep my words", "Change it", "Use this"):
        page.keyboard.press("Shift+Tab")
        expect(three.swap().get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    three.heron.hears(OFFERED)
    three.otter.hears(OFFERED)
    expect(three.swap()).to_have_count(0)
    assert MINE not in three.heron.all_text()


def test_nobody_is_asked_to_send_dots_where_an_email_was_all_they_wrote(three: Three) -> None:
    three.otter.writes("otter.reed@example.com")
    expect(three.swap()).to_contain_text("You can say something else, or write to us privately.")
    expect(three.swap().get_by_text("•••")).to_be_hidden()
    expect(three.swap().get_by_role("button", name="Use this")).to_be_hidden()
    expect(three.otter.page.locator("#said")).not_to_contain_text("•••")
    anybody_can_use(three.otter.page)
    three.swap().get_by_role("button", name="Change it").click()
    box = three.otter.page.locator("#say-words")
    expect(box).to_be_focused()
    expect(box).to_have_value("")


def test_it_is_still_offered_after_a_reload_and_can_be_changed_by_hand(three: Three) -> None:
    three.heron.says("How was your week?")
    three.otter.opens_choices_for("How was your week?").get_by_role("button", name="Reply").click()
    three.otter.writes(MINE, heads_up="a hard week")
    expect(three.swap()).to_be_visible()
    three.otter.reloads()
    three.swap().get_by_role("button", name="Change it").click()
    box = three.otter.page.locator("#say-words")
    expect(box).to_be_focused()
    expect(box).to_have_value(OFFERED)
    expect(three.otter.page.locator("#say [data-part=headsUp]")).to_have_value("a hard week")
    expect(three.otter.page.locator("#say [data-part=replying]")).to_contain_text("How was your week?")
    expect(three.swap()).to_have_count(0)
    box.fill("I had a hard week")
    box.press("Enter")
    expect(three.heron.page.locator("#talk")).to_contain_text(f"{three.otter.name} is talking about a hard week.")


def test_whoever_keeps_their_words_waits_for_a_facilitator_who_reads_why(three: Three) -> None:
    three.otter.writes(MINE)
    three.swap().get_by_role("button", name="Keep my words").click()
    expect(three.otter.page.locator("#pending")).to_contain_text("A facilitator reads it before it goes to the group.")
    task = three.sam.task(MINE)
    task.get_by_text("Why?").click()
    expect(task).to_contain_text("It names something that people use to hurt themselves.")
    expect(task).to_contain_text("The rule: tool: blades.")
    expect(task).to_contain_text("Read as “blade”.")
    expect(task.locator("mark")).to_have_text("zzblade")
    anybody_can_use(three.sam.page)
    task.get_by_role("button", name="Let it go to the room").click()
    three.heron.hears(MINE)


def test_what_is_blocked_is_refused_kindly_with_help_at_hand(three: Three) -> None:
    three.otter.writes("zzdare do it")
    pending = three.otter.page.locator("#pending")
    expect(pending).to_contain_text("Here we help each other to stay safe")
    pending.get_by_role("button", name="Help").click()
    expect(three.otter.page.get_by_role("dialog", name="Help")).to_be_visible()
    three.otter.page.keyboard.press("Escape")
    pending.get_by_role("button", name="Let it go").press("Enter")
    expect(pending).to_be_hidden()
    expect(three.otter.page.locator("#talk")).to_be_focused()
    alarm = three.sam.alarms.filter(has_text="zzdare do it")
    expect(alarm).to_contain_text(three.otter.name)
    assert "encourage" not in three.otter.all_text()


def test_words_that_are_refused_while_somebody_is_finished_with_are_not_finished_with_unseen(three: Three) -> None:
    sam, otter = three.sam, three.otter
    otter.calls_for_help("Are you there?")
    otter.page.keyboard.press("Escape")
    expect(sam.alarms).to_have_count(1)
    sam.opens_card_of(otter.name).get_by_role("button", name="Finish for tonight…").click()
    otter.writes("zzdare do it")
    expect(otter.page.locator("#pending")).to_contain_text("Here we help each other to stay safe")
    sam.fills_in()
    expect(sam.page.locator("#done")).to_contain_text("That was not done. They wrote meanwhile. Please look first.")
    expect(sam.alarms.filter(has_text="zzdare do it")).to_contain_text(otter.name)
    sam.opens_card_of(otter.name).get_by_role("button", name="Finish for tonight…").click()
    sam.fills_in()
    expect(sam.page.locator("#done")).to_contain_text(f"Finished for tonight with {otter.name}.")
    expect(sam.alarms).to_have_count(0)


def test_words_of_danger_open_the_private_word_with_help_and_call_the_facilitators(three: Three) -> None:
    three.otter.writes("zzplan tonight")
    page = three.otter.page
    expect(page.locator("#private-talk")).to_contain_text("This message is automatic. We have called a facilitator")
    expect(page.locator("#private-talk")).to_contain_text("This went to the facilitators. The group can’t see it.")
    card = page.get_by_role("region", name="In danger, or badly hurt?")
    expect(card.get_by_role("link", name="Call 999")).to_be_visible()
    expect(card.get_by_role("link", name="Text SHOUT to 85258")).to_be_visible()
    expect(page.locator("#whisper-words")).to_be_focused()
    expect(page.locator("#pending")).to_be_hidden()
    anybody_can_use(page)
    alarm = three.sam.alarms.filter(has_text="zzplan tonight")
    alarm.get_by_text("Why?").click()
    expect(alarm).to_contain_text("It may be about danger right now.")
    alarm.get_by_role("button", name="Raise a concern").click()
    expect(three.sam.page.get_by_role("dialog", name=f"A concern about {three.otter.name}")).to_be_visible()
    three.sam.page.keyboard.press("Escape")
    alarm.get_by_role("button", name="I’m on it").click()
    expect(page.locator("#private-talk")).to_contain_text(f"{three.sam.name} is here now.")
    page.keyboard.type("are you there?")
    page.keyboard.press("Enter")
    expect(three.otter.private_word("are you there?")).to_have_count(1)
    assert "zzplan" not in three.heron.all_text()


def test_whoever_lost_the_line_before_the_answer_came_sees_whom_to_call_as_soon_as_it_is_back(three: Three) -> None:
    line = _loses_what_is_answered(three)
    expect(three.otter.page.get_by_role("link", name="Call 999")).to_be_hidden()
    line.goes()
    line.returns()
    _sees_at_once_whom_to_call(three.otter)
    # Once is enough: whoever went back to the room is left there by a line that comes and goes.
    three.otter.page.get_by_role("button", name="Room", exact=True).click()
    line.goes()
    three.sam.writes_privately_to(three.otter.name, "I am here")
    line.returns()
    expect(three.otter.page.locator("#said")).to_have_text("One new private word")
    expect(three.otter.page.locator("#private-talk")).to_be_hidden()


def test_whoever_had_the_page_thrown_away_before_the_answer_came_sees_whom_to_call_in_the_next(three: Three) -> None:
    line = _loses_what_is_answered(three)
    line.returns()
    three.otter.reloads()
    _sees_at_once_whom_to_call(three.otter)
    # What was answered long ago is history.
    three.otter.reloads()
    expect(three.otter.page.locator("[data-badge=private]")).to_have_text("1")
    expect(three.otter.page.get_by_role("link", name="Call 999")).to_be_hidden()
    expect(three.otter.page.locator("#said")).to_be_empty()


def _loses_what_is_answered(three: Three) -> Line:
    """Words of danger reach the facilitators, and nothing comes back."""
    line = Line(three.otter.page)
    three.otter.reloads()
    line.takes_without_an_answer()
    three.otter.writes("zzplan tonight")
    expect(three.sam.alarms.filter(has_text="zzplan tonight")).to_have_count(1)
    return line


def _sees_at_once_whom_to_call(young: Seated) -> None:
    card = young.page.get_by_role("region", name="In danger, or badly hurt?")
    expect(card.get_by_role("link", name="Call 999")).to_be_visible()
    expect(young.page.locator("#private-talk")).to_contain_text(
        "This message is automatic. We have called a facilitator"
    )
    expect(young.page.locator("#said")).to_contain_text("This message is automatic.")
    expect(young.page.locator("#pending")).to_be_hidden()


def _stands_in_sight(place: Locator, words: Locator) -> None:
    inside, around = place.bounding_box(), words.bounding_box()
    assert inside
    assert around
    assert around["y"] <= inside["y"]
    assert inside["y"] + inside["height"] <= around["y"] + around["height"]


def test_in_a_long_message_the_place_that_set_off_the_alarm_stands_in_sight(three: Three) -> None:
    quiet = "We had a slow day and nobody said much. " * 12
    three.otter.writes(f"{quiet}zzplan tonight. {quiet}")
    words = three.sam.alarms.filter(has_text="zzplan tonight").locator("[data-part=body]")
    place = words.locator("mark")
    expect(place).to_have_text("zzplan")
    _stands_in_sight(place, words)
    # Whoever reads on is left where they are.
    words.evaluate("element => element.scrollTop = 0")
    three.heron.says("good evening")
    three.sam.hears("good evening")
    assert words.evaluate("element => element.scrollTop") == 0
    # Beside another card it is narrower, and the words break elsewhere.
    three.heron.writes(f"zzplan too. {quiet}")
    expect(three.sam.alarms).to_have_count(2)
    for alarm in three.sam.alarms.all():
        _stands_in_sight(alarm.locator("[data-part=body] mark"), alarm.locator("[data-part=body]"))


def test_of_several_messages_on_one_card_that_of_danger_stands_in_sight(three: Three) -> None:
    quiet = "We had a slow day and nobody said much. " * 6
    three.heron.writes(f"zzdare do it. {quiet}")
    expect(three.heron.page.locator("#pending")).to_contain_text("Here we help each other")
    three.heron.writes(f"{quiet} zzplan soon")
    words = three.sam.alarms.filter(has_text="zzplan soon").locator("[data-part=body]")
    expect(words).to_contain_text("zzdare")
    _stands_in_sight(words.get_by_text("zzplan", exact=True), words)


def test_beside_words_of_danger_a_card_offers_a_concern_and_the_room_is_decided_on_in_the_queue(three: Three) -> None:
    three.otter.calls_for_help()
    three.otter.page.keyboard.press("Escape")
    three.otter.writes("zzhome is where it lies")
    expect(three.otter.page.locator("#pending")).to_contain_text("A facilitator reads")
    three.otter.writes("zzplan tonight")
    alarm = three.sam.alarms.filter(has_text="zzplan tonight")
    expect(alarm).to_contain_text("Please look")
    expect(alarm.get_by_role("button", name="Raise a concern")).to_be_visible()
    expect(alarm.get_by_role("button", name="Let it go to the room")).to_have_count(0)
    release = three.sam.page.get_by_role("button", name="Let it go to the room")
    expect(three.sam.queue.locator("li.task").filter(has=release)).to_contain_text("zzhome is where it lies")


def test_low_words_are_said_and_leave_staff_a_quiet_mark(three: Three) -> None:
    three.otter.says("zzlow it is too much")
    three.heron.hears("zzlow it is too much")
    marks = three.sam.page.locator("#marks")
    marks.locator("summary").first.click()
    expect(marks.locator("li.task")).to_contain_text("zzlow it is too much")
    expect(marks.locator("li.task")).to_contain_text("Look soon.")
