"""A young person's own word on one session: the last counts, and only where they have a place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts import actions
from cohorts.models import Reply, Session
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_last_word_counts() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    actions.say_coming(evening.hare, evening.session, False, now)
    actions.say_coming(evening.hare, evening.session, True, now + timedelta(minutes=1))
    reply = Reply.objects.get()
    assert (reply.seat, reply.session, reply.coming, reply.said_at) == (
        evening.hare, evening.session, True, now + timedelta(minutes=1),
    )  # fmt: skip


def test_nothing_is_kept_about_an_evening_that_is_over_cancelled_or_somebody_elses() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    with pytest.raises(actions.NotAsked):
        actions.say_coming(evening.stranger, evening.session, True, now)
    with pytest.raises(actions.NotAsked):
        actions.say_coming(evening.hare, evening.session, True, evening.session.closes_at)
    Session.objects.filter(pk=evening.session.pk).update(cancelled_at=now)
    with pytest.raises(actions.NotAsked):
        actions.say_coming(evening.hare, evening.session, True, now)
    assert not Reply.objects.exists()
