"""Who answers outside the rooms at a moment, and what the rota leaves open."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from cohorts import actions
from cohorts.desk.on_call.forms import holders
from cohorts.keeping.leavings import forget_invitations
from cohorts.models import Away, OnCallSpan, Role, Staff
from cohorts.on_call import OnCall, Post, gaps, is_on_call, on_call, read
from cohorts.roles import may_hold
from cohorts.staff.roll import ready
from tests import cast
from tests.cohorts.newcomer import begun
from tests.cohorts.planned import utc

pytestmark = pytest.mark.django_db

NOON = utc(2026, 11, 4, 12)
HOUR = timedelta(hours=1)


def has(staff: Staff, post: Post, start: datetime = NOON, end: datetime = NOON + 4 * HOUR) -> OnCallSpan:
    return OnCallSpan.objects.create(staff=staff, post=post, starts_at=start, ends_at=end)


@pytest.fixture
def jo() -> Staff:
    return cast.staff("Jo", Role.LEAD)


@pytest.fixture
def sam() -> Staff:
    return cast.staff("Sam", Role.COUNSELLOR)


@pytest.fixture
def lee() -> Staff:
    return cast.staff("Lee", Role.LEAD)


def test_each_post_is_whose_span_it_is_from_its_beginning_up_to_its_end(jo: Staff, sam: Staff, lee: Staff) -> None:
    has(lee, Post.LEAD)
    has(jo, Post.DEPUTY)
    has(sam, Post.ON_CALL)
    assert on_call(NOON) == on_call(NOON + 4 * HOUR - timedelta(microseconds=1)) == OnCall(lee, jo, sam)
    assert on_call(NOON + 4 * HOUR) == OnCall(jo, None, None)
    assert on_call(NOON - timedelta(microseconds=1)) == OnCall(jo, None, None)


def test_where_the_rota_names_no_lead_the_first_of_the_house_is_told_unless_away(jo: Staff, lee: Staff) -> None:
    assert on_call(NOON).lead == jo
    Away.objects.create(staff=jo, starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    assert on_call(NOON).lead == lee
    Away.objects.create(staff=lee, starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    assert on_call(NOON).lead == jo, "somebody is told, even if all are away"


def test_a_house_without_a_lead_has_none(sam: Staff) -> None:
    assert on_call(NOON) == OnCall(None, None, None)
    assert not is_on_call(sam, NOON)


def test_whoever_is_away_has_no_post_then_and_it_is_a_gap(jo: Staff, sam: Staff) -> None:
    has(jo, Post.LEAD)
    has(jo, Post.DEPUTY)
    has(sam, Post.ON_CALL)
    assert gaps(NOON, NOON + 4 * HOUR) == []
    Away.objects.create(staff=sam, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
    assert gaps(NOON, NOON + 4 * HOUR) == [(NOON + HOUR, NOON + 2 * HOUR, Post.ON_CALL)]
    assert is_on_call(sam, NOON)
    assert not is_on_call(sam, NOON + HOUR)
    assert is_on_call(sam, NOON + 2 * HOUR)


def test_whoever_left_or_may_not_have_the_post_any_more_leaves_a_gap(jo: Staff, sam: Staff) -> None:
    has(jo, Post.DEPUTY)
    has(sam, Post.ON_CALL)
    Staff.objects.filter(pk=jo.pk).update(left_at=NOON)
    Staff.objects.filter(pk=sam.pk).update(role=Role.VOLUNTEER)
    assert on_call(NOON) == OnCall(None, None, None)
    assert [post for *_, post in gaps(NOON, NOON + HOUR)] == [Post.LEAD, Post.DEPUTY, Post.ON_CALL]


def test_whoever_is_of_a_demo_that_is_off_answers_for_nothing(sam: Staff, settings: Settings) -> None:
    maya, ines = cast.staff("Maya", Role.LEAD, demo=True), cast.staff("Ines", Role.COUNSELLOR, demo=True)
    has(maya, Post.LEAD)
    has(ines, Post.DEPUTY)
    has(sam, Post.ON_CALL)
    settings.DEMO = True
    assert on_call(NOON) == OnCall(maya, ines, sam)
    settings.DEMO = False
    assert on_call(NOON) == OnCall(None, None, sam)
    assert [post for *_, post in gaps(NOON, NOON + HOUR)] == [Post.LEAD, Post.DEPUTY]
    assert set(holders()) == set(ready()) == {sam}, "and nobody plans them in"


def unfinished(name: str, role: Role, how: str) -> Staff:
    """Somebody who chose a password by an invitation and stopped before the second step; `how` is what came of it."""
    invitation = begun(name, role, NOON).invitation
    one = Staff.objects.get(name=name)
    if how == "anew":
        actions.finish(one, NOON)
        actions.forget_second_factor(one, NOON, by=None)
        actions.invite_anew(one, NOON, by=None)
    elif how == "withdrawn":
        actions.withdraw_invitation(invitation, NOON, by=None)
    elif how == "run out":
        forget_invitations([invitation], NOON + 40 * 24 * HOUR)
    return one


@pytest.mark.parametrize("how", ["waiting", "anew", "withdrawn", "run out"])
def test_whoever_has_not_finished_setting_up_answers_for_nothing_until_they_have(how: str, lee: Staff) -> None:
    ada = unfinished("Ada", Role.LEAD, how)
    Staff.objects.filter(pk=lee.pk).update(left_at=NOON)
    has(ada, Post.DEPUTY)
    assert on_call(NOON) == OnCall(None, None, None)
    assert not {*holders(), *ready()}, "and nobody plans them in"
    actions.invite_anew(ada, NOON, by=None)
    assert on_call(NOON) == OnCall(None, None, None)
    actions.finish(ada, NOON)
    assert on_call(NOON) == OnCall(ada, ada, None)
    assert {*holders()} == {*ready()} == {ada}


def test_nobody_is_there_only_when_every_post_is_open(jo: Staff, sam: Staff) -> None:
    has(jo, Post.LEAD, NOON, NOON + 2 * HOUR)
    has(sam, Post.ON_CALL, NOON + HOUR, NOON + 3 * HOUR)
    found = read(NOON, NOON + 5 * HOUR)
    assert found.nobody(NOON, NOON + 5 * HOUR) == [(NOON + 3 * HOUR, NOON + 5 * HOUR)]
    assert found.nobody(NOON, NOON + 3 * HOUR) == []


def test_who_may_have_which_post() -> None:
    assert {post for post in Post if may_hold(Role.LEAD, post)} == {*Post}
    assert {post for post in Post if may_hold(Role.COUNSELLOR, post)} == {Post.DEPUTY, Post.ON_CALL}
    for role in (Role.VOLUNTEER, Role.COORDINATOR, Role.ADMINISTRATOR, "stranger"):
        assert not [post for post in Post if may_hold(role, post)]


def test_it_takes_as_many_questions_for_many_spans_as_for_one(
    jo: Staff, sam: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(30):
        has(sam, Post.ON_CALL, NOON + day * 24 * HOUR, NOON + (day + 1) * 24 * HOUR)
        Away.objects.create(staff=jo, starts_at=NOON + day * 24 * HOUR, ends_at=NOON + day * 24 * HOUR + HOUR)
    with django_assert_num_queries(2):
        assert len(gaps(NOON, NOON + 30 * 24 * HOUR)) == 2
    with django_assert_num_queries(3):
        on_call(NOON)


@pytest.mark.parametrize(("starts", "ends"), [(0, 1), (3, 4), (4, 0)])
def test_the_database_itself_refuses_a_second_beginning_a_second_end_and_a_span_the_wrong_way_round(
    jo: Staff, sam: Staff, starts: int, ends: int
) -> None:
    has(jo, Post.DEPUTY)
    with pytest.raises(IntegrityError), transaction.atomic():
        has(sam, Post.DEPUTY, NOON + starts * HOUR, NOON + ends * HOUR)
    assert not [one for one in OnCallSpan.objects.all() if "Sam" in repr(one) or "Jo" in repr(one)]
