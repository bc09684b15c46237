"""A new coordinator's first hour, in a real browser: plan, staff, meet a clash, move a night, see the month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.evening import PHONE, Evening, House
from tests.browser.readable import anybody_can_use, nothing_sticks_out

_LOST = """
from datetime import timedelta
from django.utils import timezone
from cohorts.models import Session
s = Session.objects.filter(cohort__name="Lost").earliest("starts_at")
s.closes_at = timezone.now() - timedelta(hours=20)
s.ends_at = s.closes_at - timedelta(minutes=15)
s.starts_at = s.ends_at - timedelta(hours=1)
s.opens_at = s.starts_at - timedelta(minutes=10)
s.outcome = "not_held"
s.save()
"""
TABLET = ViewportSize(width=820, height=1180)


@pytest.fixture(scope="module")
def evening(house: House) -> Evening:
    return house.next_evening()


@pytest.fixture
def hana(house: House, chromium: Browser) -> Iterator[Page]:
    """The coordinator at a tablet."""
    context = chromium.new_context(viewport=TABLET, reduced_motion="reduce", timezone_id="Europe/London")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
    page.goto(house.alcove.demo["coordinator"]["link"])
    yield page
    assert complaints == []
    context.close()


def autumn() -> date:
    """Six weeks before Saint Andrew's Day: seven evenings from there go over the end of summer time and meet it."""
    return date(date.today().year + 1, 10, 19)  # noqa: DTZ011  (a year is enough)


