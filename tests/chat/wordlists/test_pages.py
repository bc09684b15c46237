"""The pages of the word lists: what is shown, folded away, looked at first, and refused."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat import guard
from chat.guard.lexicon import Change, shipped
from chat.guard.verdict import KINDS, Verdict
from chat.models import State, What, WordChange
from chat.wordlists import actions, changes, weighing
from cohorts.models import Act, Role, Staff
from tests import cast
from tests.chat.wordlists.conftest import NONSENSE, alone, reader, rule_of
from tests.cohorts.planned import Visitor

# Two people and a store: test_two_people, on both kinds.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
LISTS, ADD, CHANGES = "/desk/lists/", "/desk/lists/add/", "/desk/lists/changes/"
WHY = "Found in what a school wrote to us."


class Supposed:
    """Who takes what a rule is tried on for harmless once it is off, and all else as the release does."""

    def __init__(self, found: Sequence[Change]) -> None:
        rules = shipped().rules
        off = [rules[one.rule] for one in found if one.rule is not None and one.rule in rules]
        self._off = {case for rule in off for case in rule.fires}
        self._else = reader(())

    def read(self, words: str) -> Verdict:
        return guard.PASS if words in self._off else self._else.read(words)


@pytest.fixture(autouse=True)
def supposed(made_once: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages show what is found, whatever that is. What lists that changed really miss is in test_weighing."""
    monkeypatch.setattr(weighing, "_reader", Supposed)
    weighing._tried_by.cache_clear()
    yield
    weighing._tried_by.cache_clear()


