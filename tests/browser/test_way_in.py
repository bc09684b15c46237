"""From strangers at midnight to a room: ten of them, eight seats, on small phones, most of it without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.browser.evening import LAPTOP, PHONE
from tests.browser.readable import anybody_can_use, nothing_sticks_out
from tests.browser.stranger import NAMES, House, Stranger
from tests.ground import Ground

A_PAGE_BYTES = 30_000
"""With all it brings along: some seconds on a line of 2G."""
# The day in which somebody may change their mind has passed.
PASSED = """
from datetime import timedelta
from django.utils import timezone
from cohorts.models import Seat
Seat.objects.filter(returns_until__isnull=False).update(returns_until=timezone.now() - timedelta(minutes=1))
"""
# The evening has come: the clock cannot be moved, so the evening is.
TONIGHT = """
from datetime import timedelta
from django.utils import timezone
from cohorts import access
from cohorts.actions import open_for
from cohorts.models import Session, Staff
now = timezone.now()
Session.objects.filter(public_id={session!r}).update(opens_at=now - timedelta(minutes=5),
    starts_at=now + timedelta(minutes=5), ends_at=now + timedelta(minutes=65), closes_at=now + timedelta(minutes=80))
opened = open_for(Staff.objects.get(name="Sam"), now)
print(access.cookie_name(opened.sign_in.public_id), opened.token)
"""
# The clock on the wall went on for ten days, the steady one stood still.
#: Woken so many milliseconds after the door opened.
SLEPT = """(late) => {
  const { opens, now } = document.querySelector("[data-opens]").dataset;
  const woke = Date.now() + Date.parse(opens) - Date.parse(now) + late;
  window.hasSlept = true;
  Date.now = () => woke;
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Looking(Stranger):
    """One whose every page is judged and weighed on the way, on a phone that keeps nothing, by the keyboard alone."""

    def __init__(self, house: House, chromium: Browser, number: int, *, scripts: bool = False) -> None:
        super().__init__(house, chromium, number, scripts=scripts)
        self._asked: list[Request] = []
        # Whoever looks at what goes over the line is given nothing from what was kept.
        self.context.route("**/*", lambda route: route.continue_())
        self.page.on("requestfinished", lambda one: self._asked.append(one))

    def looked_at(self) -> None:
        self.page.wait_for_load_state()
        weights = {one.url: one.sizes()["responseBodySize"] for one in self._asked}
        self._asked.clear()
        assert sum(weights.values()) < A_PAGE_BYTES, weights
        anybody_can_use(self.page)
        nothing_sticks_out(self.page)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).last.press("Enter")
        self.page.wait_for_load_state()
        self.looked_at()


@pytest.fixture(scope="module")
def house(ground: Ground) -> Iterator[House]:
    one = House(ground)
    yield one
    one.alcove.stop()


# Before the group is full: who would wait for a place is asked for no name.
def test_whoever_left_something_out_is_led_to_it_and_to_what_is_wrong_on_a_phone_without_scripts(
    house: House, chromium: Browser
) -> None:
    one = Stranger(house, chromium, 30)
    page = one.page
    one.opens("/join/")
    one.presses("Yes, I’m safe for now")
    _is_led_to(one, page.get_by_label("How old are you?"))
    page.get_by_label("How old are you?").fill("15")
    _is_led_to(one, page.get_by_role("radio").first)
    page.get_by_label("Scotland").check()
    one.presses("Go on")
    _is_led_to(one, page.get_by_role("radio"))
    page.get_by_role("radio").check()
    one.presses("Go on")
    _is_led_to(one, page.get_by_label("I have read the short lines, and I agree"))
    page.get_by_label("I have read the short lines, and I agree").check()
    one.presses("Go on")
    _is_led_to(one, page.get_by_role("radio").first)
    page.get_by_label("The name I write here:").check()
    page.get_by_label("A name of your own").fill("Otter 2009")
    _is_led_to(one, page.get_by_label("A name of your own"))
    page.get_by_label("A name of your own").fill("Quiet Otter")
    one.presses("Go on")
    page.get_by_label("Email", exact=True).fill("kim@example.org")
    _is_led_to(one, page.get_by_label("You may write to me about my evenings"))
    page.get_by_label("You may write to me about my evenings").check()
    page.get_by_label("Email or phone number").fill("a tree")
    _is_led_to(one, page.get_by_label("Email or phone number"))
    page.get_by_label("Email or phone number").fill("kim@example.org")
    _is_led_to(one, page.get_by_label("You may use it to get help to me, if you fear for my life"))
    one.context.close()


def _is_led_to(one: Stranger, field: Locator) -> None:
    """One press of "Go on": the page that comes back has the hand there, and says in sight what is wrong."""
    one.presses("Go on")
    expect(field).to_be_focused()
    for seen in (field, one.page.locator("#problem")):
        expect(seen).to_be_in_viewport(ratio=1)


