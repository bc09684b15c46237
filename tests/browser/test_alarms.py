"""Alarms at the console: seen, heard and read out, one to a young person, silent for both once one has taken it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.ears import COUNTS_SOUND
from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.people import Facilitator, Seated
from tests.browser.readable import anybody_can_use


@dataclass(frozen=True)
class Four:
    """Two who hold the room, and two who need them."""

    evening: Evening
    sam: Facilitator
    ali: Facilitator
    otter: Seated
    heron: Seated


@pytest.fixture(scope="module")
def four(house: House, chromium: Browser) -> Iterator[Four]:
    evening = house.next_evening()
    contexts = [chromium.new_context(viewport=size) for size in (LAPTOP, LAPTOP, PHONE, PHONE)]
    pages = [context.new_page() for context in contexts]
    sam = Facilitator(pages[0], evening.facilitator()).comes_in()
    ali = Facilitator(pages[1], evening.facilitator(1)).comes_in()
    otter, heron = Seated(pages[2], evening.seat(1)).comes_in(), Seated(pages[3], evening.seat(2)).comes_in()
    yield Four(evening, sam, ali, otter, heron)
    complaints = [line for one in (sam, ali, otter, heron) for line in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


def test_two_at_once_are_two_named_cards_and_one_each_silences_them(four: Four, house: House) -> None:
    sam, ali = four.sam, four.ali
    other = house.next_evening()
    other.is_watched_from(four.evening)
    expect(sam.page.locator("#alarms")).to_be_hidden()
    four.otter.calls_for_help("I do not feel safe")
    four.heron.calls_for_help()
    for one in (sam, ali):
        expect(one.alarms).to_have_count(2)
        expect(one.alarms.first).to_contain_text(four.otter.name)
        expect(one.page.locator("#alarms-two")).to_contain_text("one each")
        expect(one.page).to_have_title(f"Look now: {four.otter.name} – Alcove")
        expect(one.page.locator("#alarm-said")).to_contain_text(four.heron.name)
        expect(one.page.locator("[data-side=queue] [data-badge]")).to_have_text("2 now")
        anybody_can_use(one.page)
    _is_heard_in_another_room(four, other)
    sam.puts_the_pen_down()
    sam.page.keyboard.press("a")
    expect(sam.page.locator(".thread:not([hidden]) textarea")).to_be_focused()
    expect(ali.alarms).to_have_count(1)
    expect(ali.page).to_have_title(f"Look now: {four.heron.name} – Alcove")
    expect(sam.alarms.last).to_contain_text("You are on it. Please send a word by")
    sam.page.keyboard.type("I am here now")
    sam.page.keyboard.press("Enter")
    expect(sam.alarms).to_have_count(1)
    ali.alarms.get_by_role("button", name="I’m on it").click()
    expect(sam.page.locator("#alarms")).to_be_hidden()
    expect(sam.page).to_have_title("Alcove")


def _is_heard_in_another_room(four: Four, other: Evening) -> None:
    """Whoever works both sees there how many call, and never who."""
    page = four.sam.page.context.new_page()
    page.goto(four.sam.page.url.replace(four.evening.card["id"], other.card["id"]))
    expect(page.locator("#elsewhere li")).to_contain_text("2 calls for help")
    expect(page).to_have_title("Look: another room – Alcove")
    anybody_can_use(page)
    assert four.otter.name not in page.locator("#elsewhere").inner_text()
    page.close()


def test_words_held_in_another_room_are_told_of_there_and_sound_no_alarm(
    facilitator: Facilitator, evening: Evening, house: House, chromium: Browser
) -> None:
    other = house.next_evening()
    other.is_watched_from(evening)
    facilitator.holds_everything(on=True)
    page = facilitator.page.context.new_page()
    page.goto(facilitator.page.url.replace(evening.card["id"], other.card["id"]))
    expect(page.locator("#elsewhere li")).to_contain_text("nothing waits")
    with chromium.new_context(viewport=PHONE) as theirs:
        otter = Seated(theirs.new_page(), evening.seat(1)).comes_in()
        otter.writes("May I say this here?")
        expect(otter.page.locator("#pending")).to_contain_text("May I say this here?")
    expect(page.locator("#elsewhere li")).to_contain_text("one message held")
    expect(page).to_have_title("Alcove")
    page.close()


NOTES_WHAT_IS_SENT = """() => {
  const send = WebSocket.prototype.send;
  window.sent = [];
  WebSocket.prototype.send = function (frame) { window.sent.push(JSON.parse(frame)); send.call(this, frame); };
}"""


def test_all_that_one_person_called_is_taken_finished_and_brought_back_by_one_request_each(
    facilitator: Facilitator, evening: Evening, chromium: Browser
) -> None:
    sam, page = facilitator, facilitator.page
    with chromium.new_context(viewport=PHONE) as theirs:
        otter = Seated(theirs.new_page(), evening.seat(1)).comes_in()
        for words in ("one", "two", "three"):
            expect(otter.calls_for_help(words)).not_to_be_empty()
            otter.page.keyboard.press("Escape")
            expect(sam.alarms).to_contain_text(words)
        page.evaluate(NOTES_WHAT_IS_SENT)
        sam.alarms.get_by_role("button", name="I’m on it").click()
        expect(sam.alarms).to_contain_text("You are on it")
        sam.shows("queue")
        sam.task(otter.name).get_by_role("button", name="Done…").click()
        sam.fills_in()
        expect(sam.task(otter.name)).to_have_count(0)
        page.locator("#done").get_by_role("button", name="Undo").click()
        expect(sam.task(otter.name)).to_contain_text("one")
        expect(sam.task(otter.name)).to_contain_text("three")
        deeds = ("take", "flag_done", "reopen")
        sent = [frame for frame in page.evaluate("() => window.sent") if frame["type"] in deeds]
        assert [(frame["type"], len(frame["also"])) for frame in sent] == [(deed, 2) for deed in deeds]


@pytest.fixture
def has_called(four: Four) -> None:
    """Ali is with the heron, who called, whatever was tried before."""
    if four.sam.task(four.heron.name).count() == 0:
        four.heron.calls_for_help()
        four.ali.alarms.get_by_role("button", name="I’m on it").click()
        expect(four.sam.task(four.heron.name)).to_have_count(1)


def test_what_was_done_is_undone_by_one_key(four: Four, has_called: None) -> None:
    sam, page = four.sam, four.sam.page
    sam.shows("queue")
    sam.task(four.heron.name).get_by_role("button", name="Done…").click()
    sam.fills_in()
    expect(sam.task(four.heron.name)).to_have_count(0)
    sam.puts_the_pen_down()
    page.keyboard.press("u")
    expect(sam.task(four.heron.name)).to_have_count(1)
    four.otter.page.keyboard.press("Escape")
    four.otter.says("I did not mean that")
    sam.takes_away("I did not mean that")
    why = page.get_by_role("dialog", name="The message has gone. Why?")
    expect(why).to_be_visible()
    page.locator("#done").get_by_role("button", name="Undo").click()
    expect(page.locator("#done")).to_contain_text("The message is back.")
    expect(why).to_be_hidden()
    sam.takes_away("I did not mean that")
    expect(why).to_be_visible()
    page.keyboard.press("Escape")
    expect(four.heron.page.get_by_text("A facilitator took this message away.")).to_be_visible()
    sam.puts_the_pen_down()
    page.keyboard.press("u")
    four.heron.hears("I did not mean that")
    four.otter.hears("I did not mean that")


def test_the_lead_goes_to_the_other_in_one_tap_and_both_know(four: Four) -> None:
    sam, ali = four.sam, four.ali
    for one in (sam, ali):
        expect(one.page.locator("#seats li").filter(has_text="leads")).to_contain_text(sam.name)
    ali.puts_the_pen_down()
    ali.page.keyboard.press("?")
    expect(ali.page.get_by_role("dialog", name="Keys")).to_be_visible()
    anybody_can_use(ali.page)
    ali.page.keyboard.press("Escape")
    ali.page.keyboard.press("c")
    ali.page.locator("#lead").select_option(label=ali.name)
    ali.page.keyboard.press("Escape")
    for one in (sam, ali):
        expect(one.page.locator("#seats li").filter(has_text="leads")).to_contain_text(ali.name)
    assert "leads" not in four.otter.page.locator("body").inner_text()


def test_a_flood_of_words_moves_nothing_under_the_mouse_and_loses_none(four: Four, chromium: Browser) -> None:
    page = chromium.new_context(viewport=LAPTOP).new_page()
    flood = Flood(page)
    sam = Facilitator(page, four.sam.place).comes_in()
    flood.comes("seat:3", "held", {"seat": 3}, "held first")
    flood.comes("seat:4", "whisper", {"seat": 4}, "said second")
    flood.comes("room", "message", {"seat": 5}, "the last before the flood")
    button = sam.task("said second").get_by_role("button", name="Answer")
    button.hover()
    before = button.bounding_box()
    for number in range(200):
        flood.comes("room", "message", {"seat": 1 + number % 8}, f"word {number}")
        if number == 100:
            assert before
            # The queue keeps still for a hand that moves, and how long a hundred words take is the machine's affair.
            page.mouse.move(before["x"] + 8, before["y"] + 8)
            flood.comes("seat:3", "returned", {"staff": "x"}, "back to you", of=flood.heads["seat:3"])
            flood.comes("seat:2", "held", {"seat": 2}, "held third")
            while sam.message("word 100").count() == 0:
                page.mouse.move(before["x"] + 4, before["y"] + 8)
                page.mouse.move(before["x"] + 8, before["y"] + 8)
            assert button.bounding_box() == before
    sam.hears("word 199")
    assert [row["body"] for row in sam.heard()][-200:] == [f"word {number}" for number in range(200)]
    page.mouse.move(600, 300)
    expect(sam.task("held first")).to_have_count(0)
    expect(sam.queue.locator("li.task [data-part=body]").last).to_have_text("held third")
    assert sam.complaints == []
    page.context.close()


def test_a_call_comes_before_what_is_no_danger_and_moves_no_hand(evening: Evening, chromium: Browser) -> None:
    page = chromium.new_context(viewport=LAPTOP).new_page()
    comes = Flood(page)
    ali = Facilitator(page, evening.facilitator()).comes_in()
    comes.comes("staff", "flag", {"seat": 3}, "I worry", level="now", source="worry", by=3, seat=4)
    ali.alarms.get_by_role("button", name="I’m on it").focus()
    comes.comes("staff", "flag", {"seat": 5}, "please come", level="now", source="help", repeats=True, by=5, seat=5)
    expect(ali.alarms).to_have_count(2)
    expect(ali.alarms.first).to_contain_text("please come")
    expect(ali.alarms.last.get_by_role("button", name="I’m on it")).to_be_focused()
    expect(page).to_have_title(f"Look now: {evening.seat(5).name} – Alcove")
    ali.alarms.last.hover()
    comes.comes("staff", "flag", {"seat": 6}, "so do I", level="now", source="help", repeats=True, by=6, seat=6)
    expect(ali.alarms.last).to_contain_text("so do I")
    page.mouse.move(600, 300)
    expect(ali.alarms.last).to_contain_text("I worry")
    page.context.close()


def test_whoever_is_with_them_hears_once_that_they_called_again(evening: Evening, chromium: Browser) -> None:
    context = chromium.new_context(viewport=LAPTOP)
    context.add_init_script(COUNTS_SOUND)
    sam = Facilitator(context.new_page(), evening.facilitator()).comes_in()
    otter = Seated(chromium.new_context(viewport=PHONE).new_page(), evening.seat(1)).comes_in()
    otter.calls_for_help("are you there?")
    otter.page.keyboard.press("Escape")
    sam.alarms.get_by_role("button", name="I’m on it").click()
    expect(sam.alarms).to_contain_text("Please send a word by")
    _is_told_in_the_room(otter, f"{sam.name} is here now.")
    sounded = sam.page.evaluate("sounded")
    otter.calls_for_help()
    expect(sam.alarms.locator(".body")).to_have_text("are you there?\nCalled for a facilitator")
    assert sam.page.evaluate("[sounding, sounded]") == [0, sounded + 1]
    context.close()


def _is_told_in_the_room(seated: Seated, words: str) -> None:
    """Whoever called and went back to the room is told there, too."""
    expect(seated.page.locator("#talk")).to_be_visible()
    expect(seated.page.locator("[data-badge=private]")).to_have_text("1")
    expect(seated.page.locator("#said")).to_have_text(words)


class Flood:
    """What a server would send to one page, much faster than anybody may write."""

    def __init__(self, page: Page) -> None:
        self.heads: dict[str, int] = {}
        self._socket: WebSocketRoute | None = None
        page.route_web_socket("**/ws/**", self._opened)

    def comes(self, stream: str, kind: str, by: dict[str, Any], body: str, /, **more: Any) -> None:
        self.heads[stream] = self.heads.get(stream, 0) + 1
        entry = {"type": "entry", "stream": stream, "pos": self.heads[stream], "kind": kind, "from": by, "body": body}
        assert self._socket is not None
        self._socket.send(json.dumps(entry | {"at": datetime.now(UTC).isoformat()} | more))

    def _opened(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        socket.connect_to_server().on_message(lambda text: self._told(socket, str(text)))

    def _told(self, socket: WebSocketRoute, text: str) -> None:
        frame = json.loads(text)
        self.heads |= frame.get("streams", {})
        socket.send(text)
