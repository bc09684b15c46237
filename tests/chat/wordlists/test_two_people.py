"""Adding is easy; what would hide danger takes two, one of them the lead; bringing back takes nobody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chat.guard.lexicon import Change, Rule, shipped
from chat.guard.phrases import BadPhrase
from chat.guard.verdict import KINDS, Kind
from chat.models import State, What, WordChange
from chat.models.word_change import LONGEST_PHRASE, LONGEST_RULE, OWN
from chat.wordlists import actions, changes, reasons
from chat.wordlists.changes import DANGER
from chat.wordlists.refusals import AnotherPerson, ListsChanged, NotThere, NotYours, SaidAlready, WithoutTheLead
from chat.wordlists.two import may_be_second
from cohorts.models import Act, Role, Staff
from tests import cast
from tests.chat.wordlists.conftest import NONSENSE, rule_of

pytestmark = pytest.mark.django_db
WHY = "It was found in an exam question."


def asks(by: Staff, kind: Kind = "imminent", what: What = What.OFF) -> WordChange:
    return actions.weaken(by, what, rule_of(kind).id, WHY, 3, timezone.now())


def adds(by: Staff, kind: Kind = "imminent", phrase: str = NONSENSE) -> WordChange:
    return actions.add_phrase(by, kind, phrase, WHY, timezone.now())


def confirms(by: Staff, change: WordChange) -> WordChange:
    return actions.confirm(by, change.public_id, "I looked at all three.", changes.edition(), 3, timezone.now())


def verbs() -> list[str]:
    return [act.verb for act in Act.objects.order_by("number")]


def short(rule: Rule) -> str:
    return next(phrase for phrase in rule.phrases if len(phrase) <= LONGEST_PHRASE)


def test_what_takes_two_is_what_care_calls_danger() -> None:
    assert {"imminent", "disclosure", "encourage", "meet", "tips"} == DANGER
    assert set(KINDS) > DANGER


def test_the_name_of_every_rule_fits_where_it_is_kept() -> None:
    assert max(len(name) for name in shipped().rules) <= LONGEST_RULE
    assert not any(name.startswith(OWN) for name in shipped().rules)


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_whoever_has_the_right_adds_and_it_is_in_force_at_once(role: Role) -> None:
    added = adds(cast.staff("Noor", role))
    assert (added.state, changes.edition()) == (State.STANDS, 1)
    assert changes.in_force() == (Change("add", "imminent", added.about, NONSENSE),)
    assert reasons.read(added, "reason") == WHY
    act = Act.objects.get()
    assert (act.verb, act.about) == ("words_added", {"change": added.public_id, "kind": "imminent"})


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.VOLUNTEER])
def test_others_change_nothing_even_if_they_get_to_the_verb(role: Role, jo: Staff) -> None:
    sam, asked = cast.staff("Sam", role), asks(jo)
    tried: tuple[Callable[[], object], ...] = (
        lambda: adds(sam), lambda: asks(sam, "low"), lambda: confirms(sam, asked),
        lambda: actions.restore(sam, asked.public_id, timezone.now()),
        lambda: actions.restore_all(sam, timezone.now()),
        lambda: actions.decline(sam, asked.public_id, WHY, timezone.now()),
    )  # fmt: skip
    for does in tried:
        with pytest.raises(NotYours):
            does()
    assert (WordChange.objects.count(), verbs()) == (1, ["words_weakening_asked"])


@pytest.mark.parametrize("kind", sorted(DANGER))
@pytest.mark.parametrize("what", [What.OFF, What.LOWER])
def test_weakening_danger_changes_nothing_until_a_second_person_confirms(
    kind: Kind, what: What, jo: Staff, kit: Staff
) -> None:
    asked = asks(kit, kind, what)
    assert (asked.state, changes.in_force(), changes.edition()) == (State.WAITS, (), 0)
    confirmed = confirms(jo, asked)
    assert (confirmed.state, confirmed.second, changes.edition()) == (State.STANDS, jo, 1)
    assert changes.in_force() == (Change(what.value, kind, asked.rule, None),)  # type: ignore[arg-type]
    assert reasons.read(WordChange.objects.get(), "answer") == "I looked at all three."
    assert verbs() == ["words_weakening_asked", "words_weakened"]
    assert [act.by for act in Act.objects.order_by("number")] == [kit, jo]


@pytest.mark.parametrize("kind", sorted({rule.kind for rule in shipped().rules.values() if rule.fires} - DANGER))
def test_elsewhere_it_is_in_force_at_once(kind: Kind, kit: Staff) -> None:
    asked = asks(kit, kind)
    assert (asked.state, verbs(), changes.edition()) == (State.STANDS, ["words_weakened"], 1)
    assert [one.rule for one in changes.in_force()] == [asked.rule]


def test_nobody_is_their_own_second_person_and_one_of_the_two_is_the_lead(jo: Staff, kit: Staff, ada: Staff) -> None:
    of_jo, of_kit = asks(jo, "tips"), asks(kit, "meet")
    grace = cast.staff("Grace", Role.LEAD)
    with pytest.raises(AnotherPerson):
        confirms(jo, of_jo)
    with pytest.raises(WithoutTheLead):
        confirms(ada, of_kit)
    assert changes.in_force() == ()
    assert [may_be_second(who, of_kit) for who in (kit, ada, jo, grace)] == [False, False, True, True]
    assert [may_be_second(who, of_jo) for who in (jo, kit, ada, grace)] == [False, True, True, True]
    assert confirms(ada, of_jo).state == confirms(grace, of_kit).state == State.STANDS
    with pytest.raises(IntegrityError), transaction.atomic():
        WordChange.objects.filter(pk=of_jo.pk).update(second=jo)


def test_who_left_or_is_no_lead_any_more_is_not_one_of_two(jo: Staff, kit: Staff, ada: Staff) -> None:
    asked = asks(jo)
    Staff.objects.filter(pk=jo.pk).update(role=Role.COUNSELLOR)
    with pytest.raises(WithoutTheLead):
        confirms(ada, asked)
    Staff.objects.filter(pk=jo.pk).update(role=Role.LEAD, left_at=timezone.now())
    with pytest.raises(WithoutTheLead):
        confirms(kit, asked)
    stale = kit
    Staff.objects.filter(pk=kit.pk).update(role=Role.VOLUNTEER)
    with pytest.raises(NotYours):
        confirms(stale, asked)
    assert changes.in_force() == ()


def test_only_what_was_read_is_confirmed_and_how_much_that_was_is_in_the_act(jo: Staff, kit: Staff) -> None:
    asked, read = asks(kit), changes.edition()
    adds(kit)
    for seen in (read, None, read + 2):
        with pytest.raises(ListsChanged):
            actions.confirm(jo, asked.public_id, WHY, seen, 3, timezone.now())
    asked.refresh_from_db()
    assert (asked.state, len(changes.in_force())) == (State.WAITS, 1)
    actions.confirm(jo, asked.public_id, WHY, read + 1, 5, timezone.now())
    assert Act.objects.get(verb="words_weakened").about["missed"] == 5
    assert WordChange.objects.get(pk=asked.pk).missed == 3, "as it was when asked"


def test_declined_or_taken_back_it_never_was_and_may_be_asked_again(jo: Staff, kit: Staff) -> None:
    first = asks(kit)
    with pytest.raises(SaidAlready):
        asks(jo)
    declined = actions.decline(jo, first.public_id, "It is what finds the most.", timezone.now())
    assert (declined.state, declined.second) == (State.DECLINED, jo)
    second = asks(kit)
    taken_back = actions.decline(kit, second.public_id, "I was wrong.", timezone.now())
    assert (taken_back.state, taken_back.second, taken_back.ended_by) == (State.ENDED, None, kit)
    for over in (first, second):
        with pytest.raises(NotThere):
            confirms(jo, over)
    assert (changes.in_force(), changes.edition(), asks(jo).state) == ((), 0, State.WAITS)


def test_a_rule_comes_back_at_once_and_by_one_person(kit: Staff, jo: Staff) -> None:
    off, lowered, waits = asks(kit, "low"), confirms(jo, asks(kit, "tips", What.LOWER)), asks(kit, "meet")
    added = adds(kit, "swearing")
    actions.restore(kit, lowered.public_id, timezone.now())
    assert [one.rule for one in changes.in_force()] == [off.rule, added.about]
    for over in (lowered, waits, added):
        with pytest.raises(NotThere):
            actions.restore(kit, over.public_id, timezone.now())
    assert actions.restore_all(jo, timezone.now()) == 1
    assert [one.rule for one in changes.in_force()] == [added.about]
    assert actions.restore_all(jo, timezone.now()) == 0
    assert verbs()[-2:] == ["words_restored", "words_all_restored"]
    assert confirms(jo, waits).state == State.STANDS, "what was asked is still to be decided"


def test_taking_an_addition_out_of_danger_takes_two_like_any_weakening(kit: Staff, jo: Staff) -> None:
    added = adds(kit)
    out = actions.weaken(kit, What.OUT, added.about, WHY, 0, timezone.now())
    assert (out.state, len(changes.in_force())) == (State.WAITS, 1)
    confirms(jo, out)
    added.refresh_from_db()
    out.refresh_from_db()
    assert (added.state, out.state, changes.in_force(), changes.edition()) == (State.ENDED, State.ENDED, (), 2)
    assert adds(jo).state == State.STANDS, "and it may be added again"


def test_taking_any_other_addition_out_is_done_at_once(kit: Staff) -> None:
    added = adds(kit, "tool")
    assert actions.weaken(kit, What.OUT, added.about, WHY, 0, timezone.now()).state == State.ENDED
    assert (changes.in_force(), verbs()) == ((), ["words_added", "words_weakened"])
    for rule in (added.about, "own.0", "own.²", "own.99999999999999999999", "tips.none", ""):
        with pytest.raises(NotThere):
            actions.weaken(kit, What.OUT, rule, WHY, 0, timezone.now())


def test_what_cannot_be_or_is_there_already_is_refused_and_kept_nowhere(kit: Staff, jo: Staff) -> None:
    adds(kit)
    for phrase, why in ((NONSENSE, SaidAlready), ("(never closed", BadPhrase), ("long " * 13, BadPhrase)):
        with pytest.raises(why):
            adds(jo, phrase=phrase)
    with pytest.raises(SaidAlready):
        adds(jo, "tips", short(rule_of("tips")))
    assert adds(jo, "meet").state == State.STANDS, "the same words may be a sign of something else as well"
    for what, rule in ((What.OFF, "tips.none"), (What.LOWER, "own.1"), (What.ADD, rule_of("tips").id)):
        with pytest.raises(NotThere):
            actions.weaken(kit, what, rule, WHY, 0, timezone.now())
    assert (WordChange.objects.count(), len(verbs())) == (2, 2)


def test_what_a_rule_held_that_is_off_may_be_added_by_itself(kit: Staff) -> None:
    phrase = short(rule_of("low"))
    with pytest.raises(SaidAlready):
        adds(kit, "low", phrase)
    asks(kit, "low")
    assert adds(kit, "low", phrase).state == State.STANDS


def test_acts_and_reprs_tell_no_words_and_the_database_holds_no_reason(kit: Staff, jo: Staff) -> None:
    added, asked = adds(kit), asks(kit)
    confirms(jo, asked)
    told = " ".join(str(act.about) + act.verb for act in Act.objects.all()) + repr(added) + repr(asked)
    assert NONSENSE not in told
    assert not {"exam", "looked"} & set(told.replace(".", " ").split())
    kept = b" ".join(bytes(blob) for row in WordChange.objects.all() for blob in (row.reason, row.answer or b""))
    assert b"exam" not in kept
    assert b"looked" not in kept


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does(jo: Staff, kit: Staff) -> None:
    grace, asked = cast.staff("Grace", Role.LEAD), asks(kit)
    now = timezone.now()

    def decides(does: Callable[[], object]) -> str:
        try:
            does()
        except NotThere:
            return "late"
        finally:
            connection.close()
        return "did"

    both: tuple[Callable[[], object], ...] = (
        lambda: actions.confirm(Staff.objects.get(pk=jo.pk), asked.public_id, WHY, 0, 3, now),
        lambda: actions.confirm(Staff.objects.get(pk=grace.pk), asked.public_id, WHY, 0, 3, now),
        lambda: actions.decline(Staff.objects.get(pk=kit.pk), asked.public_id, WHY, now),
    )
    with ThreadPoolExecutor(3) as hands:
        assert sorted(hands.map(decides, both)) == ["did", "late", "late"]
    assert len(verbs()) == 2
    assert changes.edition() == len(changes.in_force())
