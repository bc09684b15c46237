"""What a page says after a call, a worry or a private word: only what is true by then, and no words are lost."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.people import Facilitator, Line, Seated

NOT_TRUE_YET_MS = 300
#: Whom it comes to differs with who works there: the lead, a deputy, a trustee, or whoever else runs the house.
IN_CHARGE = "kept safe for one of the people in charge here"
NOW = "2026-11-05T19:00:00.000Z"


class Between:
    """Stands between a page and the server, and answers asks of one kind in the server's place while told to."""

    def __init__(self, page: Page, verb: str) -> None:
        self.verb, self.kept, self.keeps = verb, list[dict[str, Any]](), True
        page.route_web_socket("**/ws/**", self._opened)

    def says(self, **frame: Any) -> None:
        """To the page, as an answer to the last ask kept."""
        self._page.send(json.dumps({"ref": self.kept[-1]["ref"], **frame}))

    def lets_through(self) -> None:
        """From here on, and what was kept last too."""
        self.keeps = False
        self._server.send(json.dumps(self.kept[-1]))

    def closes(self, code: int) -> None:
        """The line, as the server does for this reason."""
        self._page.close(code=code)

    def _opened(self, socket: WebSocketRoute) -> None:
        self._page, self._server = socket, socket.connect_to_server()
        socket.on_message(self._asked)

    def _asked(self, text: str | bytes) -> None:
        frame = json.loads(text)
        if self.keeps and frame["type"] == self.verb:
            self.kept.append(frame)
        else:
            self._server.send(text)


@pytest.fixture(scope="module")
def evening(house: House) -> Evening:
    return house.next_evening()


@pytest.fixture(scope="module")
def sam(chromium: Browser, evening: Evening) -> Iterator[Facilitator]:
    with chromium.new_context(viewport=LAPTOP) as context:
        yield Facilitator(context.new_page(), evening.facilitator()).comes_in()


@pytest.fixture
def page(chromium: Browser, sam: Facilitator) -> Iterator[Page]:
    with chromium.new_context(viewport=PHONE) as context:
        yield context.new_page()


def worries(one: Seated, about: str, body: str) -> None:
    one.page.locator(".bar [data-sheet=more]").click()
    one.page.locator(f"#more [data-worry={about}]").click()
    one.page.locator("#worry-words").fill(body)
    one.page.locator("#worry-form button").click()


def test_a_refused_worry_keeps_its_words_until_they_have_arrived(
    page: Page, sam: Facilitator, evening: Evening
) -> None:
    line = Between(page, "worry")
    one = Seated(page, evening.seat(1)).comes_in()
    worries(one, "person", "Heron is very quiet")
    said, box = page.locator("#worry-said"), page.locator("#worry-words")
    expect(said).to_have_text("Sending…")
    expect(box).to_have_value("Heron is very quiet")
    line.says(type="no", code="too_fast", text="Wait a moment.")
    expect(said).to_have_text("Not sent. Wait a moment.")
    expect(box).to_have_value("Heron is very quiet")
    line.keeps = False
    page.locator("#worry-form").get_by_role("button", name="Try again").click()
    expect(said).to_contain_text("passed on to the facilitators")
    expect(box).to_have_value("")
    expect(sam.task("Heron is very quiet")).to_have_count(1)
    expect(page.locator("#worry-form").get_by_role("button", name="Send")).to_be_enabled()


def test_a_worry_refused_behind_a_closed_card_or_after_a_reload_comes_back(page: Page, evening: Evening) -> None:
    line = Between(page, "worry")
    one = Seated(page, evening.seat(2)).comes_in()
    worries(one, "facilitator", "He was unkind")
    page.keyboard.press("Escape")
    line.says(type="no", code="too_fast", text="Wait a moment.")
    expect(page.locator("#worry")).to_be_visible()
    expect(page.locator("#worry-words")).to_have_value("He was unkind")
    page.locator("#worry-form button").click()
    one.reloads()
    line.says(type="no", code="too_fast", text="Wait a moment.")
    expect(page.locator("#worry-said")).to_have_text("Not sent. Wait a moment.")
    expect(page.locator("#worry-words")).to_have_value("He was unkind")
    expect(page.get_by_label("A facilitator worries me")).to_be_checked()
    assert "He was unkind" not in one.kept()


