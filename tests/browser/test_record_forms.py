"""A record and a duty have several forms on one page: pressing one button takes no words out of the others."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import LAPTOP, PHONE, Evening
from tests.browser.people import PATIENCE_MS, Facilitator
from tests.browser.readable import anybody_can_use

_RAISED = """
from django.db import transaction
from django.utils import timezone
from cohorts.actions import open_for
from cohorts.models import Role, Seat, Session, Shift, Staff
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding.duties import raise_duty
from facilitator.safeguarding.models import Kind, Level
s, now = Session.objects.get(public_id={session!r}), timezone.now()
seat = Seat.objects.get(cohort=s.cohort_id, number=1, withdrawn_at=None)
by = Shift.objects.get(session=s, leading=True).staff
concern = raise_afterwards(by, s, seat, Level.URGENT, "worn out, I think", now)
with transaction.atomic():
    duty = raise_duty(Kind.LEFT, Level.URGENT, s, ref="left of the forms", now=now, seat=seat, concern=concern)
lead = Staff.objects.create(name="Maya", role=Role.LEAD, demo=True)
door = open_for(lead, now)
print(concern.public_id, duty.public_id, door.sign_in.public_id, door.token)
"""


def _raised(evening: Evening) -> list[str]:
    """A concern and a sudden leaving of the first seat; returns their ids and the lead's way in."""
    code = _RAISED.format(session=evening.card["id"])
    return evening.alcove.manage("shell", "-v", "0", "-c", code).split()


def _lead(chromium: Browser, evening: Evening, as_id: str, token: str) -> Page:
    context = chromium.new_context(viewport=PHONE)
    context.add_cookies([{"name": f"alcove_{as_id}", "value": token, "url": evening.alcove.url}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


def test_what_is_typed_in_one_form_of_a_record_stays_while_another_is_written(
    evening: Evening, facilitator: Facilitator
) -> None:
    page, (concern, *_) = facilitator.page, _raised(evening)
    page.goto(page.url.replace(f"/console/{evening.card['id']}/", f"/staff/concerns/{concern}/"))
    done, told = page.locator("#id_done_text"), page.locator("#id_told_text")
    who = page.get_by_label("Who was told")
    done.fill("stayed behind with them")
    told.fill("rang Jo, who comes")
    writes = page.locator("form").filter(has=told).get_by_role("button", name="Write it")
    writes.press("Enter")
    expect(who).to_be_focused()
    expect(done).to_have_value("stayed behind with them")
    who.select_option(label="the safeguarding lead")
    page.context.set_offline(True)
    writes.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="The line is away")).to_be_visible()
    page.context.set_offline(False)
    writes.press("Enter")
    expect(page.locator("main [role=status]")).to_have_text("Written.")
    expect(told).to_have_count(0)
    expect(done).to_have_value("stayed behind with them")
    anybody_can_use(page)
    page.locator("form").filter(has=done).get_by_role("button", name="Write it").press("Enter")
    expect(page.locator(".record")).to_contain_text("stayed behind with them")


def test_a_lead_who_says_that_they_have_it_goes_on_with_what_they_were_writing(
    chromium: Browser, evening: Evening
) -> None:
    concern, duty, as_id, token = _raised(evening)
    page = _lead(chromium, evening, as_id, token)
    page.goto(f"{evening.alcove.url}/staff/concerns/{concern}/?write=plan&as={as_id}")
    agreed, outcome = page.locator("#id_plan_text"), page.locator("#id_close_text")
    agreed.fill("their aunt stays until Monday")
    page.get_by_text("Close it", exact=True).first.click()
    outcome.fill("safe for now")
    page.get_by_role("button", name="I have it").press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("You have it.")
    expect(agreed).to_have_value("their aunt stays until Monday")
    expect(outcome).to_have_value("safe for now")
    page.locator("form").filter(has=agreed).get_by_role("button", name="Write it").press("Enter")
    expect(page.locator(".record")).to_contain_text("their aunt stays until Monday")
    expect(outcome).to_have_value("safe for now")
    outcome.fill("")
    page.goto(f"{evening.alcove.url}/staff/duties/{duty}/?as={as_id}")
    words, back = page.locator("#id_text"), page.get_by_label("They came back, and somebody is with them")
    back.check()
    words.fill("they wrote at nine")
    page.get_by_role("button", name="I have it").press("Enter")
    expect(page.get_by_role("heading", name="You have it")).to_be_visible()
    expect(words).to_have_value("they wrote at nine")
    expect(back).to_be_checked()
    page.evaluate("scrollTo(0, 0)")
    anybody_can_use(page)
    page.get_by_role("button", name="Keep this").press("Enter")
    expect(page.get_by_text("Kept. Thank you.")).to_be_visible()
    page.context.close()