def fill(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        field = page.get_by_label(label.replace("_", " "), exact=True)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def plans(page: Page, first: date, at: str, lead: str, second: str, name: str) -> None:
    """Everything on the form, then a look at what it comes to."""
    page.get_by_role("link", name="Desk").click()
    page.get_by_role("link", name="Plan a cohort").click()
    fill(
        page, Day_of_the_week=first.strftime("%A"), Starts_at=at, First_evening=first.isoformat(), Leads=lead,
        Second_facilitator=second, Name_for_staff=name, Public_holidays_of="United Kingdom: Scotland",
    )  # fmt: skip
    page.get_by_role("button", name="Show me the evenings").click()


def test_a_cohort_is_planned_staffed_and_moved(evening: Evening, hana: Page) -> None:
    sam = f"{evening.facilitator().name} (counsellor)"
    noor = f"{evening.facilitator(1).name} (volunteer)"
    first = autumn()
    plans(hana, first, "18:30", sam, "nobody yet", "Autumn")
    expect(hana.get_by_role("heading", name="7 evenings")).to_be_focused()
    expect(hana.get_by_text("There is no second facilitator. A room opens with two.")).to_be_visible()
    sees_the_clocks_change(hana)
    anybody_can_use(hana)
    fill(hana, Second_facilitator=noor)
    takes_a_break_and_saves(hana)
    anybody_can_use(hana)
    plans(hana, first, "19:00", sam, noor, "Too close")
    expect(hana.get_by_text(f"{evening.facilitator().name} already works then", exact=False).first).to_be_visible()
    moves_the_second_night(hana, first + timedelta(days=8), evening.facilitator().name)
    sees_it_to_do_and_in_the_month(hana, first + timedelta(days=8))


def sees_the_clocks_change(hana: Page) -> None:
    lines = hana.locator(".preview tbody tr")
    expect(lines).to_have_count(8)
    expect(lines.nth(6)).to_contain_text("skipped: Saint Andrew's Day")
    for at, utc in ((0, "17:30"), (3, "18:30")):
        expect(lines.nth(at)).to_contain_text("18:30–19:30")
        expect(lines.nth(at).locator("td[data-label=UTC]")).to_contain_text(utc)


def takes_a_break_and_saves(hana: Page) -> None:
    lines = hana.locator(".preview tbody tr")
    lines.nth(2).get_by_label("no meeting").check()
    hana.get_by_role("button", name="Look again").last.click()
    expect(lines).to_have_count(9)
    expect(lines.nth(2)).to_contain_text("skipped: break")
    hana.get_by_role("button", name="Save this cohort").click()
    expect(hana.get_by_role("status").filter(has_text="The cohort is planned.")).to_be_visible()
    expect(hana.locator(".evenings tbody tr")).to_have_count(7)


def moves_the_second_night(hana: Page, to: date, who: str) -> None:
    hana.get_by_role("link", name="Cohorts", exact=True).click()
    hana.get_by_label("Search by name, course or who works there").fill("autumn")
    hana.get_by_role("button", name="Search").click()
    hana.get_by_role("link", name="Autumn", exact=True).click()
    hana.get_by_role("link", name="Move Week 2").click()
    keeps_its_margin_on_a_phone(hana)
    fill(hana, New_day=to.isoformat(), Starts_at="19:15")
    hana.get_by_role("button", name="Show me what this means").click()
    expect(hana.get_by_role("heading", name="Who will have to know")).to_be_visible()
    expect(hana.locator(".told")).to_contain_text(who)
    anybody_can_use(hana)
    hana.get_by_role("button", name="Move it").click()
    row = hana.locator(".evenings tbody tr").nth(1)
    expect(row).to_contain_text("moved from")
    expect(row).to_contain_text("not everybody told")


def keeps_its_margin_on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.wait_for_load_state("load")
    pair, last = page.locator(".pair").bounding_box(), page.get_by_label("Starts at", exact=True).bounding_box()
    assert pair
    assert last
    assert last["x"] + last["width"] <= pair["x"] + pair["width"] + 0.5
    page.set_viewport_size(TABLET)


def sees_it_to_do_and_in_the_month(hana: Page, moved: date) -> None:
    hana.get_by_role("link", name="Desk").click()
    expect(hana.get_by_role("heading", name="Changed, and not everybody has been told")).to_be_visible()
    anybody_can_use(hana)
    hana.get_by_role("link", name="Month").click()
    hana.goto(hana.url + f"&month={moved:%Y-%m}")
    expect(hana.locator(".month td", has_text="19:15")).to_contain_text("Autumn")
    anybody_can_use(hana)


def test_an_evening_that_nobody_could_hold_is_made_up_for(evening: Evening, hana: Page) -> None:
    sam, noor = (f"{evening.facilitator(at).name} ({role})" for at, role in enumerate(("counsellor", "volunteer")))
    plans(hana, autumn() + timedelta(days=2), "18:30", sam, noor, "Lost")
    hana.get_by_role("button", name="Save this cohort").click()
    expect(hana.locator(".evenings tbody tr")).to_have_count(7)
    evening.alcove.manage("shell", "-v", "0", "-c", _LOST)
    hana.reload()
    hana.get_by_role("link", name="Make up for it").press("Enter")
    expect(hana.get_by_role("heading", name="Make up for one evening")).to_be_visible()
    expect(hana.locator(".told")).to_contain_text(evening.facilitator().name)
    anybody_can_use(hana)
    hana.get_by_role("button", name="Add the evening").press("Enter")
    rows = hana.locator(".evenings tbody tr")
    expect(rows).to_have_count(8)
    expect(rows.first).to_contain_text("an evening was added for it")
    expect(rows.last).to_contain_text("not everybody told")
    anybody_can_use(hana)


def test_a_month_goes_by_the_keyboard(evening: Evening, hana: Page) -> None:
    hana.get_by_role("link", name="Desk").click()
    hana.get_by_role("link", name="Month").click()
    today = hana.locator(".month [aria-current=date]")
    expect(today).to_have_count(1)
    hana.wait_for_load_state()
    # By the clock of the house, whatever this machine's says.
    this_month = hana.locator("h1").inner_text()
    day = hana.locator(".month [data-day]").first
    day.focus()
    hana.keyboard.press("PageDown")
    expect(hana.locator("h1")).not_to_have_text(this_month)
    hana.get_by_role("link", name="Today", exact=True).press("Enter")
    expect(hana.locator("h1")).to_have_text(this_month)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_facilitator_answers_on_a_phone(evening: Evening, chromium: Browser, scheme: str) -> None:
    context = chromium.new_context(viewport=PHONE, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(evening.facilitator(1).link)
    page.goto(page.url.replace(f"/console/{evening.card['id']}/", "/shifts/"))
    anybody_can_use(page)
    row = page.locator(".shifts li").first
    row.get_by_role("button", name="I will be there").or_(
        row.get_by_role("button", name="I can come after all")
    ).click()
    expect(page.locator(".shifts li").first).to_contain_text("You said yes")
    page.locator(".shifts li").first.get_by_role("button", name="I cannot come").click()
    expect(page.locator(".shifts li").first).to_contain_text("You said you cannot come")
    page.get_by_role("button", name="Make a").click()
    expect(page.get_by_label("Calendar link")).to_have_value(re.compile(r"/calendar/[\w-]{43}\.ics$"))
    anybody_can_use(page)
    nothing_sticks_out(page)
    context.close()


def test_everything_works_without_javascript(house: House, evening: Evening, chromium: Browser) -> None:
    context = chromium.new_context(viewport=TABLET, java_script_enabled=False)
    page = context.new_page()
    page.goto(house.alcove.demo["coordinator"]["link"])
    first = autumn() + timedelta(days=1)
    plans(page, first + timedelta(days=1), "18:30", "nobody yet", "nobody yet", "Plain")
    fill(page, Day_of_the_week=first.strftime("%A"))
    page.get_by_role("button", name="Look again").first.click()
    page.get_by_role("button", name="Take").click()
    page.get_by_role("button", name="Save this cohort").click()
    expect(page.get_by_role("heading", name="Plain")).to_be_visible()
    page.get_by_role("link", name="Cancel Week 3").click()
    page.get_by_role("button", name="Cancel this evening").click()
    expect(page.locator(".evenings tbody tr")).to_have_count(8)
    context.close()
