"""The personal link: once, by a button."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from cohorts import actions
from cohorts.actions.link import is_unspent
from cohorts.models import Seat, SignIn
from tests import cast


@pytest.mark.django_db
def test_a_link_signs_its_holder_in_once() -> None:
    evening, now = cast.evening(), timezone.now()
    token = actions.issue_link(evening.otter)
    assert is_unspent(token, timezone.now())
    opened = actions.spend_link(token, now)
    assert opened is not None
    assert opened.sign_in.seat == evening.otter
    assert not is_unspent(token, timezone.now())
    assert actions.spend_link(token, now) is None
    assert Seat.objects.get(pk=evening.otter.pk).link_spent_at == now


@pytest.mark.django_db
def test_asking_whether_it_is_spent_does_not_spend_it() -> None:
    token = actions.issue_link(cast.evening().otter)
    assert [is_unspent(token, timezone.now()) for _ in range(3)] == [True] * 3


@pytest.mark.django_db
def test_a_fresh_link_ends_the_one_before() -> None:
    evening, now = cast.evening(), timezone.now()
    first = actions.issue_link(evening.otter)
    actions.spend_link(first, now)
    second = actions.issue_link(evening.otter)
    assert not is_unspent(first, timezone.now())
    assert actions.spend_link(second, now) is not None


@pytest.mark.django_db
def test_a_link_nobody_issued_opens_nothing() -> None:
    cast.evening()
    assert actions.spend_link("nobody-issued-this", timezone.now()) is None
    assert actions.spend_link("", timezone.now()) is None


@pytest.mark.django_db
def test_only_a_digest_is_kept() -> None:
    evening = cast.evening()
    token = actions.issue_link(evening.otter)
    assert token not in str(Seat.objects.filter(pk=evening.otter.pk).values()[0])


@pytest.mark.django_db(transaction=True)
def test_of_many_who_press_at_once_one_gets_in() -> None:
    evening, racers = cast.evening(), 16
    token, before = actions.issue_link(evening.otter), SignIn.objects.count()
    gate = threading.Barrier(racers)

    def press(_: int) -> bool:
        gate.wait()
        try:
            return actions.spend_link(token, timezone.now()) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(racers) as pool:
        assert sum(pool.map(press, range(racers))) == 1
    assert SignIn.objects.count() == before + 1
