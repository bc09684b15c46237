"""Nobody on call for an evening: said at the desk a week before and on the page of tonight, until somebody is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cohorts.models import Cohort, OnCallSpan, Role, Session, Staff
from cohorts.on_call import Post
from tests import cast
from tests.cast import Evening
from tests.cohorts.doors import browser
from tests.cohorts.newcomer import begun
from tests.facilitator.calling import seen

# Other tests ask of both stores what these pages are drawn from, and tests/cohorts/test_every_address.py opens each.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
TONIGHT, DESK = "/staff/", "/desk/"
NOBODY = "Nobody is on call for this evening."


@pytest.fixture
def evening() -> Evening:
    found = cast.evening("waiting")
    Session.objects.update(changed_at=None)
    return found


def holds(evening: Evening, post: Post, who: Staff, *, minutes: int = 0) -> OnCallSpan:
    """From before it opens until it closes, or so many minutes less."""
    session = evening.session
    return OnCallSpan.objects.create(
        post=post, staff=who, starts_at=session.opens_at - timedelta(hours=1),
        ends_at=session.closes_at - timedelta(minutes=minutes),
    )  # fmt: skip


def test_the_page_of_tonight_says_so_to_everybody_who_sees_the_evening(evening: Evening) -> None:
    for who in (evening.counsellor, evening.volunteer, evening.lead, evening.coordinator):
        assert NOBODY in seen(browser(evening, who), TONIGHT)
    span = holds(evening, Post.LEAD, evening.lead, minutes=5)
    assert NOBODY in seen(browser(evening, evening.counsellor), TONIGHT), "not for its last minutes"
    span.delete()
    holds(evening, Post.LEAD, evening.lead)
    page = seen(browser(evening, evening.counsellor), TONIGHT)
    assert NOBODY not in page
    assert "Open in the rota for this evening: deputy, on call." in page
    Staff.objects.filter(pk=evening.lead.pk).update(role=Role.COORDINATOR)
    assert NOBODY in seen(browser(evening, evening.counsellor), TONIGHT), "who may not have the post does not answer"


def test_the_desk_has_it_to_do_while_the_evening_is_still_to_come(evening: Evening) -> None:
    kit = browser(evening, evening.coordinator)
    said = "Nobody answers outside the room: no lead, no deputy, nobody on call."
    assert said in seen(kit, DESK)
    for other in (evening.session, evening.elsewhere):
        OnCallSpan.objects.create(
            post=Post.DEPUTY if OnCallSpan.objects.exists() else Post.ON_CALL, staff=evening.counsellor,
            starts_at=other.opens_at, ends_at=other.closes_at,
        )  # fmt: skip
    assert said not in seen(kit, DESK)


def test_the_desk_says_that_a_worry_about_the_lead_has_nobody_until_there_is_a_deputy_or_a_trustee(
    evening: Evening, settings: Settings
) -> None:
    alone = "Nobody to hear of a worry about the lead"
    for who in (evening.coordinator, evening.lead):
        assert alone in seen(browser(evening, who), DESK)
    kit = browser(evening, evening.coordinator)
    settings.TRUSTEE_EMAIL = "trustee@example.org"
    assert alone in seen(kit, DESK), "a trustee who does not work here is none"
    trustee = cast.staff("Tea", Role.ADMINISTRATOR)
    Staff.objects.filter(pk=trustee.pk).update(email=settings.TRUSTEE_EMAIL)
    assert alone not in seen(kit, DESK)
    settings.TRUSTEE_EMAIL = ""
    assert alone in seen(kit, DESK)
    holds(evening, Post.DEPUTY, evening.counsellor)
    assert alone not in seen(kit, DESK)


def test_the_desk_takes_nobody_of_a_demo_that_is_off_for_a_deputy_or_for_who_answers(evening: Evening) -> None:
    holds(evening, Post.DEPUTY, cast.staff("Ines", Role.COUNSELLOR, demo=True))
    kit = browser(evening, evening.coordinator)
    assert "Nobody to hear of a worry about the lead" in seen(kit, DESK)
    assert NOBODY in seen(kit, TONIGHT)


def test_the_desk_takes_nobody_who_never_finished_setting_up_for_a_deputy_or_a_trustee(
    evening: Evening, settings: Settings
) -> None:
    settings.TRUSTEE_EMAIL = "max@charity.example"
    begun("Max", Role.COUNSELLOR, timezone.now())
    holds(evening, Post.DEPUTY, Staff.objects.get(name="Max"))
    kit = browser(evening, evening.coordinator)
    assert "Nobody to hear of a worry about the lead" in seen(kit, DESK)
    assert NOBODY in seen(kit, TONIGHT)


def test_of_an_evening_of_the_demo_nobody_outside_is_called(evening: Evening) -> None:
    Cohort.objects.update(demo=True)
    assert NOBODY not in seen(browser(evening, evening.counsellor), TONIGHT)
