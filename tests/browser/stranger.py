"""Strangers who take a place in a house where one group is planned, each on a small phone from a place of their own."""

from __future__ import annotations

import re
import time
from email import message_from_string, policy
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.evening import PHONE
from tests.ground import Ground
from tests.running import Alcove

PATIENCE = 75
"""Seconds: offers are made twice a minute."""
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
