"""What lies in a hand for a minute, behind letters that go slowly, is looked at again before it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F

from cohorts.models import Contact, Kind, Reply, Session, Staff, Telling
from cohorts.telling import sending, tell_all, unsubscribing
from tests.cohorts.telling.conftest import AFTERNOON, HOUR, Told

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def lying_in_hands(told: Told, count: int) -> Iterator[None]:
    """What was told is taken up, and goes only after what happens in the block."""
    errands: list[Callable[[], None]] = []
    with pytest.MonkeyPatch.context() as slow:
        for hands in sending.HANDS.values():
            slow.setattr(hands, "run", errands.append)
        told.rounds()
    assert len(errands) == count
    yield
    for errand in errands:
        errand()


def test_what_is_taken_back_or_stopped_between_claim_and_hand_is_not_sent(told: Told) -> None:
    told.tell(Kind.START, told.evening.otter, told.evening.hare)
    with lying_in_hands(told, 2):
        Telling.objects.filter(seat=told.evening.otter).delete()
        unsubscribing.unsubscribe(Contact.objects.get(seat=told.evening.hare), told.now)
    told.rounds(minutes=1)
    assert told.post.taken == []
    assert told.outbox() == [("Indigo Hare", "unsubscribed")]


@pytest.mark.parametrize(
    ("kind", "since"),
    [
        (Kind.CANCELLED, {"outcome": ""}),
        (Kind.START, {"cancelled_at": AFTERNOON}),
        (Kind.START, {"starts_at": F("starts_at") + timedelta(minutes=5)}),
    ],
)
def test_nobody_reads_that_we_do_not_meet_once_the_room_is_open_or_that_it_starts_when_it_does_not(
    told: Told, kind: Kind, since: dict[str, object]
) -> None:
    told.tell(kind, told.evening.otter, told.evening.heron)
    with lying_in_hands(told, 2):
        Session.objects.filter(pk=told.evening.session.pk).update(**since)
    assert (told.post.taken, told.texts.got) == ([], [])
    told.rounds(minutes=1)
    assert (told.post.taken, told.texts.got, told.outbox()) == ([], [], [])


def test_whoever_says_meanwhile_that_they_cannot_come_is_not_told_that_it_starts(told: Told) -> None:
    evening = told.evening
    told.tell(Kind.START, evening.otter, evening.hare)
    with lying_in_hands(told, 2):
        for seat, coming in ((evening.otter, False), (evening.hare, True)):
            Reply.objects.create(seat=seat, session=evening.session, coming=coming, said_at=told.now)
    told.rounds(minutes=1)
    assert told.post.whom == ["hare@example.org"]
    assert told.outbox() == [("Teal Otter", "answered"), ("Indigo Hare", "told")]


def test_staff_who_left_meanwhile_are_not_written_to(told: Told) -> None:
    sam, ali = told.evening.facilitators
    for one in (sam, ali):
        Staff.objects.filter(pk=one.pk).update(email=f"{one.name.lower()}@example.org")
    told.call_off()
    with transaction.atomic():
        until = told.now + HOUR
        tell_all(Kind.UNHELD, [sam, ali], session=told.evening.session, due_at=told.now, not_after=until)
    with lying_in_hands(told, 2):
        Staff.objects.filter(pk=sam.pk).update(left_at=told.now, email=None)
    told.rounds(minutes=1)
    assert told.post.whom == ["ali@example.org"]
