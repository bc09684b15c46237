"""Rows that acts tell of: whoever has the database takes no hold away and weakens no word list unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from chat.guard.lexicon import shipped
from chat.models import State, What, WordChange
from chat.wordlists import actions, changes
from cohorts.actions.holds import lift_hold, place_hold
from cohorts.models import LegalHold, Role, WhyHeld
from tests import cast
from tests.cast import Evening
from tests.verified import verify

pytestmark = pytest.mark.django_db
WHY = "canary of a reason"


def a_rule(kind: str) -> str:
    return next(rule.id for rule in shipped().rules.values() if rule.kind == kind)


def weakened(by: Evening, kind: str) -> WordChange:
    """A rule that was switched off as the house does it: by two where it looks for danger."""
    asked = actions.weaken(by.lead, What.OFF, a_rule(kind), WHY, 0, timezone.now())
    if asked.state == State.WAITS:
        second = cast.staff("Kit", Role.COORDINATOR)
        actions.confirm(second, asked.public_id, WHY, changes.edition(), 0, timezone.now())
    return asked


def test_what_the_house_did_itself_is_as_its_acts_say() -> None:
    evening, now = cast.evening(), timezone.now()
    held = place_hold(evening.lead, evening.cohort, WhyHeld.COURT, now)
    place_hold(evening.lead, evening.otter, WhyHeld.REVIEW, now)
    assert lift_hold(evening.lead, held, now)
    for kind in ("imminent", "low"):
        weakened(evening, kind)
    added = actions.add_phrase(evening.lead, "low", "zorbify the mangle", WHY, now)
    actions.weaken(evening.lead, What.OUT, added.about, WHY, 0, now)
    actions.restore_all(evening.lead, now)
    fine, said = verify()
    assert fine, said
    assert "legal holds: 2, 2 entries: all as they were written." in said
    assert "word lists: 4, 4 entries: all as they were written." in said
    LegalHold.objects.filter(pk=held.pk).delete()
    assert verify()[0], "one that was lifted goes after years"


HOLDS: dict[str, Callable[[], object]] = {
    "was placed and never lifted, and is not there": lambda: LegalHold.objects.all().delete(),
    "no act says that it was lifted": lambda: LegalHold.objects.update(lifted_at=timezone.now()),
    "it is not as its act says": lambda: LegalHold.objects.update(why=WhyHeld.CLAIM),
    "no act says that it was placed": lambda: LegalHold.objects.update(public_id="another"),
}


@pytest.mark.parametrize("named", HOLDS)
def test_a_hold_that_somebody_takes_away_is_told_of(named: str) -> None:
    evening = cast.evening()
    place_hold(evening.lead, evening.cohort, WhyHeld.COURT, timezone.now())
    HOLDS[named]()
    fine, said = verify()
    assert not fine
    assert "legal holds" in said
    assert named in said


def test_a_rule_that_somebody_switches_off_in_the_database_is_told_of() -> None:
    by = cast.evening().lead
    now = timezone.now()
    WordChange.objects.create(
        what=What.OFF, state=State.STANDS, kind="imminent", rule=a_rule("imminent"), asked_by=by, asked_at=now,
        reason=b"", data_key=b"",
    )  # fmt: skip
    fine, said = verify()
    assert not fine
    assert "no act says that it came into force like this" in said


def test_what_waits_for_a_second_person_is_not_made_to_stand() -> None:
    asked = actions.weaken(cast.evening().lead, What.OFF, a_rule("imminent"), WHY, 0, timezone.now())
    assert verify()[0]
    WordChange.objects.filter(pk=asked.pk).update(state=State.STANDS)
    assert not verify()[0]


def test_a_change_of_a_harmless_class_is_not_given_to_a_dangerous_rule() -> None:
    low = weakened(cast.evening(), "low")
    WordChange.objects.filter(pk=low.pk).update(rule=a_rule("imminent"))
    assert not verify()[0]


@pytest.mark.parametrize("all_of_them", [False, True])
def test_a_rule_that_was_restored_is_not_weakened_again(all_of_them: bool) -> None:
    evening, now = cast.evening(), timezone.now()
    change = weakened(evening, "imminent")
    if all_of_them:
        actions.restore_all(evening.lead, now)
    else:
        actions.restore(evening.lead, change.public_id, now)
    assert verify()[0]
    WordChange.objects.filter(pk=change.pk).update(state=State.STANDS)
    fine, said = verify()
    assert not fine
    assert "an act says that the rule was restored, and it stands" in said


ADDITIONS: dict[str, Callable[[], object]] = {
    "no act says that it was taken out": lambda: WordChange.objects.update(state=State.ENDED),
    "an act says that it was added, and it is not there": lambda: WordChange.objects.all().delete(),
    "no act says that it was added like this": lambda: WordChange.objects.update(kind="swearing"),
}


@pytest.mark.parametrize("named", ADDITIONS)
def test_a_phrase_that_somebody_takes_out_in_the_database_is_told_of(named: str) -> None:
    actions.add_phrase(cast.evening().lead, "meet", "zorbify the mangle", WHY, timezone.now())
    assert verify()[0]
    ADDITIONS[named]()
    fine, said = verify()
    assert not fine
    assert named in said
