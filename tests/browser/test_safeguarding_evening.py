"""An evening on which somebody is in danger: two hold the room, the lead answers from a phone, seven notice nothing.

Beside it the same evening is played once more without that message, and what the other seven were sent is laid side by
side, frame by frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.ears import COUNTS_SOUND, Ears
from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.people import Facilitator, Seated
from tests.browser.readable import anybody_can_use
from tests.ground import Ground
from tests.running import Alcove

DANGER = "I have taken all the pills in the house. Goodbye everyone."
KEPT, SHOWN_AS, PIECE = "+447400123456", "+44 7400 123456", "123456"
GIVEN = """
from django.utils import timezone
from cohorts.actions.contacts import keep_contact
from cohorts.models import ContactPurpose, Seat, Session
s = Session.objects.get(public_id={session!r})
seat = Seat.objects.get(cohort=s.cohort_id, number=1, withdrawn_at=None)
keep_contact(seat, ContactPurpose.LIFE, {kept!r}, timezone.now(), "1")
"""
TEN_MINUTES_LATER = """
from datetime import timedelta
from django.db.models import F, QuerySet
from facilitator.safeguarding.models import Opening
ten = timedelta(minutes=10)
QuerySet(Opening).update(opened_at=F("opened_at") - ten, closes_at=F("closes_at") - ten)
"""
SOUNDS = "() => window.sounding > 0"
SILENT = "() => window.sounding === 0"


@dataclass
class Night:
    """Who is there, each in a browser of their own; the first of the seats is in danger."""

    evening: Evening
    sam: Facilitator
    noor: Facilitator
    seats: list[Seated]
    ears: list[Ears]

    @property
    def otter(self) -> Seated:
        return self.seats[0]

    def does(self, code: str) -> None:
        """Something in the house that is no press on a page."""
        self.evening.alcove.manage("shell", "-v", "0", "-c", code)

    def after(self, one: Facilitator) -> Page:
        one.page.goto(f"{self.evening.alcove.url}/staff/evenings/{self.evening.card['id']}/after/")
        return one.page

    def heard_by_the_others(self) -> list[list[str]]:
        """All that the seven were sent, with names and ids of this evening put aside."""
        card = self.evening.card
        unlike = (card["id"], *(seat["name"] for seat in card["seats"]), *(one["name"] for one in card["staff"]))
        return [ears.heard(*unlike) for ears in self.ears[1:]]


@pytest.fixture(scope="module")
def house(ground: Ground) -> Iterator[House]:
    """A house of these two evenings alone.

    The lead answers for a whole house. Where others were played before, somebody with an open call has just closed a
    page, and a minute later, in the middle of this evening, the lead is rightly told that they left suddenly.
    """
    alcove = Alcove(ground.environment()).prepare(sessions=2).start()
    yield House(alcove)
    alcove.stop()


@contextmanager
def night(house: House, chromium: Browser) -> Iterator[Night]:
    evening, contexts = house.next_evening(), list[BrowserContext]()
    for who in range(10):
        contexts.append(chromium.new_context(viewport=LAPTOP if who < 2 else PHONE))
        contexts[-1].add_init_script(COUNTS_SOUND)
    pages = [context.new_page() for context in contexts]
    sam, noor = (Facilitator(pages[place], evening.facilitator(place)) for place in (0, 1))
    seats = [Seated(pages[number + 1], evening.seat(number)) for number in range(1, 9)]
    yield Night(evening, sam, noor, seats, [Ears(seat.page) for seat in seats])
    complaints = [line for one in (sam, noor, *seats) for line in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def lead(chromium: Browser) -> Iterator[Page]:
    """The safeguarding lead, at home, with nothing but a phone."""
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    context.add_init_script(COUNTS_SOUND)
    yield context.new_page()
    context.close()


def test_an_evening_on_which_somebody_is_in_danger_is_a_quiet_one_for_the_other_seven(
    house: House, chromium: Browser, lead: Page
) -> None:
    with night(house, chromium) as one:
        one.does(GIVEN.format(session=one.evening.card["id"], kept=KEPT))
        _begins(one)
        _in_danger(one)
        _taken(one)
        _raised(one)
        _the_lead_has_it(one, lead)
        _opened_and_closed_by_itself(one, lead)
        _goes_on(one)
        heard = one.heard_by_the_others()
        words = [seat.all_text() for seat in one.seats[1:]]
        _signed(one)
        _completed(one, lead)
    with night(house, chromium) as quiet:
        _begins(quiet)
        _goes_on(quiet)
        for loud, calm in zip(heard, quiet.heard_by_the_others(), strict=True):
            assert loud == calm
    assert all("pills" not in said for said in words)


def _begins(night: Night) -> None:
    night.sam.comes_in()
    night.noor.comes_in()
    for seat in night.seats:
        seat.comes_in()
    expect(night.sam.page.locator("#seats li").filter(has_text="here")).to_have_count(10)
    for one in (night.sam, night.noor):
        one.page.locator("#say-words").click()
    night.seats[1].says("Hello from me")
    for seat in night.seats:
        seat.hears("Hello from me")


def _in_danger(night: Night) -> None:
    """The words go to the facilitators and nowhere else; both see and hear that, and are told whom it is about."""
    night.otter.writes(DANGER)
    expect(night.otter.page.locator("#private-talk")).to_contain_text("This message is automatic.")
    for one in (night.sam, night.noor):
        expect(one.alarms).to_have_count(1)
        expect(one.alarms.first).to_contain_text(night.otter.name)
        expect(one.alarms.first).to_contain_text(DANGER)
        one.page.wait_for_function(SOUNDS)


def _taken(night: Night) -> None:
    """One takes it, which silences it for both, and writes; the young person reads who is there."""
    night.noor.alarms.get_by_role("button", name="I’m on it").click()
    night.noor.writes_privately_to(night.otter.name, "I am here. Where are you right now?")
    for one in (night.sam, night.noor):
        one.page.wait_for_function(SILENT)
    expect(night.otter.page.locator("#private-talk")).to_contain_text("I am here. Where are you right now?")


def _raised(night: Night) -> None:
    """The other raises a concern at level now, which is told to the lead in the same moment."""
    page = night.sam.page
    night.sam.shows("queue")
    night.sam.task(DANGER).get_by_role("button", name="Raise a concern").first.click()
    page.get_by_label("What you saw or heard").fill("They say that they have taken pills. Noor writes with them.")
    page.get_by_role("button", name="Now: somebody may be in danger").click()
    expect(page.locator("#done")).to_contain_text("Now tell the safeguarding lead")


def _the_lead_has_it(night: Night, lead: Page) -> None:
    """On a phone: it stands there, sounds after the first touch, says what to ask and to read out; one press has it."""
    lead.goto(night.evening.alcove.demo["lead"]["link"])
    strip = lead.locator("#duties")
    expect(strip).to_contain_text("A concern needs you")
    lead.get_by_role("button", name="Turn the sound on").tap()
    lead.wait_for_function(SOUNDS)
    assert night.otter.name not in strip.inner_text()
    anybody_can_use(lead)
    strip.get_by_role("link", name="A concern needs you").tap()
    expect(lead.get_by_role("heading", level=1)).to_have_text("A concern needs you")
    expect(lead.locator(".to-ask")).to_contain_text("Where are you right now?")
    expect(lead.locator(".read-out")).to_contain_text(DANGER)
    anybody_can_use(lead)
    lead.get_by_role("button", name="I have it").tap()
    expect(lead.get_by_role("heading", name="You have it")).to_be_visible()
    # Names what still stands: of a strip that is not hidden Playwright shows one level, a list as if it were empty.
    expect(strip.locator("[data-duty]")).to_have_text([])
    expect(strip).to_be_hidden()
    lead.wait_for_function(SILENT)
    anybody_can_use(lead)


def _opened_and_closed_by_itself(night: Night, lead: Page) -> None:
    """The contact, given only for this: opened with a reason, seen for ten minutes, then gone from page and history."""
    lead.clock.install()
    lead.get_by_role("link", name="How to reach them").tap()
    lead.get_by_label("What you fear").select_option("done")
    lead.get_by_label("In your words").fill("They write that they took pills.")
    lead.get_by_role("button", name="Open it for ten minutes").tap()
    expect(lead.locator("[data-contact]")).to_have_text(SHOWN_AS)
    lead.clock.fast_forward("10:00")
    expect(lead.get_by_role("heading", name="It is hidden again")).to_be_visible()
    night.does(TEN_MINUTES_LATER)
    lead.get_by_role("link", name="Go on").tap()
    expect(lead.get_by_role("heading", name="Open it")).to_be_visible()
    assert PIECE not in lead.content()
    assert PIECE not in night.evening.alcove.log.read_text()


def _goes_on(night: Night) -> None:
    """The room goes on, for seven or for eight, and is closed."""
    night.seats[2].says("I walked a lot this week")
    night.sam.says("Thank you for telling us")
    for seat in night.seats[1:]:
        seat.hears("Thank you for telling us")
    night.sam.controls().get_by_role("button", name="Close the room").click()
    night.sam.fills_in()
    for seat in night.seats[1:]:
        expect(seat.page.locator("#talk")).to_contain_text("The room is closing.")


def _signed(night: Night) -> None:
    """Nobody goes home before the least is written: what was done, and who was told."""
    sam, noor = night.after(night.sam), night.after(night.noor)
    for part in ("what was done", "who was told"):
        card = sam.locator("article.concern")
        card.get_by_label("What it is").select_option(label=part)
        card.get_by_label("In words").fill(f"Written that night: {part}")
        card.get_by_role("button", name="Add").click()
        expect(sam.get_by_text("Added to the record.")).to_be_visible()
    for page in (sam, noor):
        page.get_by_label("I have looked at who came, and it is right.").first.check()
        page.get_by_role("button", name="Sign off this evening").click()
        expect(page.get_by_text("Signed. Thank you for tonight.")).to_be_visible()
    noor.reload()
    expect(noor.locator(".signed")).not_to_contain_text("not signed yet")


def _completed(night: Night, lead: Page) -> None:
    """The lead reads the very words, who opened what and who had it; signs it, and closes it with what came of it."""
    lead.get_by_role("link", name="Concerns").first.tap()
    lead.get_by_role("link", name=night.otter.name).first.tap()
    record = lead.locator("ol.record")
    for said in (DANGER, "The contact was opened", "Somebody has it", "Written that night: who was told"):
        expect(record).to_contain_text(said)
    assert PIECE not in lead.content()
    lead.get_by_role("button", name="Sign", exact=True).tap()
    expect(lead.get_by_role("status").filter(has_text="Signed.")).to_be_visible()
    lead.locator("summary").filter(has_text="Close it").tap()
    lead.locator("#id_close_outcome").select_option(label="somebody outside has taken it over")
    lead.locator("#id_close_text").fill("The ambulance came at nine.")
    lead.locator("#id_close_why").select_option(index=1)
    lead.get_by_role("button", name="Close it").tap()
    expect(lead.get_by_role("status").filter(has_text="Closed.")).to_be_visible()
    anybody_can_use(lead)
    lead.goto(lead.url.split("/staff/")[0] + "/staff/concerns/")
    expect(lead.get_by_role("heading", name="Closed")).to_contain_text("1")
    expect(lead.get_by_role("table", name="Closed")).to_contain_text("Closed")
    anybody_can_use(lead)