@pytest.fixture
def really_read(supposed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One journey is walked with what a look finds."""
    monkeypatch.setattr(weighing, "_reader", reader)


def text(page: bytes) -> str:
    return " ".join(html.unescape(page.decode()).split())


def rule_page(name: str) -> str:
    return f"/desk/lists/rules/{name}/"


def change_page(change: WordChange) -> str:
    return f"/desk/lists/changes/{change.public_id}/"


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.VOLUNTEER])
def test_for_whoever_has_not_the_right_nothing_is_there(role: Role, jo: Staff) -> None:
    asked = actions.weaken(jo, What.OFF, rule_of("tips").id, WHY, 0, timezone.now())
    sam = Visitor(cast.staff("Sam", role))
    for page in (LISTS, ADD, CHANGES, rule_page(rule_of("tips").id), change_page(asked)):
        assert sam.sees(page).status_code == 404, page
    assert "Word lists" not in text(sam.sees("/staff/").content)


def test_every_class_has_its_rules_with_reason_and_level_and_phrases_folded_away(kit: Staff) -> None:
    kit_at = Visitor(kit)
    assert "Word lists" in text(kit_at.sees("/desk/").content)
    for kind in KINDS:
        page = text(kit_at.sees(f"{LISTS}?kind={kind}").content)
        for rule in shipped().rules.values():
            assert (rule.reason in page) == (rule.kind == kind), rule.id
            if rule.kind == kind:
                assert all(phrase in page for phrase in rule.phrases[:3]), rule.id
    page = text(kit_at.sees(f"{LISTS}?kind=imminent").content)
    assert "look now" in page
    assert "takes two people, one of them the safeguarding lead" in page
    assert not re.search(r"<details[^>]*\bopen\b", page)


def test_somebody_looks_for_a_phrase_in_all_classes(kit: Staff) -> None:
    rule = rule_of("tips")
    page = text(Visitor(kit).sees(f"{LISTS}?q={rule.id}").content)
    assert rule.reason in page
    assert rule_of("imminent").reason not in page
    assert "0 rules hold “nobody wrote this”" in text(Visitor(kit).sees(f"{LISTS}?q=nobody wrote this").content)


def test_a_phrase_is_looked_at_then_added_and_shows_with_who_and_why(kit: Staff) -> None:
    at = Visitor(kit)
    said = {"kind": "tips", "phrase": f"  {NONSENSE.upper()} ", "reason": WHY}
    looked = at.sends(ADD, **said, look=1)
    assert (looked.status_code, WordChange.objects.count()) == (200, 0)
    assert re.search(r"<strong>0</strong> of \d+ test sentences would be taken otherwise", text(looked.content))
    assert "There are none to count." in text(looked.content)
    answer = at.sends(ADD, **said, add=1)
    added = WordChange.objects.get()
    assert (answer.status_code, added.phrase) == (303, NONSENSE)
    assert "Added. Every room goes by it" in text(at.sees(answer.headers["Location"]).content)
    page = text(at.sees(f"{LISTS}?q={NONSENSE}").content)
    assert WHY in page
    assert "your own" in page
    assert [(act.verb, act.by) for act in Act.objects.order_by("number")] == [
        ("messages_counted", kit), ("words_added", kit),
    ]  # fmt: skip
    acts = text(at.sees("/desk/acts/").content)
    assert "added a phrase to a word list" in acts
    assert NONSENSE not in acts


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", "Please write a phrase."),
        ("a" * 61, "At most 60 characters, please. This has 61."),
        ("a b", "This is too short"),
        ("(never closed", "bracket"),
        ("meet me *", "“*” stands for the end of a word, not for a word."),
        ("ask sam@example.org", "a way to find somebody"),
        ("ring 07700 900 123", "a way to find somebody"),
        ("https://example.org", "a way to find somebody"),
        ("im gonna zorbify", "this reads “i am going to zorbify”"),
        ("a\0bcd", "Null characters are not allowed."),
    ],
)
def test_a_mistake_is_said_beside_the_phrase_and_changes_nothing(phrase: str, why: str, kit: Staff) -> None:
    answer = Visitor(kit).sends(ADD, kind="tips", phrase=phrase, reason=WHY, add=1)
    assert answer.status_code == 422
    assert why in text(answer.content)
    assert 'aria-invalid="true"' in answer.content.decode()
    assert (WordChange.objects.count(), Act.objects.count()) == (0, 0)


def test_a_reason_is_asked_for_and_leads_to_nobody(kit: Staff) -> None:
    for reason, why in (("", "Please say why."), ("ring 07700 900123", "way to find somebody"), ("é" * 301, "has 301")):
        answer = Visitor(kit).sends(ADD, kind="tips", phrase=NONSENSE, reason=reason, add=1)
        assert (answer.status_code, why in text(answer.content)) == (422, True)
    assert not WordChange.objects.exists()


def test_who_comes_second_with_the_same_phrase_is_told(kit: Staff, jo: Staff) -> None:
    said = {"kind": "tips", "phrase": NONSENSE, "reason": WHY, "add": 1}
    assert Visitor(kit).sends(ADD, **said).status_code == 303
    answer = Visitor(jo).sends(ADD, **said)
    assert (answer.status_code, "This is so already" in text(answer.content)) == (409, True)


def test_what_would_be_missed_is_shown_before_anybody_can_ask(really_read: None, kit: Staff) -> None:
    at, rule = Visitor(kit), rule_of("imminent")
    page = rule_page(rule.id)
    assert "Ask a second person" not in text(at.sees(page).content)
    answer = at.sends(page, what="off", reason=WHY, ask=1)
    assert (answer.status_code, WordChange.objects.count()) == (409, 0)
    looked = at.sends(page, what="off", reason=WHY, look=1)
    shown = text(looked.content)
    assert looked.status_code == 200
    assert alone(rule) in shown
    missed = len(looked.context["look"].tried.missed)
    assert missed > 0
    seen = looked.context["seen"]
    other = at.sends(page, what="lower", reason=WHY, seen=seen, ask=1)
    assert (other.status_code, WordChange.objects.count()) == (409, 0), "another way was not looked at"
    asked = at.sends(page, what="off", reason=WHY, seen=seen, ask=1)
    change = WordChange.objects.get()
    assert (asked.status_code, change.state, change.missed) == (303, State.WAITS, missed)
    assert Act.objects.get(verb="words_weakening_asked").about["missed"] == missed
    told = text(at.sees(asked.headers["Location"]).content)
    assert "Nothing has changed yet: a second person decides." in told
    assert "You asked for this" in told
    assert "Confirm" not in told


def test_lists_that_changed_meanwhile_are_looked_at_again(kit: Staff, jo: Staff) -> None:
    at, page = Visitor(kit), rule_page(rule_of("tips").id)
    seen = at.sends(page, what="off", reason=WHY, look=1).context["seen"]
    actions.add_phrase(jo, "tips", NONSENSE, WHY, timezone.now())
    answer = at.sends(page, what="off", reason=WHY, seen=seen, ask=1)
    assert (answer.status_code, "The lists changed while you looked" in text(answer.content)) == (409, True)
    again = at.sends(page, what="off", reason=WHY, seen=answer.context["seen"], ask=1)
    assert again.status_code == 303


def test_the_second_person_reads_who_why_and_what_would_be_missed_and_confirms(jo: Staff, kit: Staff) -> None:
    rule = rule_of("encourage")
    asked = actions.weaken(kit, What.OFF, rule.id, WHY, 2, timezone.now())
    at = Visitor(jo)
    todo = text(at.sees("/desk/").content)
    assert "A word list waits for you" in todo
    assert "A word list waits for you" not in text(Visitor(kit).sees("/desk/").content)
    assert rule.reason in text(at.sees(CHANGES).content)
    page = text(at.sees(change_page(asked)).content)
    for said in ("Kit, coordinator", WHY, rule.reason, alone(rule), "What would be missed"):
        assert said in page, said
    counted = text(at.sends(change_page(asked), do="look").content)
    assert "There are none to count." in counted
    assert at.sends(change_page(asked), do="confirm").status_code == 422
    answer = at.sends(change_page(asked), do="confirm", reason="I looked.", seen=changes.edition())
    assert (answer.status_code, [one.rule for one in changes.in_force()]) == (303, [rule.id])
    done = text(at.sees(answer.headers["Location"]).content)
    assert "Jo, safeguarding lead" in done
    assert "I looked." in done
    assert "A word list waits" not in text(at.sees("/desk/").content)
    off = text(at.sees(f"{LISTS}?kind=encourage").content)
    assert "switched off" in off
    late = Visitor(cast.staff("Grace", Role.LEAD)).sends(change_page(asked), do="decline", reason="No.")
    assert (late.status_code, "Somebody was quicker." in text(late.content)) == (409, True)
    assert at.sends(change_page(asked), do="restore").status_code == 303
    assert changes.in_force() == ()
    assert at.sends(change_page(asked), do="restore").status_code == 409


def test_the_second_person_confirms_what_they_read_and_looks_again_at_lists_that_changed(jo: Staff, kit: Staff) -> None:
    asked = actions.weaken(kit, What.OFF, rule_of("encourage").id, WHY, 9_999, timezone.now())
    at, page = Visitor(jo), change_page(asked)
    assert at.sends(page, do="confirm", reason="Looked.").status_code == 409, "nothing says what they have read"
    read = at.sees(page)
    assert f'name="seen" value="{changes.edition()}"' in text(read.content)
    actions.add_phrase(kit, "tips", NONSENSE, WHY, timezone.now())
    late = at.sends(page, do="confirm", reason="It is in an exam question.", seen=read.context["seen"])
    shown = text(late.content)
    assert (late.status_code, "The lists changed since you looked." in shown) == (409, True)
    assert "What would be missed" in shown
    assert "It is in an exam question." in shown, "what they wrote is not lost"
    assert [one.what for one in changes.in_force()] == ["add"]
    again = at.sends(page, do="confirm", reason="It is in an exam question.", seen=late.context["seen"])
    assert (again.status_code, [one.what for one in changes.in_force()]) == (303, ["off", "add"])
    missed = len(late.context["look"].tried.missed)
    assert Act.objects.get(verb="words_weakened").about["missed"] == missed


def test_without_the_lead_nobody_is_offered_to_confirm(kit: Staff, ada: Staff) -> None:
    asked = actions.weaken(kit, What.OFF, rule_of("meet").id, WHY, 2, timezone.now())
    at = Visitor(ada)
    page = text(at.sees(change_page(asked)).content)
    assert "One of the two has to be the safeguarding lead" in page
    assert 'value="confirm"' not in page
    answer = at.sends(change_page(asked), do="confirm", reason="Yes.")
    assert (answer.status_code, changes.in_force()) == (409, ())
    assert at.sends(change_page(asked), do="decline", reason="No.").status_code == 303
    asked.refresh_from_db()
    assert asked.state == State.DECLINED


def test_all_comes_back_by_one_press(kit: Staff, jo: Staff) -> None:
    for kind in ("low", "method"):
        actions.weaken(kit, What.OFF, rule_of(kind).id, WHY, 2, timezone.now())
    at = Visitor(jo)
    assert "2 rules of the release are switched off or lowered." in text(at.sees(CHANGES).content)
    answer = at.sends(CHANGES, do="restore")
    assert "All rules work as they came" in text(at.sees(answer.headers["Location"]).content)
    assert changes.in_force() == ()
    assert "switched off or lowered" not in text(at.sees(CHANGES).content)


def test_an_addition_is_taken_out_on_its_own_page(kit: Staff) -> None:
    added = actions.add_phrase(kit, "tool", NONSENSE, WHY, timezone.now())
    at = Visitor(kit)
    page = rule_page(added.about)
    looked = at.sends(page, what="out", reason="A song.", look=1)
    assert looked.status_code == 200
    assert at.sends(page, what="out", reason="A song.", seen=looked.context["seen"], ask=1).status_code == 303
    assert (changes.in_force(), at.sees(page).status_code) == ((), 404)


def test_every_page_asks_a_fixed_number_of_questions(kit: Staff, jo: Staff) -> None:
    at = Visitor(kit)
    one = actions.weaken(jo, What.OFF, rule_of("imminent").id, WHY, 2, timezone.now())
    actions.add_phrase(jo, "tips", "one thing", WHY, timezone.now())
    pages = ("/desk/", LISTS, f"{LISTS}?q=a", ADD, CHANGES, rule_page(one.rule), change_page(one))

    def questions() -> list[int]:
        found = []
        for page in pages:
            at.sees(page)
            with CaptureQueriesContext(connection) as asked:
                assert at.sees(page).status_code == 200
            found.append(len(asked))
        return found

    before = questions()
    for number in range(8):
        actions.add_phrase(jo, "tips", f"thing number {'x' * number}y", WHY, timezone.now())
    for kind in ("meet", "encourage", "low", "tool"):
        actions.weaken(jo, What.OFF, rule_of(kind).id, WHY, 2, timezone.now())
    assert questions() == before
    assert max(before) <= 14
