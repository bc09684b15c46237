"""Acts: what staff did, in one chain for each cohort and one for the house, that nobody can touch unseen."""

import threading
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cohorts import ledger
from cohorts.actions import acts
from cohorts.models import Act, ActHead, Cohort, Role
from cohorts.models.written_once import AppendOnly
from tests import cast


@pytest.fixture(autouse=True)
def tests_own_transaction_is_none() -> None:
    """Only here may an act stand alone: nothing was done."""


@pytest.mark.django_db
def test_a_cohort_and_the_house_each_have_a_chain_without_gaps() -> None:
    evening = cast.evening()
    acts.record(evening.coordinator, "planned", cohort=evening.cohort, weeks=7)
    acts.record(None, "staff_invited", role="volunteer")
    acts.record(evening.coordinator, "moved", session=evening.session, late=False, to=None)
    found = [(act.chain, act.number, act.cohort, act.session, act.by) for act in Act.objects.order_by("pk")]
    assert found == [
        (evening.cohort.public_id, 1, evening.cohort, None, evening.coordinator),
        ("house", 1, None, None, None),
        (evening.cohort.public_id, 2, evening.cohort, evening.session, evening.coordinator),
    ]
    assert [(one.acts, one.wrong) for one in ledger.verify()] in ([(2, None), (1, None)], [(1, None), (2, None)])


@pytest.mark.django_db(transaction=True)
def test_an_act_apart_from_what_it_tells_of_is_refused() -> None:
    cohort = cast.cohort()
    with pytest.raises(acts.NotInATransaction):
        acts.record(None, "planned", cohort=cohort)
    with transaction.atomic():
        acts.record(None, "planned", cohort=cohort)
        transaction.set_rollback(True)
    assert not Act.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "about"), [("Said it", {}), ("", {}), ("a" * 41, {}), ("moved", {"to": 1.5}), ("moved", {"to": "x" * 81})]
)
def test_what_may_be_words_or_cannot_be_chained_is_refused(verb: str, about: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a verb|to cannot"):
        acts.record(None, verb, **about)


@pytest.mark.django_db
def test_what_was_done_stays_done() -> None:
    act = acts.record(None, "planned", cohort=cast.cohort())
    kept = Act.objects.get()
    everything: list[Callable[[], object]] = [
        kept.save,
        act.save,
        kept.delete,
        Act.objects.all().delete,
        lambda: Act.objects.update(verb="another"),
        lambda: Act.objects.bulk_update([kept], ["verb"]),
    ]
    for change in everything:
        with pytest.raises(AppendOnly):
            change()
    assert Act.objects.get().verb == "planned"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_numbered_one_after_the_other() -> None:
    cohort, start = cast.cohort(), threading.Barrier(4)

    def work() -> None:
        start.wait()
        with transaction.atomic():
            acts.record(None, "planned", cohort=Cohort.objects.get(pk=cohort.pk))
            acts.record(None, "invited")
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert sorted(Act.objects.filter(cohort=cohort).values_list("number", flat=True)) == [1, 2, 3, 4]
    assert [(one.acts, one.wrong) for one in ledger.verify()] == [(4, None), (4, None)]


TAMPERING = [
    ("UPDATE cohorts_act SET verb = 'planned' WHERE number = 2", "act 2 was changed"),
    ("UPDATE cohorts_act SET by_id = NULL WHERE number = 2", "act 2 was changed"),
    ("UPDATE cohorts_act SET about = '{\"week\": 9}' WHERE number = 2", "act 2 was changed"),
    ("UPDATE cohorts_act SET at = '2020-01-01 00:00:00' WHERE number = 2", "act 2 was changed"),
    ("DELETE FROM cohorts_act WHERE number = 2", "act 2 is missing; the next one there is 3"),
    ("DELETE FROM cohorts_act WHERE number = 3", "act 3 is missing; the tail is cut"),
    ("DELETE FROM cohorts_act", "act 1 is missing; the tail is cut"),
    ("DELETE FROM cohorts_act_head", "the head is missing"),
    ("UPDATE cohorts_act_head SET number = 2", "the head was changed"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("tampering", "named"), TAMPERING)
def test_whatever_is_done_to_a_chain_is_named(tampering: str, named: str) -> None:
    cohort, kit = cast.cohort(), cast.staff("Kit", Role.COORDINATOR)
    for week in range(3):
        acts.record(kit, "moved", cohort=cohort, week=week)
    said = StringIO()
    call_command("verify", stdout=said)
    assert "1 chains, 3 acts: all as they were written." in said.getvalue()
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    complaint = StringIO()
    with pytest.raises(CommandError, match="1 chains of acts are not as they were written"):
        call_command("verify", stderr=complaint)
    assert f"acts of {cohort.public_id}: {named}" in complaint.getvalue()


@pytest.mark.django_db
def test_acts_past_the_head_are_named() -> None:
    acts.record(None, "invited")
    kept = ActHead.objects.values().get()
    acts.record(None, "invited")
    ActHead.objects.filter(chain="house").update(**kept)
    assert [one.wrong for one in ledger.verify()] == ["there are acts after the head, which stands at 1"]
