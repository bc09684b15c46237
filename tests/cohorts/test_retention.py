"""Keeping: each class for its time, nothing of what is on hold, and every going an act with a count and no name."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions, keeping, ledger
from cohorts.actions.holds import lift_hold, place_hold
from cohorts.keeping import known, look
from cohorts.models import Act, Contact, ContactPurpose, LegalHold, Reply, Seat, Shift, SignIn, WhyHeld
from tests import cast
from tests.retention import let_go

pytestmark = pytest.mark.django_db
CANARY = "Marmalade Canary"
YEAR = timedelta(days=365)
ENDS = ("places", "ways_in", "names")
"""What goes of a seat once the words of its course do."""


def over(days: int) -> cast.Evening:
    """An evening, the last of its course, that was over so many days ago, and what three seats left behind."""
    evening = cast.evening("over", now=timezone.now() - timedelta(days=days))
    for nth, seat in enumerate(evening.seats[:3]):
        given_at = evening.session.opens_at - timedelta(days=1)
        actions.keep_contact(seat, ContactPurpose.REMINDERS, f"canary{nth}@example.org", given_at, "1")
        Reply.objects.create(seat=seat, session=evening.session, coming=True, said_at=given_at)
    Seat.objects.filter(pk=evening.otter.pk).update(name=CANARY)
    return evening


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("retention", *arguments, stdout=out)
    return out.getvalue()


def due(name: str, now: datetime) -> tuple[int, int]:
    found = next(one for one in look(now) if one.kept.name == name)
    return found.due, found.held


def test_a_look_changes_nothing_and_says_what_is_due() -> None:
    evening = over(40)
    shown = command()
    assert {line.split()[0]: line.split()[-2:] for line in shown.splitlines()}["contacts"] == ["3", "0"]
    assert "Nothing was changed" in shown
    assert (Contact.objects.count(), Reply.objects.count(), Act.objects.count()) == (3, 3, 0)
    assert due("names", timezone.now()) == (0, 0), "for names it is too early"
    assert CANARY not in shown
    assert evening.otter.public_id not in shown


def test_what_is_due_goes_once_and_every_going_is_an_act_without_a_name() -> None:
    over(40)
    told = command("--apply")
    assert "contacts: 3 gone" in told
    assert not Contact.objects.exists()
    acts = {act.about["what"]: act.about["count"] for act in Act.objects.filter(verb="purged")}
    assert (acts["contacts"], acts["replies"]) == (3, 3)
    everything = " ".join(f"{act.verb} {act.about}" for act in Act.objects.all())
    assert all(len(act.about["digest"]) == 64 for act in Act.objects.filter(verb="purged"))
    assert not any(part in everything for part in (CANARY, "canary", "example.org", "Heron"))
    before = Act.objects.filter(verb="purged").count()
    assert "Nothing is due." in command()
    command("--apply")
    assert Act.objects.filter(verb="purged").count() == before, "twice is harmless"
    assert all(walked.wrong is None for walked in ledger.verify())


def test_names_and_every_way_in_go_with_the_words_and_the_number_stays() -> None:
    evening, now = over(40), timezone.now()
    for name in ENDS:
        assert let_go(name, now) == 0
        assert let_go(name, now + timedelta(days=51)) == 9, "eight here, and the one next door"
    otter = Seat.objects.get(pk=evening.otter.pk)
    assert (otter.name, otter.number, otter.ease, otter.link_digest) == ("", 1, [], None)
    assert otter.code_digest != evening.otter.code_digest
    assert not SignIn.objects.standing(now).filter(seat=otter).exists()
    assert [let_go(name, now + timedelta(days=51)) for name in ENDS] == [0, 0, 0]


def test_on_hold_nobody_comes_in_longer_than_the_others_and_nothing_of_theirs_is_deleted() -> None:
    evening, now = over(40), timezone.now()
    actions.leave_course(evening.heron, now + timedelta(days=50, hours=12))
    Seat.objects.filter(pk=evening.otter.pk).update(ease=["slower"])
    hold = place_hold(evening.lead, evening.otter, WhyHeld.POLICE, now)
    place_hold(evening.lead, evening.heron, WhyHeld.POLICE, now)
    late = now + timedelta(days=51)
    assert (due("places", late), due("ways_in", late)) == ((9, 0), (7, 2))
    for name in ENDS:
        let_go(name, late)
    for seat in evening.seats:
        assert actions.sign_in_by_code(evening.code(seat), late) is None
    assert not SignIn.objects.filter(seat__cohort=evening.cohort, ended_at__isnull=True).exists()
    otter = Seat.objects.get(pk=evening.otter.pk)
    assert (otter.name, otter.ease, otter.code_digest) == (CANARY, ["slower"], evening.otter.code_digest)
    lift_hold(evening.lead, hold, late)
    assert [let_go(name, late) for name in ENDS] == [0, 1, 1]


def test_how_long_is_a_setting_and_what_was_promised_is_none(settings: Settings) -> None:
    over(40)
    now = timezone.now()
    settings.KEEP_CHAT_DAYS, settings.KEPT_DAYS = 30, 365
    assert due("names", now)[0] == 9
    assert due("replies", now) == (0, 0)
    assert due("contacts", now)[0] == 3
    settings.KEEP_RECORDS_YEARS = 2
    assert due("shifts", now + 2 * YEAR)[0] == Shift.objects.count()
    assert due("shifts", now + YEAR) == (0, 0)


def test_a_hold_on_a_cohort_keeps_everything_of_it_until_it_is_lifted() -> None:
    held, free, now = over(200), over(200), timezone.now()
    hold = place_hold(held.lead, held.cohort, WhyHeld.COURT, now)
    assert place_hold(held.lead, held.cohort, WhyHeld.COURT, now) == hold
    assert due("contacts", now) == (3, 3)
    for name in known():
        let_go(name, now)
    assert set(Contact.objects.values_list("seat__cohort", flat=True)) == {held.cohort.pk}
    assert Reply.objects.filter(session=held.session).count() == 3
    assert Seat.objects.get(pk=held.otter.pk).name == CANARY
    assert Seat.objects.get(pk=free.otter.pk).name == ""
    assert lift_hold(held.lead, hold, now)
    assert not lift_hold(held.lead, hold, now)
    let_go("contacts", now)
    assert not Contact.objects.exists()
    verbs = list(Act.objects.filter(chain=held.cohort.public_id).values_list("verb", flat=True))
    assert (verbs.count("hold_placed"), verbs.count("hold_lifted")) == (1, 1)


def test_a_hold_on_a_seat_keeps_what_is_of_that_person_wherever_they_were_moved() -> None:
    evening, other, now = over(200), cast.cohort(), timezone.now()
    moved = actions.move_seat(evening.coordinator, evening.otter, other, evening.session.closes_at)
    cast.session(other, "over", evening.session.closes_at + timedelta(days=7))
    place_hold(evening.lead, moved, WhyHeld.POLICE, now)
    assert keeping.held(evening.otter)
    assert keeping.held(moved)
    assert not keeping.held(evening.heron)
    for name in known():
        let_go(name, now)
    assert [one.seat for one in Contact.objects.all()] == [moved]
    assert [one.seat for one in Reply.objects.all()] == [evening.otter]
    names = dict(Seat.objects.values_list("pk", "name"))
    assert (names[evening.otter.pk], names[moved.pk]) == (CANARY, moved.name)
    assert names[evening.heron.pk] == ""


def test_a_step_is_small_and_what_is_left_follows() -> None:
    over(40)
    contacts = known()["contacts"]
    few = type(contacts)(**{name: getattr(contacts, name) for name in contacts.__slots__} | {"most": 2})
    assert [keeping.step(few, timezone.now()) for _ in range(3)] == [2, 1, 0]
    acts = Act.objects.filter(verb="purged").order_by("number")
    assert [act.about["count"] for act in acts] == [2, 1]


def test_lifted_holds_are_kept_as_long_as_records() -> None:
    evening, now = over(1), timezone.now()
    lift_hold(evening.lead, place_hold(evening.lead, evening.cohort, WhyHeld.CLAIM, now), now)
    assert let_go("holds", now + 10 * YEAR - timedelta(days=1)) == 0
    assert let_go("holds", now + 10 * YEAR + timedelta(days=1)) == 1
    assert not LegalHold.objects.exists()


def test_an_unknown_class_is_said_to_be_none() -> None:
    with pytest.raises(CommandError, match="contacts"):
        command("--only", "letters")


def test_every_table_has_a_class_of_its_own() -> None:
    named = [table for kept in known().values() for table in kept.tables]
    assert sorted(t._meta.db_table for t in apps.get_models()) == sorted(t._meta.db_table for t in named)