def test_ten_strangers_eight_seats_and_a_room_they_all_reach(house: House, chromium: Browser) -> None:
    ten = [_stranger(house, chromium, number) for number in range(1, 11)]
    for one in ten:
        one.joins(mail="kim@example.org" if one.number == 2 else "")
    for one, said in (
        (ten[7], "Hello, Golden Moth"),
        (ten[8], "You are next"),
        (ten[9], "You are number 2 in the line"),
    ):
        expect(one.page.locator("h1")).to_have_text(said)
    _a_phone_that_slept_shows_the_door_while_it_is_open(ten[0])
    _one_leaves_and_the_next_in_line_gets_the_place(house, ten[2], ten[8], ten[9])
    ten[1] = _comes_back_by_a_letter(house, chromium)
    _all_reach_the_room(house, chromium, [one for one in ten if one not in (ten[2], ten[9])])
    refused = ten[9].page.goto(f"{house.alcove.url}/rooms/{house.session}/")
    assert refused
    assert refused.status == 404, "whoever waits sees no room"
    for context in chromium.contexts:
        context.close()


def _stranger(house: House, chromium: Browser, number: int) -> Stranger:
    """The first one is looked after on every page; the others have no JavaScript."""
    kind = Looking if number == 1 else Stranger
    return kind(house, chromium, number, scripts=number == 1)


def _a_phone_that_slept_shows_the_door_while_it_is_open(one: Stranger) -> None:
    door = one.page.get_by_role("link", name="Go in and settle")
    expect(door).to_be_hidden()
    one.page.evaluate(SLEPT, 60_000)
    expect(door).to_be_visible()
    one.page.evaluate(SLEPT, 24 * 3_600_000)
    one.page.wait_for_function("() => !window.hasSlept")
    expect(door).to_be_hidden()


def _one_leaves_and_the_next_in_line_gets_the_place(
    house: House, leaves: Stranger, ninth: Stranger, tenth: Stranger
) -> None:
    leaves.page.get_by_text("Leave the course").first.click()
    leaves.presses("Leave the course")
    ninth.page.reload()
    expect(ninth.page.locator("h1")).to_have_text("You are next")
    house.tells(PASSED)
    ninth.waits_for("There is a place for you")
    tenth.page.reload()
    expect(tenth.page.locator("h1")).to_have_text("You are number 2 in the line")
    ninth.page.get_by_label("The name I write here:").check()
    ninth.page.get_by_label("A name of your own").fill(NAMES[8])
    ninth.presses("Take this place")
    expect(ninth.page.locator("h1")).to_have_text("Hello, Russet Vole")
    tenth.page.reload()
    expect(tenth.page.locator("h1")).to_have_text("You are next")


def _comes_back_by_a_letter(house: House, chromium: Browser) -> Stranger:
    lost = Stranger(house, chromium, 22)
    lost.opens("/lost/")
    lost.page.get_by_label("Your email").fill("Kim@example.org")
    lost.presses("Send me a new link")
    lost.page.goto(house.link_in_a_letter())
    lost.presses("Come in")
    expect(lost.page.locator("h1")).to_have_text("Hello, Amber Heron")
    return lost


def _all_reach_the_room(house: House, chromium: Browser, eight: list[Stranger]) -> None:
    badge, token = house.tells(TONIGHT.format(session=house.session)).split()
    sam = chromium.new_context(viewport=LAPTOP)
    sam.add_cookies([{"name": badge, "value": token, "url": house.alcove.url}])
    console = sam.new_page()
    console.goto(f"{house.alcove.url}/console/{house.session}/")
    for one in eight:
        one.opens("/mine/")
        one.page.get_by_role("link", name="Go in and settle").click()
        expect(one.page).to_have_url(re.compile(f"/rooms/{house.session}/"))
    for one in eight:
        _checks_in(_with_scripts(one, chromium))
    expect(console.locator("#seats li").filter(has_text="mood 3 of 5")).to_have_count(8)


def _with_scripts(one: Stranger, chromium: Browser) -> Page:
    """The same phone, as it is once JavaScript is on: the room needs it."""
    context = chromium.new_context(viewport=PHONE, storage_state=one.context.storage_state(), reduced_motion="reduce")
    page = context.new_page()
    page.goto(one.page.url)
    return page


def _checks_in(page: Page) -> None:
    """In the lobby, where it is offered."""
    page.locator("#checkin-offer button").click()
    card = page.locator("#checkin")
    card.get_by_label("3: in between").check()
    card.get_by_role("button", name="Send to the facilitators").click()
    expect(page.locator("#checkin-said")).to_contain_text("It is kept for the facilitators")
