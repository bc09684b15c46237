"""Whole evenings of week one and week five, from the page of tonight to the last signature: two hold, eight sit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.people import Facilitator, Seated
from tests.browser.readable import anybody_can_use

WEEK = """
from cohorts.models import Session
s = Session.objects.get(public_id={session!r})
s.week = s.week.course.weeks.get(number={number})
s.save()
"""
SAFE = "I am not safe at home"
HANDOVER = "Begin with the weather next time"


@dataclass
class Night:
    """Who is there, each in a browser of their own."""

    evening: Evening
    sam: Facilitator
    noor: Facilitator
    seats: list[Seated]

    def goes(self, one: Facilitator, path: str) -> Page:
        """Another page of theirs, in the same tab."""
        one.page.goto(self.evening.alcove.url + path)
        return one.page

    def tonight(self, one: Facilitator) -> Locator:
        """What their page of tonight says of this evening."""
        return self.goes(one, "/staff/").locator(f"[aria-labelledby=tonight-{self.evening.card['id']}]")

    def after(self, one: Facilitator) -> Page:
        return self.goes(one, f"/staff/evenings/{self.evening.card['id']}/after/")


@pytest.fixture(params=[1, 5])
def night(house: House, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Night]:
    evening = house.next_evening()
    code = WEEK.format(session=evening.card["id"], number=request.param)
    evening.alcove.manage("shell", "-v", "0", "-c", code)
    contexts = [chromium.new_context(viewport=LAPTOP if one < 2 else PHONE) for one in range(10)]
    pages = [context.new_page() for context in contexts]
    sam, noor = (Facilitator(pages[place], evening.facilitator(place)) for place in (0, 1))
    seats = [Seated(pages[number + 1], evening.seat(number)) for number in range(1, 9)]
    yield Night(evening, sam, noor, seats)
    complaints = [line for one in (sam, noor, *seats) for line in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


def test_an_evening_from_tonight_to_the_last_signature(night: Night) -> None:
    _before(night)
    for seat in night.seats:
        seat.knocks()
    for seat in night.seats:
        seat.is_in()
    expect(night.sam.page.locator("#seats li").filter(has_text="here")).to_have_count(10)
    _the_script(night)
    _a_call(night)
    _signed(night)


def _before(night: Night) -> None:
    """What has to be known stands on one page, which leads into the room."""
    night.noor.comes_in()
    night.sam.comes_in()
    card = night.tonight(night.sam)
    for words in (night.noor.name, "in the room", "Watch out tonight for"):
        expect(card).to_contain_text(words)
    card.get_by_role("link", name="Go to").click()
    night.sam.is_in()


def _the_script(night: Night) -> None:
    """Each step in its order by one press; what is asked is answered, and only what may be counted is shown."""
    page = night.sam.page
    night.sam.shows("script")
    doing: dict[str, Callable[[Night], None]] = {"poll": _poll, "round": _round, "scale": _scale}
    steps = page.locator("#steps [data-step]")
    for number in range(steps.count()):
        row = steps.nth(number)
        if row.locator("details").get_attribute("open") is None:
            row.locator("summary").click()
        row.get_by_role("button", name="Send to the room").click()
        expect(row.locator("[data-part=state]")).to_contain_text("in the room")
        doing.get(str(row.get_attribute("data-kind")), _read)(night)
    expect(page.locator("#steps [data-state=next]")).to_have_count(0)


def _read(night: Night) -> None:
    """Words that nobody has to answer."""
    expect(night.seats[-1].page.locator("#asked")).to_be_visible()


def _poll(night: Night) -> None:
    for number, seat in enumerate(night.seats[:5]):
        _picks(seat, 0 if number < 3 else 1)
    expect(night.sam.page.locator("#in-room-count")).to_contain_text("5")
    night.sam.page.locator("#share").click()
    expect(night.seats[-1].page.locator("#asked-results .number").first).to_have_text("3")


def _scale(night: Night) -> None:
    """Numbers are for the facilitators alone."""
    _picks(night.seats[0], 4)
    expect(night.sam.page.locator("#in-room-count")).to_contain_text("One of 8")
    expect(night.sam.page.locator("#share-why")).to_contain_text("for you and the team alone")
    expect(night.sam.page.locator("#share")).to_be_hidden()


def _picks(seat: Seated, place: int) -> None:
    seat.page.locator("#asked-answers input").nth(place).check(force=True)
    seat.page.locator("#asked-form").get_by_role("button").first.click()
    expect(seat.page.locator("#asked-said")).to_contain_text("They know")


def _round(night: Night) -> None:
    """Eight turns: one passes, the others say a line as theirs comes."""
    page = night.sam.page
    passing, *others = night.seats
    passing.page.get_by_role("button", name="Pass", exact=True).click()
    expect(page.locator("#round-seats li").first).to_contain_text("passes")
    page.get_by_role("button", name="Begin the turns").click()
    for seat in others:
        expect(seat.page.locator("#asked-turn")).to_contain_text("It’s your turn")
        seat.says(f"Hello from {seat.name}, it was a good week, {len(seat.heard())}")
        page.locator("#round-ways button").first.click()
    expect(passing.page.locator("#asked-turn")).not_to_contain_text("It’s your turn")


def _a_call(night: Night) -> None:
    """Somebody calls in the last minute: both see it, one takes it, and the others see nothing."""
    caller, other = night.seats[0], night.seats[1]
    before = other.all_text()
    caller.calls_for_help(SAFE)
    expect(night.sam.alarms).to_have_count(1)
    night.noor.alarms.get_by_role("button", name="I’m on it").click()
    expect(night.sam.page.locator("#alarms")).to_be_hidden()
    night.noor.writes_privately_to(caller.name, "I am here. Tell me more if you can.")
    expect(caller.page.locator("#private")).to_contain_text("I am here.")
    assert SAFE not in other.all_text()
    assert other.all_text() == before


def _signed(night: Night) -> None:
    """The room is closed, and nobody goes home before what has to be written is written."""
    night.sam.controls().get_by_role("button", name="Close the room").click()
    night.sam.fills_in()
    expect(night.seats[2].page.locator("#talk")).to_contain_text("The room is closing.")
    expect(night.tonight(night.noor).get_by_role("link", name="Sign this evening off")).to_be_visible()
    night.sam.page.get_by_role("link", name="Sign off").click()
    sam, noor = night.sam.page, night.after(night.noor)
    expect(sam.get_by_role("heading", level=1)).to_have_text("After the evening")
    anybody_can_use(sam)
    _raises(noor, night.seats[0].name)
    noor.get_by_label("I have looked at who came, and it is right.").first.check()
    noor.get_by_role("button", name="Sign off this evening").click()
    expect(noor.get_by_role("alert").first).to_contain_text("A concern you raised lacks what was done")
    assert "422" in night.noor.complaints.pop(), "refused, as the browser says too"
    for part in ("what was done", "who was told"):
        form = noor.locator("article.concern form")
        form.get_by_role("combobox").select_option(label=part)
        form.get_by_role("textbox").fill(f"Written at once: {part}")
        form.get_by_role("button", name="Add").click()
        expect(noor.get_by_text("Added to the record.")).to_be_visible()
    _signs(noor)
    sam.get_by_label("For next week").fill(HANDOVER)
    _signs(sam)
    expect(sam.locator("#notes ~ article, article.note").filter(has_text=HANDOVER)).to_have_count(1)
    expect(sam.locator(".signed")).not_to_contain_text("not signed yet")


def _raises(page: Page, name: str) -> None:
    page.get_by_text("Raise a concern", exact=True).click()
    form = page.locator("form[action*='/concern/']")
    form.get_by_role("combobox").first.select_option(label=name)
    form.get_by_role("combobox").last.select_option("urgent")
    form.get_by_role("textbox").first.fill(f"{name} called and said it is not safe at home.")
    form.get_by_role("button", name="Raise it").click()
    expect(page.get_by_text("Raised. Tell the safeguarding lead now")).to_be_visible()


def _signs(page: Page) -> None:
    page.get_by_label("I have looked at who came, and it is right.").first.check()
    page.get_by_role("button", name="Sign off this evening").click()
    expect(page.get_by_text("Signed. Thank you for tonight.")).to_be_visible()