def test_a_worry_about_a_facilitator_is_said_to_be_kept_for_whoever_it_went_to(
    page: Page, sam: Facilitator, evening: Evening
) -> None:
    one = Seated(page, evening.seat(3)).comes_in()
    worries(one, "facilitator", "Something felt wrong")
    said = page.locator("#worry-said")
    expect(said).to_contain_text(IN_CHARGE)
    expect(said).to_contain_text("Nobody can see it in this room, and a facilitator you named is never shown it.")
    page.keyboard.press("Escape")
    sam.says("Good evening to all")
    one.opens_choices_for("Good evening to all").get_by_role("button", name="This isn’t OK").click()
    expect(page.locator("#worry-form")).to_contain_text("The facilitators can’t see this in the room.")
    page.locator("#worry-form button").click()
    expect(said).to_contain_text(IN_CHARGE)
    assert "Something felt wrong" not in sam.all_text()


@pytest.mark.parametrize("first", ["ok", "entry"])
def test_a_call_nobody_is_there_to_hear_leads_to_others_first(page: Page, evening: Evening, first: str) -> None:
    line = Between(page, "help")
    number = {"ok": 4, "entry": 5}[first]
    one = Seated(page, evening.seat(number)).comes_in()
    said = one.calls_for_help("Is anybody there?")
    expect(said).to_have_text("Calling…")
    page.locator("#help [data-close]").click()
    if first == "ok":
        line.says(type="ok", stream=f"seat:{number}", pos=1, nobody=True)
    else:
        called = {"kind": "help", "from": {"seat": number}, "body": "Is anybody there?", "nobody": True}
        line.says(type="entry", stream=f"seat:{number}", pos=1, at=NOW, **called)
    others = page.locator("#call-nobody")
    for way in ("Call 999", "Text SHOUT to 85258", "Call 0800 1111"):
        expect(others.get_by_role("link", name=way)).to_be_in_viewport()
    expect(others.get_by_role("heading", name="None of us is here right now")).to_be_in_viewport()
    expect(said).to_have_text("Your call is kept. None of us is here right now.")
    assert "We have called" not in page.locator("#help").inner_text()
    page.keyboard.press("Escape")
    page.get_by_role("navigation").get_by_role("button", name="Help").click()
    expect(others).to_be_hidden()


def test_they_have_a_private_word_only_once_it_is_written(page: Page, sam: Facilitator, evening: Evening) -> None:
    line = Between(page, "whisper")
    one = Seated(page, evening.seat(6)).comes_in()
    one.opens_private_word()
    opening, said = page.get_by_text("What’s on your mind?"), page.locator("#private-said")
    expect(opening).to_be_visible()
    page.locator("#whisper-words").fill("It is hard today")
    page.locator("#whisper-words").press("Enter")
    expect(page.locator("#private-pending")).to_contain_text("Sending…")
    expect(opening).to_be_hidden()
    page.wait_for_timeout(NOT_TRUE_YET_MS)
    expect(said).to_be_hidden()
    line.lets_through()
    expect(said).to_have_text("They have it.")
    sam.writes_privately_to(one.name, "I am glad you say so")
    expect(one.private_word("I am glad you say so")).to_have_count(1)
    expect(said).to_be_hidden()


def test_a_private_word_written_while_none_of_us_is_here_is_said_to_be_kept_and_no_more(
    page: Page, sam: Facilitator, evening: Evening
) -> None:
    line = Line(page)
    one = Seated(page, evening.seat(1)).comes_in()
    one.opens_private_word()
    who, said = page.locator("#private-who"), page.locator("#private-said")
    expect(who).to_contain_text(sam.name)
    expect(who).not_to_contain_text("None of us")
    line.brings({"type": "people", "people": [], "staffed": False})
    expect(who).to_contain_text("None of us is here right now. If you need someone now, press Help.")
    expect(who).to_contain_text(sam.name)
    one.whispers("Is somebody still there?")
    expect(said).to_have_text(
        "It is kept for them. But none of us was here just then. If you need someone now, press Help."
    )
    line.brings({"type": "people", "people": [], "staffed": True})
    expect(who).not_to_contain_text("None of us")
    one.whispers("Oh, there you are")
    expect(said).to_have_text("They have it.")


def test_how_things_stand_is_also_told_beside_the_private_word(page: Page, sam: Facilitator, evening: Evening) -> None:
    one = Seated(page, evening.seat(7)).comes_in()
    one.opens_private_word()
    sam.page.locator("#pause").click()
    expect(page.get_by_role("heading", name="A quiet moment for everyone")).to_have_count(1)
    expect(page.get_by_role("heading", name="A quiet moment for everyone")).to_be_visible()
    sam.page.locator("#pause").click()
    expect(page.locator("#private-notices")).to_be_empty()
    sam.opens_card_of(one.name).get_by_role("button", name="Give a breather").click()
    sam.fills_in()
    expect(page.locator("#private-notices")).to_contain_text("You’re having a breather")
    page.set_viewport_size(LAPTOP)
    expect(page.get_by_role("heading", name="You’re having a breather")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("someone’s here"))).to_contain_text("Cover")


