"""From a worry in the room to a signed evening, in a real browser: raised, completed, read back, signed."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.evening import LAPTOP, Evening
from tests.browser.people import Facilitator, Seated
from tests.browser.readable import anybody_can_use

_ENDED = """
from datetime import timedelta
from django.utils import timezone
from cohorts.models import Seat, Session
s = Session.objects.get(public_id={session!r})
Seat.objects.filter(cohort=s.cohort_id).update(taken_at=s.opens_at - timedelta(days=1))
s.ends_at = timezone.now() - timedelta(seconds=1)
s.starts_at = s.ends_at - timedelta(hours=1)
s.opens_at = s.starts_at - timedelta(minutes=10)
s.save()
"""


def _adds(page: Page, part: str, words: str, then: str) -> None:
    card = page.locator("article.concern")
    card.get_by_label("What it is").select_option(label=part)
    card.get_by_label("In words").fill(words)
    card.get_by_role("button", name="Add").press("Enter")
    expect(card).to_contain_text(then)


def _raises(page: Page, name: str) -> None:
    """One press says how pressing it is, and raises it."""
    card = page.get_by_role("dialog", name=f"A concern about {name}")
    card.get_by_label("What you saw or heard").fill("worn out, I think")
    card.get_by_label("Write to them privately next").check()
    anybody_can_use(page)
    card.get_by_role("button", name="Urgent: within half an hour").click()
    expect(page.locator("#done")).to_contain_text("Now tell the safeguarding lead")
    expect(page.locator("#threads")).to_be_visible()


def _completes(page: Page) -> None:
    """A part by its own questions, put right, and the whole of it for paper."""
    page.get_by_role("link", name="What adds to the risk").click()
    page.get_by_label("they are alone now").check()
    anybody_can_use(page)
    page.get_by_role("button", name="Write it").press("Enter")
    expect(page.locator("p.card[role=status]")).to_contain_text("Written.")
    page.locator("li.card").filter(has_text="they are alone now").get_by_role("link", name="Put right").click()
    page.get_by_label("a loss or a break-up lately").check()
    page.get_by_role("button", name="Write it").press("Enter")
    expect(page.locator(".struck s")).to_contain_text("they are alone now")
    anybody_can_use(page)
    record = page.url
    page.get_by_role("link", name="Print").click()
    expect(page.locator(".report")).to_contain_text("Safeguarding record. Confidential.")
    anybody_can_use(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Back to the record")).to_be_hidden()
    expect(page.locator(".report .struck s")).to_be_visible()
    page.emulate_media(media="screen")
    page.goto(record.partition("?")[0] if "as=" not in record else record)
    page.get_by_role("link", name="Concerns").first.click()
    expect(page.get_by_role("heading", name="Concerns")).to_be_visible()


def test_a_concern_raised_from_a_message_is_completed_and_the_evening_signed(
    chromium: Browser, evening: Evening, facilitator: Facilitator
) -> None:
    context = chromium.new_context(viewport=LAPTOP)
    otter = Seated(context.new_page(), evening.seat(1)).comes_in()
    otter.says("everything is too much now")
    facilitator.hears("everything is too much now")
    facilitator.opens_choices_for("everything is too much now").get_by_role("button", name="Raise a concern").click()
    page, name = facilitator.page, evening.seat(1).name
    _raises(page, name)
    facilitator.shows("team")
    expect(page.locator("#team")).to_contain_text(f"raised a concern about {name}. Within half an hour.")
    assert "concern" not in otter.all_text() + otter.kept()
    evening.alcove.manage("shell", "-v", "0", "-c", _ENDED.format(session=evening.card["id"]))
    page.goto(page.url.replace(f"/console/{evening.card['id']}/", f"/staff/evenings/{evening.card['id']}/after/"))
    anybody_can_use(page)
    _adds(page, "what was done", "stayed behind with them", "Still to be written: who was told.")
    _adds(page, "who was told", "the lead, by phone", "is written down.")
    after = page.url
    page.get_by_role("link", name="Read the record").click()
    expect(page.locator(".words .meant")).to_contain_text("everything is too much now")
    anybody_can_use(page)
    _completes(page)
    page.goto(after)
    page.locator("#id_attendance").check()
    page.get_by_role("button", name="Sign off this evening").press("Enter")
    expect(page.locator("p.card[role=status]")).to_contain_text("Signed.")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name="What they said")).to_be_visible()
    expect(page.locator(".words")).to_contain_text(["everything is too much now", "Concern raised"])
    anybody_can_use(page)
    context.close()


def _looks_back(evening: Evening, page: Page) -> None:
    """The evening is over, and its page open."""
    evening.alcove.manage("shell", "-v", "0", "-c", _ENDED.format(session=evening.card["id"]))
    page.goto(page.url.replace(f"/console/{evening.card['id']}/", f"/staff/evenings/{evening.card['id']}/after/"))


def test_what_is_typed_in_one_form_stays_while_others_are_sent(evening: Evening, facilitator: Facilitator) -> None:
    page, name = facilitator.page, evening.seat(1).name
    _looks_back(evening, page)
    debrief, seen = page.get_by_label("How was the evening?"), page.get_by_label("What you saw or heard")
    debrief.fill("a quiet one, and a good one")
    page.get_by_text("Raise a concern", exact=True).click()
    seen.fill("worn out, I think")
    page.get_by_role("row", name=name).get_by_text("Change").click()
    page.get_by_role("button", name="Put right").locator("visible=true").press("Enter")
    said = page.locator("main [role=status]")
    expect(said).to_have_text("Put right.")
    expect(said).to_be_focused()
    page.get_by_role("button", name="I need support tonight").press("Enter")
    expect(said).to_contain_text("You are not alone with this.")
    expect(seen).to_be_visible()
    expect(seen).to_have_value("worn out, I think")
    expect(debrief).to_have_value("a quiet one, and a good one")
    assert "quiet one" not in facilitator.kept()
    anybody_can_use(page)


def test_what_is_typed_stays_while_it_is_refused_or_the_line_is_away(
    evening: Evening, facilitator: Facilitator
) -> None:
    page = facilitator.page
    _looks_back(evening, page)
    handover, sign = page.get_by_label("For next week"), page.get_by_role("button", name="Sign off this evening")
    handover.fill("ask about the exam")
    page.get_by_text("Raise a concern", exact=True).click()
    page.get_by_label("What you saw or heard").fill("worn out, I think")
    sign.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Not signed yet")).to_be_focused()
    page.locator("#id_attendance").check()
    page.context.set_offline(True)
    sign.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="The line is away")).to_be_focused()
    expect(handover).to_have_value("ask about the exam")
    page.context.set_offline(False)
    sign.press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("Signed.")
    expect(page.get_by_label("What you saw or heard")).to_have_value("worn out, I think")
    expect(page.locator("main")).to_contain_text("ask about the exam")


def test_whoever_was_signed_out_signs_in_in_another_tab_and_sends_what_stands_here(
    evening: Evening, facilitator: Facilitator
) -> None:
    page = facilitator.page
    _looks_back(evening, page)
    page.get_by_label("For next week").fill("ask about the exam")
    page.locator("#id_attendance").check()
    sign = page.get_by_role("button", name="Sign off this evening")
    signed_in = {one["name"]: one["value"] for one in page.context.cookies() if one["name"].startswith("alcove_")}
    page.context.clear_cookies()
    sign.press("Enter")
    said = page.get_by_role("alert").filter(has_text="You are signed out")
    expect(said).to_be_focused()
    with page.context.expect_page() as opened:
        said.get_by_role("link", name="Sign in in another tab").press("Enter")
    expect(opened.value.get_by_role("heading", level=1, name="Staff: sign in")).to_be_visible()
    anybody_can_use(page)
    # As signing in does: the sign-in is there again, and the token that keeps strangers from pressing here is another.
    page.context.add_cookies([{"name": name, "value": held, "url": page.url} for name, held in signed_in.items()])
    opened.value.goto(page.url)
    expect(opened.value.get_by_role("heading", level=1, name="After the evening")).to_be_visible()
    sign.press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("Signed.")
    expect(page.locator("main")).to_contain_text("ask about the exam")


def test_what_is_refused_is_not_said_to_be_the_line(evening: Evening, facilitator: Facilitator) -> None:
    page = facilitator.page
    _looks_back(evening, page)
    page.get_by_label("For next week").fill("ask about the exam")
    page.route("**/support/**", lambda route: route.fulfill(status=500, content_type="text/html", body="<p>No.</p>"))
    page.get_by_role("button", name="I need support tonight").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="One thing could not be done")).to_be_focused()
    expect(page.get_by_text("The line is away")).to_be_hidden()
    expect(page.get_by_text("You are signed out")).to_be_hidden()
    expect(page.get_by_label("For next week")).to_have_value("ask about the exam")


def test_what_is_pressed_during_a_send_goes_next_and_whoever_writes_on_keeps_the_hand_where_it_is(
    evening: Evening, facilitator: Facilitator
) -> None:
    page, name, held = facilitator.page, evening.seat(1).name, list[Route]()
    _looks_back(evening, page)
    page.route("**/attendance/**", lambda route: held.append(route))
    page.get_by_role("row", name=name).get_by_text("Change").click()
    page.get_by_role("button", name="Put right").locator("visible=true").press("Enter")
    page.get_by_role("button", name="I need support tonight").press("Enter")
    debrief = page.get_by_label("How was the evening?")
    debrief.press_sequentially("a quiet one")
    debrief.press("Home")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("main [role=status]")).to_contain_text("You are not alone with this.")
    expect(debrief).to_be_focused()
    page.keyboard.type("not ")
    expect(debrief).to_have_value("not a quiet one")
    expect(page.get_by_role("button", name="I need support tonight")).to_have_count(0)
    expect(page.locator("form[inert]")).to_have_count(0)


def test_what_is_put_right_after_an_answer_was_lost_is_raised_as_well(
    evening: Evening, facilitator: Facilitator
) -> None:
    """The server had written it as the line went: nobody knows, so the second press must not count as the first."""
    page, (first, second) = facilitator.page, (evening.seat(1).name, evening.seat(2).name)
    _looks_back(evening, page)

    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/after/concern/**", lose, times=1)
    page.get_by_text("Raise a concern", exact=True).click()
    form = page.locator("form").filter(has=page.get_by_role("button", name="Raise it"))
    form.get_by_label("About").select_option(label=first)
    form.get_by_label("What you saw or heard").fill("worn out, I think")
    raises = form.get_by_role("button", name="Raise it")
    raises.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="The line is away")).to_be_focused()
    form.get_by_label("About").select_option(label=second)
    raises.press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text("Raised.")
    expect(page.locator("article.concern h3")).to_have_text([first, second])
