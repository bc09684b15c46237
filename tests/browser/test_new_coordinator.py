"""A house on its first day: from an empty table to a staffed spring, by people who were told nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect

from cohorts import days_off
from tests.browser.newcomer import TABLET, Newcomer, People, invite
from tests.browser.readable import anybody_can_use
from tests.ground import Ground
from tests.running import Alcove

SIZES = {"tablet": TABLET, "desktop": ViewportSize(width=1366, height=768)}


@pytest.fixture(scope="module")
def fresh(ground: Ground) -> Iterator[Alcove]:
    """A house in which nobody works yet and nothing was loaded."""
    alcove = Alcove({**ground.environment(), "DEMO": "0"})
    alcove.lay_tables()
    yield alcove.start()
    alcove.stop()


@pytest.fixture
def people(fresh: Alcove, chromium: Browser) -> Iterator[People]:
    yield People(fresh, chromium)
    for context in chromium.contexts:
        context.close()


def before_easter() -> date:
    """The Monday four weeks before the next Easter Monday that can still be planned: the clocks go on in between."""
    soon = timezone.now().date() + timedelta(days=35)
    holidays = days_off.on("GB-ENG", range(soon.year, soon.year + 2))
    found = (day - timedelta(weeks=4) for day, name in sorted(holidays.items()) if name == "Easter Monday")
    return next(first for first in found if first > soon)


def shown(page: Page, name: str) -> None:
    """Keep how it looks, if somebody wants to see: SHOTS names a folder."""
    if not (shots := os.environ.get("SHOTS")):
        return
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.screenshot(path=Path(shots) / f"{name}-{size}-{scheme}.png", full_page=True)
    page.set_viewport_size(TABLET)
    page.emulate_media(color_scheme="light")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}")).last.click()


def go(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("link", name=re.compile(rf"^{re.escape(name)}\b")).first.click()


def fill(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        field = page.get_by_label(label.replace("_", " "), exact=True)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def invites(host: Newcomer, name: str, role: str) -> str:
    """Invite somebody from the staff list; returns the link that is handed over."""
    page = host.page
    go(page, "Staff", "Invite somebody")
    fill(page, Email=f"{name.lower()}@charity.example", Role=role)
    press(page, "Send the invitation")
    host.heading("Please hand this link over")
    return page.locator(".link-once").inner_text().strip()


def test_an_empty_house_becomes_a_staffed_spring(fresh: Alcove, people: People) -> None:
    ada = people.comes("Ada", invite(fresh, "ada@charity.example", "administrator"))
    shown(ada.page, "first-page")
    finds_out_what_is_missing(ada.page)
    assert "Loaded" in fresh.manage("course", "load")
    hana = people.comes("Hana", invites(ada, "Hana", "coordinator"))
    sam = people.comes("Sam", invites(hana, "Sam", "counsellor"))
    people.comes("Noor", invites(hana, "Noor", "volunteer"))
    hana.signs_out()
    hana.gives_the_password()
    hana.gives(hana.code())
    hana.heading("Hello, Hana")
    plans_the_spring(hana)
    meets_the_clash(hana)
    moves_the_second_night(hana)
    sees_the_month(hana)
    says_yes_and_subscribes(sam)
    assert people.complaints() == []


def finds_out_what_is_missing(page: Page) -> None:
    """Nobody told her where to begin: the desk does, and so does the form."""
    go(page, "Go to the desk")
    expect(page.get_by_text("Nothing is planned yet.")).to_be_visible()
    shown(page, "first-steps")
    go(page, "Plan the first cohort")
    expect(page.get_by_text("There is no course to plan with yet.")).to_be_visible()
    shown(page, "plan-empty")
    go(page, "Go to the courses")
    expect(page.get_by_text("manage.py course load")).to_be_visible()
    shown(page, "shelf-empty")


def plans_the_spring(hana: Newcomer) -> None:
    page = hana.page
    go(page, "Desk", "Plan a cohort")
    fill(page, Day_of_the_week="Monday", First_evening=str(before_easter() + timedelta(days=1)))
    fill(page, Leads="Sam (counsellor)", Second_facilitator="Noor (volunteer)", Name_for_staff="Spring Mondays")
    press(page, "Show me the evenings")
    shown(page, "plan-mistake")
    page.get_by_role("button", name="Take Monday").click()
    lines = page.locator(".preview tbody tr")
    expect(page.get_by_role("heading", name="7 evenings")).to_be_focused()
    expect(lines.nth(4)).to_contain_text("skipped: Easter Monday")
    for line, utc in ((lines.first, "18:30"), (lines.last, "17:30")):
        expect(line).to_contain_text("18:30–19:30")
        expect(line.locator("td[data-label=UTC]")).to_contain_text(utc)
    expect(page.get_by_text("the local time stays the same")).to_be_visible()
    shown(page, "plan-looked")
    anybody_can_use(hana.page)
    press(page, "Save this cohort")
    expect(page.get_by_role("status").filter(has_text="The cohort is planned.")).to_be_visible()
    expect(page.locator(".evenings tbody tr")).to_have_count(7)
    shown(page, "cohort")


def meets_the_clash(hana: Newcomer) -> None:
    page = hana.page
    go(page, "Plan a cohort")
    fill(page, Day_of_the_week="Monday", First_evening=str(before_easter()), Starts_at="19:00")
    fill(page, Leads="Sam (counsellor)", Second_facilitator="Noor (volunteer)")
    press(page, "Show me the evenings")
    expect(page.get_by_text("Sam already works then").first).to_be_visible()
    shown(page, "clash")


def moves_the_second_night(hana: Newcomer) -> None:
    page = hana.page
    go(page, "Cohorts", "Spring Mondays", "Move Week 2")
    fill(page, New_day=str(before_easter() + timedelta(days=8)), Starts_at="19:15")
    press(page, "Show me what this means")
    expect(page.locator(".told")).to_contain_text("Sam")
    shown(page, "move-told")
    press(page, "Move it")
    expect(page.locator(".evenings tbody tr").nth(1)).to_contain_text("moved from")
    shown(page, "moved")


def sees_the_month(hana: Newcomer) -> None:
    page, moved = hana.page, before_easter() + timedelta(days=8)
    go(page, f"See {before_easter():%B %Y}")
    expect(page.locator(".month td", has_text="19:15")).to_contain_text("Spring Mondays")
    expect(page.locator("table.stacks tr", has_text="moved from")).to_contain_text(f"{moved.day} {moved:%b}")
    shown(page, "month")
    anybody_can_use(hana.page)
    go(page, "To do")
    shown(page, "todo")
    press(page, "Everybody has been told")
    expect(page.get_by_text("are staffed and told")).to_be_visible()


def says_yes_and_subscribes(sam: Newcomer) -> None:
    page = sam.page
    go(page, "My shifts")
    press(page, "I will be there for all of them")
    expect(page.get_by_text("You said yes")).to_have_count(7)
    press(page, "Make a calendar link")
    link = page.get_by_label("Calendar link")
    expect(link).to_have_value(re.compile(r"\.ics$"))
    shown(page, "feed")
    feed = page.request.get(re.sub(r"^https?://[^/]+", sam.url, link.input_value()))
    events = icalendar.Calendar.from_ical(feed.body()).walk("VEVENT")
    starts = sorted(event.decoded("dtstart") for event in events)
    # A shift begins when the doors open, ten minutes before.
    assert [f"{at:%H:%M}" for at in starts] == ["18:20", "19:05", *["18:20"] * 5]
    assert {str(at.tzinfo) for at in starts} == {"Europe/London"}
