"""A stop holds back what would be sent by itself; staff's part in it is an act, and the young person sees nothing."""

import pytest
from django.utils import timezone

from cohorts.actions.stops import lift_stop, stop_messages
from cohorts.models import Act, Cause, Stop
from tests import cast

pytestmark = pytest.mark.django_db


def acts() -> list[tuple[str, str]]:
    return [(act.verb, act.about["seat"]) for act in Act.objects.order_by("number")]


def test_a_cause_stops_once_until_it_is_lifted() -> None:
    evening, now = cast.evening(), timezone.now()
    robin, first = evening.robin, stop_messages(evening.robin, Cause.LEFT_SUDDENLY, now)
    assert stop_messages(robin, Cause.LEFT_SUDDENLY, now) == first
    other = stop_messages(robin, Cause.CONCERN, now)
    assert set(Stop.objects.standing()) == {first, other}
    assert acts() == [], "nobody of staff did that"
    assert lift_stop(first, evening.lead, now)
    assert not lift_stop(first, evening.lead, now)
    assert list(Stop.objects.standing()) == [other]
    assert stop_messages(robin, Cause.LEFT_SUDDENLY, now) != first
    assert acts() == [("messages_resumed", robin.public_id)]


def test_what_staff_decide_is_an_act_that_does_not_say_why() -> None:
    evening, now = cast.evening(), timezone.now()
    for _ in range(2):
        stop_messages(evening.robin, Cause.STAFF, now, evening.lead)
    act = Act.objects.get()
    assert (act.verb, act.by, act.about) == ("messages_stopped", evening.lead, {"seat": evening.robin.public_id})
