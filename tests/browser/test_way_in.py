"""From strangers at midnight to a room: ten of them, eight seats, on small phones, most of it without JavaScript."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email import message_from_string, policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser.evening import LAPTOP, PHONE
from tests.browser.readable import anybody_can_use, nothing_sticks_out
from tests.ground import Ground
from tests.running import Alcove

PATIENCE = 75
"""Seconds: offers are made twice a minute."""
A_PAGE_BYTES = 30_000
"""With all it brings along: some seconds on a line of 2G."""
NAMES = (
    *("Teal Otter", "Amber Heron", "Indigo Hare", "Coral Wren", "Green Badger"),
    *("Silver Robin", "Violet Fox", "Golden Moth", "Russet Vole", "Lime Finch"),
)
PLAN = """
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo
from cohorts import planning
from cohorts.models import Course, Role, Staff
from cohorts.actions.plan import Crew, Planned, plan_cohort
course = Course.objects.get()
kit, sam, ali = (Staff.objects.create(name=n, role=r) for n, r in
    (("Kit", Role.COORDINATOR), ("Sam", Role.COUNSELLOR), ("Ali", Role.VOLUNTEER)))
day = date.today() + timedelta(days=9)
nights, _ = planning.plan(planning.Rhythm(day, time(19), ZoneInfo("Europe/London")), course.weeks.count())
cohort = plan_cohort(kit, Planned(course=course, name="", weekday=day.weekday(), local_time=time(19),
    zone="Europe/London", ages=(14, 16), capacity=8, contact_policy="optional", holidays="", skips_holidays=False,
    nights=nights, crew=Crew(sam, ali)))
print(cohort.sessions.earliest("opens_at").public_id)
"""
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
SLEPT = """() => {
  const woke = Date.now() + 10 * 24 * 3_600_000;
  Date.now = () => woke;
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class House:
    """A house in which one group is planned, and its letters, which go into a folder."""

    def __init__(self, ground: Ground) -> None:
        where = ground.environment()
        self.letters = Path(where["DATA_DIR"]) / "letters"
        self.letters.mkdir()
        given = {
            "DEMO": "0",
            "TRUSTED_PROXY": "1",
            "EMAIL_URL": f"filemail://{self.letters}",
            "QUIET_HOURS": "04:00-04:01",
        }
        self.alcove = Alcove({**where, **given})
        self.alcove.lay_tables()
        self.alcove.manage("course", "load", "bundled")
        self.session = self.tells(PLAN)
        self.alcove.start()

    def tells(self, code: str) -> str:
        return self.alcove.manage("shell", "-v", "0", "-c", code).strip()

    def link_in_a_letter(self) -> str:
        """The link of the letter that comes, once it is there."""
        for _ in range(PATIENCE):
            for letter in self.letters.iterdir():
                text = message_from_string(letter.read_text(), policy=policy.default).get_body(("plain",))
                if text and (found := re.search(r"https?://\S+/in/(\S+)/", text.get_content())):
                    return f"{self.alcove.url}/in/{found[1]}/"
            time.sleep(1)
        raise AssertionError("no letter came")


class Stranger:
    """Somebody with a small phone, who comes from a place of their own."""

    def __init__(self, house: House, chromium: Browser, number: int, *, scripts: bool = False) -> None:
        self.house, self.number, self.words = house, number, ""
        self.context: BrowserContext = chromium.new_context(
            viewport=PHONE, java_script_enabled=scripts, extra_http_headers={"X-Forwarded-For": f"203.0.113.{number}"}
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)

    def opens(self, path: str) -> None:
        self.page.goto(self.house.alcove.url + path)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).last.click()
        self.looked_at()

    def looked_at(self) -> None:
        """What is done with every page on the way; a phone without scripts only goes on."""

    def joins(self, *, mail: str = "") -> None:
        page, name = self.page, NAMES[self.number - 1]
        self.opens("/")
        page.get_by_role("link", name="Find a group").click()
        self.looked_at()
        self.presses("Yes, I’m safe for now")
        page.get_by_label("How old are you?").fill("15")
        page.get_by_label("Scotland").check()
        self.presses("Go on")
        page.get_by_role("radio").check()
        self.presses("Go on")
        page.get_by_label("I have read the short lines, and I agree").check()
        self.presses("Go on")
        if page.get_by_label("The name I write here:").count():
            page.get_by_label("The name I write here:").check()
            page.get_by_label("A name of your own").fill(name)
            self.presses("Go on")
        if mail:
            page.get_by_label("Email", exact=True).fill(mail)
            page.get_by_label("You may write to me about my evenings").check()
        self.presses("Go on")
        self.presses("Go on")
        assert self.context.cookies() == [], "nothing is kept before the last press"
        self.presses(
            "Wait for a place" if page.get_by_role("button", name="Wait for a place").count() else "Take my place"
        )
        self.words = page.locator("#words").inner_text()
        page.get_by_role("link", name="I have kept my words").click()
        self.looked_at()

    def comes_back(self) -> None:
        """With the four words, on another phone."""
        self.opens("/in/")
        self.page.get_by_label("Your four words").fill(self.words)
        self.presses("Come in")

    def waits_for(self, text: str) -> None:
        """Look again and again, as somebody does who waits."""
        for _ in range(PATIENCE):
            self.page.reload()
            if text in self.page.locator("main").inner_text():
                return
            time.sleep(1)
        raise AssertionError(f"never saw {text!r}")


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
    _a_phone_that_slept_shows_the_door(ten[0])
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


def _a_phone_that_slept_shows_the_door(one: Stranger) -> None:
    door = one.page.get_by_role("link", name="Go in and settle")
    expect(door).to_be_hidden()
    one.page.evaluate(SLEPT)
    expect(door).to_be_visible()
    one.page.reload()
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