def test_nobody_is_told_that_they_have_what_was_refused(page: Page, sam: Facilitator, evening: Evening) -> None:
    line = Between(page, "whisper")
    one = Seated(page, evening.seat(8)).comes_in()
    one.opens_private_word()
    said, waiting = page.locator("#private-said"), page.locator("#private-pending")
    page.locator("#whisper-words").fill("Too much at once")
    page.locator("#whisper-words").press("Enter")
    expect(waiting).to_contain_text("Sending…")
    line.says(type="no", code="too_fast", text="Wait a moment.")
    expect(waiting).to_contain_text("Not sent. Wait a moment.")
    line.keeps = False
    one.whispers("And this one goes")
    expect(said).to_have_text("They have it.")
    sam.writes_privately_to(one.name, "I am here")
    expect(said).to_be_hidden()
    waiting.get_by_role("button", name="Let it go").click()
    expect(waiting).to_be_hidden()
    expect(said).to_be_hidden()

    _shares_a_reflection_that_is_refused(one, sam, line)
    _checks_in_and_is_refused(one, line)


def test_a_private_word_of_staff_that_is_refused_is_told_where_its_thread_is_not_open(
    chromium: Browser, page: Page, sam: Facilitator, evening: Evening
) -> None:
    page.set_viewport_size(LAPTOP)
    line = Between(page, "whisper")
    ali = Facilitator(page, evening.facilitator(1)).comes_in()
    with chromium.new_context(viewport=PHONE) as context:
        one = Seated(context.new_page(), evening.seat(1)).comes_in()
        one.says("A word to take away")
        ali.takes_away("A word to take away")
        ali.fills_in(text="That hurt somebody")
        while not line.kept:
            page.wait_for_timeout(NOT_TRUE_YET_MS)
        line.says(type="no", code="too_fast", text="Wait a moment.")
        said, thread = page.locator("#not-whispered"), page.locator(".thread:not([hidden])")
        expect(said).to_contain_text(f"Your private word to {one.name} was not sent. Wait a moment.")
        ali.reloads()
        expect(said).to_contain_text(f"Your private word to {one.name} was not sent.")
        said.get_by_role("button", name="Open it").click()
        expect(said).to_be_hidden()
        line.keeps = False
        thread.get_by_role("button", name="Try again").click()
        expect(thread.locator("[role=log] li").filter(has_text="That hurt somebody")).to_have_count(1)
        line.keeps = True
        thread.locator("textarea").fill("I am here if you like")
        thread.locator("textarea").press("Enter")
        while len(line.kept) < 2:
            page.wait_for_timeout(NOT_TRUE_YET_MS)
        line.says(type="no", code="too_fast", text="Wait a moment.")
        expect(thread).to_contain_text("Not sent. Wait a moment.")
        expect(said).to_be_hidden()


def _shares_a_reflection_that_is_refused(one: Seated, sam: Facilitator, line: Between) -> None:
    line.verb, line.keeps = "answer", True
    sam.shows("script")
    step = sam.page.locator("[data-step=worth-it]")
    step.locator("summary").click()
    step.get_by_role("button", name="Send to the room").click()
    # That something new is there stands on the way to it, and in its name.
    expect(one.page.locator("[data-badge=room]")).to_be_visible()
    one.page.locator("[data-view-to=room]").click()
    one.page.get_by_role("button", name="Write for myself").click()
    one.page.locator("#own-words").fill("evenings are hard")
    one.page.locator("#own-share").click()
    one.page.locator("#own-yes").click()
    said = one.page.locator("#own-said")
    expect(said).to_have_text("Sending…")
    line.says(type="no", code="paused", text="Wait a moment.")
    expect(said).to_have_text("Not sent. Wait a moment.")
    one.page.keyboard.press("Escape")


def _checks_in_and_is_refused(one: Seated, line: Between) -> None:
    """What was written is still there to be sent again."""
    line.verb = "checkin"
    one.page.locator(".bar [data-sheet=more]").click()
    one.page.locator("#checkin-more").click()
    one.page.locator("#checkin-words").fill("Not so good today")
    one.page.locator("#checkin-form button").click()
    said = one.page.locator("#checkin-said")
    expect(said).to_have_text("Sending…")
    line.says(type="no", code="too_fast", text="Wait a moment.")
    expect(said).to_have_text("Not sent. Wait a moment.")
    expect(one.page.locator("#checkin-words")).to_have_value("Not so good today")
