"""How it was, where an evening is added after the last: asked of the course as a whole, and never of one alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts.actions.evaluate import OPEN_FOR, evaluate
from cohorts.actions.holds import place_hold
from cohorts.actions.nights import cancel_session, make_up
from cohorts.models import Cohort, Evaluation, Seat, Session, WhyHeld
from cohorts.models.session import Outcome
from cohorts.planning import Night
from tests import cast
from tests.cohorts.attended import held, there
from tests.cohorts.doors import browser
from tests.cohorts.test_how_it_was import ALL, ASK, MINE, answered, counts, desk, over_since

pytestmark = pytest.mark.django_db
KEEP = "/mine/keep/"


def made_up_for(evening: cast.Evening, of: Session) -> Session:
    """The evening that is added for this one, in a week."""
    starts_at = timezone.now() + timedelta(days=7)
    version = Cohort.objects.get(pk=evening.cohort.pk).version
    return make_up(evening.coordinator, of, version, Night(starts_at.date(), starts_at))


def test_whoever_answered_before_an_evening_was_added_answers_about_the_whole_course() -> None:
    evening = cast.evening("over")
    answered(evening, "yes", "no")
    new = made_up_for(evening, evening.session)
    assert (counts(evening), Seat.objects.filter(evaluated=True).exists()) == ({}, False)
    assert "How was it for you?" not in browser(evening, evening.otter).get(MINE).content.decode()
    assert not evaluate(evening.otter, ALL, timezone.now())
    assert "How it was for them" not in desk(evening)
    assert evaluate(evening.otter, ALL, new.ends_at)
    assert counts(evening)["safe"] == {"mostly": 1}


def test_what_a_hold_keeps_stays_counted_and_whoever_did_not_answer_may_after_the_last_evening() -> None:
    evening = cast.evening("over")
    answered(evening, "yes", "no")
    place_hold(evening.lead, evening.moth, WhyHeld.POLICE, timezone.now())
    new = made_up_for(evening, evening.session)
    assert counts(evening)["safe"] == {"yes": 1, "no": 1}
    assert not evaluate(evening.otter, ALL, new.ends_at), "they are counted already"
    assert evaluate(evening.badger, ALL, new.ends_at)


def test_once_the_numbers_may_have_been_seen_no_answer_comes_to_them_however_many_evenings_are_added() -> None:
    evening = cast.evening("over")
    answered(evening, "yes", "yes", "no", "mostly")
    over_since(evening, OPEN_FOR + timedelta(days=1))
    before = counts(evening)
    assert "Did you feel safe" in desk(evening)
    new = made_up_for(evening, evening.session)
    assert "Did you feel safe" in desk(evening), "what was seen goes on being shown"
    assert not evaluate(evening.badger, ALL, new.ends_at)
    for field in ("opens_at", "starts_at", "ends_at", "closes_at"):
        setattr(new, field, getattr(new, field) - timedelta(days=8))
    new.save()
    assert "How was it for you?" not in browser(evening, evening.badger).get(MINE).content.decode()
    another = made_up_for(evening, new)
    assert not evaluate(evening.badger, ALL, another.ends_at)
    assert counts(evening) == before
    assert "Did you feel safe" in desk(evening)


def test_of_what_nobody_answered_the_desk_sees_nothing_later_either() -> None:
    evening = cast.evening("over")
    over_since(evening, OPEN_FOR + timedelta(days=1))
    new = made_up_for(evening, evening.session)
    assert Evaluation.objects.get(cohort=evening.cohort).shut
    assert not evaluate(evening.otter, ALL, new.ends_at)
    assert "nothing is shown." in desk(evening)


def cancelled(evening: cast.Evening, of: Session) -> None:
    cancel_session(evening.coordinator, of, Cohort.objects.get(pk=evening.cohort.pk).version)


def test_a_group_whose_last_evening_is_cancelled_late_is_asked_for_two_weeks_from_then_on() -> None:
    evening, now = cast.evening("over"), timezone.now()
    over_since(evening, OPEN_FOR + timedelta(days=1))
    later = cast.session(evening.cohort, "waiting", now)
    assert not evaluate(evening.otter, ALL, now)
    cancelled(evening, later)
    assert "How was it for you?" in browser(evening, evening.otter).get(MINE).content.decode()
    answered(evening, "yes", "no", "yes", "mostly")
    assert "Young people can answer a few questions until" in desk(evening)
    assert "Did you feel safe" not in desk(evening)
    shuts = Session.objects.get(pk=later.pk).cancelled_at
    assert shuts
    assert not evaluate(evening.badger, ALL, shuts + OPEN_FOR)
    assert evaluate(evening.badger, ALL, shuts + OPEN_FOR - timedelta(seconds=1))


def test_whoever_answered_before_an_evening_was_added_that_is_cancelled_late_may_answer_once_more() -> None:
    evening = cast.evening("over")
    answered(evening, "yes", "no")
    new = made_up_for(evening, evening.session)
    over_since(evening, OPEN_FOR + timedelta(days=1))
    cancelled(evening, new)
    assert evaluate(evening.otter, ALL, timezone.now())


def test_what_was_seen_is_not_asked_once_more_as_an_evening_that_was_added_is_cancelled() -> None:
    evening = cast.evening("over")
    answered(evening, "yes", "yes", "no", "mostly")
    over_since(evening, OPEN_FOR + timedelta(days=1))
    cancelled(evening, made_up_for(evening, evening.session))
    assert not evaluate(evening.badger, ALL, timezone.now())
    assert "Did you feel safe" in desk(evening)


@pytest.mark.parametrize(
    ("outcome", "came", "named"),
    [("", 2, True), ("", 1, False), ("", 0, False), (Outcome.NOBODY_CAME, 0, False), (Outcome.NOT_HELD, 0, False)],
)
def test_no_day_is_named_while_the_last_evening_may_be_made_up_for(outcome: str, came: int, named: bool) -> None:
    evening = cast.evening("over")
    if outcome != Outcome.NOT_HELD:
        held(evening.session)
    for number in range(1, came + 1):
        there(evening.session, number)
    Session.objects.filter(pk=evening.session.pk).update(outcome=outcome)
    otter = browser(evening, evening.otter)
    asked, sheet = (otter.get(address).content.decode() for address in (ASK, KEEP))
    assert ("You have time until " in asked) == ("You can come back to this page until " in sheet) == named
    assert "the people who plan the groups see the numbers, if four or more of you answered." in asked
    assert "A file stays on this phone or computer until somebody deletes it." in sheet