def test_a_lead_who_comes_second_to_close_it_has_their_words_still_and_adds_them(
    chromium: Browser, evening: Evening
) -> None:
    concern, _, as_id, token = _raised(evening)
    page = _lead(chromium, evening, as_id, token)
    page.goto(f"{evening.alcove.url}/staff/concerns/{concern}/?as={as_id}")
    done, outcome = page.locator("#id_done_text"), page.locator("#id_close_text")
    done.fill("stayed on the phone")
    page.get_by_text("Close it", exact=True).first.click()
    page.get_by_label("What came of it").select_option(index=2)
    outcome.fill("the ward has them")
    page.locator("#id_close_why").select_option(index=2)
    evening.alcove.manage("shell", "-v", "0", "-c", _CLOSED.format(concern=concern))
    page.locator("form").filter(has=outcome).get_by_role("button", name="Close it").press("Enter")
    heard = page.get_by_role("alert").filter(has_text="It was closed meanwhile")
    expect(heard).to_contain_text("with their aunt")
    expect(heard).to_be_focused()
    expect(outcome).to_have_value("the ward has them")
    expect(done).to_have_value("stayed on the phone")
    anybody_can_use(page)
    page.get_by_role("button", name="Add it to the record").press("Enter")
    expect(page.locator("main [role=status]")).to_have_text("Written, beside what stood there before.")
    expect(page.locator(".record")).to_contain_text("the ward has them")
    expect(outcome).to_have_count(0)
    expect(done).to_have_value("stayed on the phone")
    done.fill("")
    page.context.close()


def test_whoever_saw_to_what_was_theirs_is_led_to_where_that_is_said(
    chromium: Browser, evening: Evening, facilitator: Facilitator
) -> None:
    """The volunteer may read the record for what they see to alone, so that its page is not there once it is done."""
    concern, *_ = _raised(evening)
    code = _THEIRS.format(session=evening.card["id"], concern=concern)
    number = evening.alcove.manage("shell", "-v", "0", "-c", code).strip()
    context = chromium.new_context(viewport=LAPTOP)
    ali = Facilitator(context.new_page(), evening.facilitator(1)).comes_in()
    page = ali.page
    record = f"/staff/concerns/{concern}/"
    page.goto(page.url.replace(f"/console/{evening.card['id']}/", record))
    page.goto(f"{page.url}{'&' if '?' in page.url else '?'}write=followed&of={number}")
    page.locator("#id_followed_text").fill("they know, and came")
    page.get_by_role("button", name="Write it").press("Enter")
    expect(page.get_by_role("status").filter(has_text="What you had to see to is done")).to_be_visible()
    context.close()


_THEIRS = """
from datetime import timedelta
from django.utils import timezone
from cohorts.models import Session, Shift
from facilitator.actions.recording import Follow, ask_to_follow
from facilitator.safeguarding.models import Concern
concern = Concern.objects.get(public_id={concern!r})
there = Shift.objects.get(session__public_id={session!r}, leading=False)
now = timezone.now()
follow = Follow(there.staff, now + timedelta(days=1))
written = ask_to_follow(concern.raised_by, concern, "ring the school", follow, now)
print(written.number)
"""

_CLOSED = """
from django.utils import timezone
from cohorts.models import Role, Staff
from facilitator.actions.recording import close
from facilitator.safeguarding.models import Concern
noor = Staff.objects.create(name="Noor", role=Role.LEAD, demo=True)
close(noor, Concern.objects.get(public_id={concern!r}), "with their aunt", timezone.now(), why_not="they know")
"""
