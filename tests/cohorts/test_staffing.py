"""Staff whose work ends: in one session, or altogether."""

import pytest
from django.utils import timezone

from cohorts import access, actions
from cohorts.models import Shift
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_shift_ends_and_the_others_stay() -> None:
    evening = cast.evening()
    assert actions.remove_from_shift(evening.session, evening.volunteer)
    assert not actions.remove_from_shift(evening.session, evening.volunteer)
    assert [shift.staff for shift in evening.session.shifts.standing()] == [evening.counsellor]
    assert evening.volunteer in {shift.staff for shift in evening.session.shifts.all()}, "the name stays on record"


def test_whoever_was_taken_off_can_be_taken_on_again() -> None:
    evening = cast.evening()
    assert actions.remove_from_shift(evening.session, evening.volunteer)
    cast.shift(evening.session, evening.volunteer)
    assert evening.session.shifts.standing().count() == 2
    assert actions.remove_from_shift(evening.session, evening.volunteer)


def test_the_end_of_a_shift_is_not_the_end_of_a_sign_in() -> None:
    evening, now = cast.evening(), timezone.now()
    actions.remove_from_shift(evening.session, evening.volunteer)
    badges = access.badges(dict([evening.cookie(evening.volunteer).split("=", 1)]))
    assert access.find(badges, None, now) is not None


def test_whoever_leaves_the_house_is_signed_out_and_their_shifts_stay_on_record() -> None:
    evening, now = cast.evening(), timezone.now()
    badges = access.badges(dict([evening.cookie(evening.counsellor).split("=", 1)]))
    assert access.find(badges, None, now) is not None
    assert actions.leave_staff(evening.counsellor, now)
    assert not actions.leave_staff(evening.counsellor, now)
    assert access.find(badges, None, now) is None
    assert Shift.objects.filter(staff=evening.counsellor).exists()
