"""What a change would do is worked out on sentences and on messages, and tells numbers alone. No store is asked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chat import guard
from chat.guard import cases
from chat.guard.cases import Case
from chat.guard.lexicon import Change, shipped
from chat.guard.verdict import Kind, Outcome, Verdict
from chat.models import What
from chat.wordlists import looking, weighing
from tests.chat.wordlists.conftest import NONSENSE, alone, rule_of

pytestmark = pytest.mark.embedded
MORE: tuple[Change, ...] = (Change("add", "bullying", "own.1", NONSENSE),)
#: As it is where nothing is read only once.
READER = weighing._reader


def test_a_look_reads_by_the_lists_that_it_was_given() -> None:
    assert READER(()).read(NONSENSE).outcome == "pass"
    assert READER(MORE).read(NONSENSE).kind == "bullying"


def test_the_guard_that_is_at_work_is_asked_where_it_goes_by_the_same_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: object) -> guard.Guard:
        raise AssertionError("one was there")

    monkeypatch.setattr(weighing, "_made", never)
    assert READER(()).read("how was your week").outcome == "pass"


def test_the_sentences_of_the_release_are_taken_once_by_a_list_and_messages_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[Change, ...]] = []

    def counting(found: Sequence[Change]) -> guard.Guard:
        asked.append(tuple(found))
        return reader(found)

    reader = weighing._reader
    monkeypatch.setattr(weighing, "_reader", counting)
    weighing._tried_by.cache_clear()
    first, second = (weighing.weigh((), MORE, ["how was your week"]) for _ in range(2))
    assert first == second
    assert asked == [(), MORE, (), MORE, (), MORE]


def test_nothing_changed_is_nothing_missed() -> None:
    tried, counted = weighing.weigh((), ())
    beside = {text for rule in shipped().rules.values() for text in (*rule.fires, *rule.quiet)}
    beside |= {case.text for case in cases.frozen()}
    assert (tried.of, tried.otherwise, tried.wrong) == (len(beside), (), 0)
    assert (counted.of, counted.otherwise) == (0, 0)


@pytest.mark.parametrize("kind", ["imminent", "encourage", "tips"])
def test_a_rule_switched_off_misses_its_own_cases_and_says_how_they_would_be_taken(kind: Kind) -> None:
    rule = rule_of(kind)
    look = looking.look((), looking.then((), What.OFF, kind, rule=rule.id))
    missed = {one.text for one in look.tried.missed}
    assert missed & {*rule.fires}
    assert all(one.lighter for one in look.tried.missed)
    assert (look.counted, look.outcomes) == (None, [])


def test_of_the_frozen_sentences_those_that_would_go_wrong_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = rule_of("tips")
    calm = Case("calm", "what a quiet evening", "ordinary", ("pass",))
    grave = Case("grave", alone(rule), "tips", (guard.read(alone(rule)).outcome,))
    monkeypatch.setattr(cases, "frozen", lambda: (calm, grave))
    look = looking.look((), looking.then((), What.OFF, "tips", rule=rule.id))
    first, *_ = look.shown
    assert (first[0].name, first[0].wrong) == ("grave", True)
    assert look.tried.wrong == 1
    assert all(one.name != "calm" for one in look.tried.otherwise)


def test_a_rule_lowered_is_taken_more_lightly_and_no_worse_than_off() -> None:
    rule = rule_of("imminent")
    lowered = looking.look((), looking.then((), What.LOWER, "imminent", rule=rule.id)).tried
    off = looking.look((), looking.then((), What.OFF, "imminent", rule=rule.id)).tried
    assert lowered.missed
    assert {one.text for one in lowered.missed} <= {one.text for one in off.missed}


def test_a_phrase_more_shows_what_would_be_held_that_was_let_by() -> None:
    calm = (text for rule in shipped().rules.values() for text in rule.quiet if guard.read(text) == guard.PASS)
    phrase = next(text for text in calm if len(text.split()) > 3 and weighing.unheard("bullying", text) is None)
    tried, _ = weighing.weigh((), looking.then((), What.ADD, "bullying", phrase=phrase))
    assert tried.otherwise
    assert tried.missed == ()


@pytest.mark.parametrize(
    "phrase",
    [
        "zorbify", "(zorbify|zorb) him [now]", "zorbif* ~ mangle", "zorbify & mangle", "never {soon} anything",
        "cutt*", "want ~ cutt* [myself] & again", "((fade|drift) away|vanish) now", "[(so|very) [much]] zorbified",
        "(ur|your) such a zorbifier",
    ],
)  # fmt: skip
def test_a_phrase_in_plain_words_is_found_in_its_own_simplest_ones(phrase: str) -> None:
    assert weighing.unheard("bullying", phrase) is None


@pytest.mark.parametrize(
    ("phrase", "heard"),
    [
        ("ur such a zorbifier", "your such a zorbifier"),
        ("(ur|u r) [such] a zorbif* ~ now", "your a zorbif now"),
        ("2moro* zorbify", "tomorrow zorbify"),
    ],
)
def test_a_phrase_in_text_speak_is_told_how_it_is_heard(phrase: str, heard: str) -> None:
    assert weighing.unheard("bullying", phrase) == heard


def test_lighter_is_less_kept_from_the_room_or_later_looked_at_and_wrong_is_what_was_right_before() -> None:
    divert, hold, soon, passes = (
        Verdict("divert", level="now"), Verdict("hold", level="now"), Verdict("hold", level="soon"), Verdict("pass"),
    )  # fmt: skip

    def taken(before: Verdict, after: Verdict, *known: Outcome) -> tuple[bool, bool]:
        one = weighing.Taken("name", "words", before, after, known)
        return one.lighter, one.wrong

    assert taken(divert, hold) == taken(hold, soon) == taken(soon, passes) == (True, False)
    assert taken(passes, soon) == taken(hold, divert) == (False, False)
    assert taken(divert, passes, "divert", "hold") == (True, True)
    assert taken(divert, hold, "divert", "hold") == (True, False)
    assert taken(passes, hold, "pass") == (False, True)
    assert taken(passes, divert, "hold") == (False, False)
    assert "words" not in repr(weighing.Taken("name", "words", hold, passes))


def test_counts_are_by_what_happens_and_by_how_soon() -> None:
    _, counted = weighing.weigh((), MORE, messages=["a quiet evening", f"do {NONSENSE}", "thank you"])
    assert (counted.of, counted.otherwise) == (3, 1)
    outcomes = {name: both for name, *both in counted.outcomes}
    levels = {name: both for name, *both in counted.levels}
    assert (outcomes["pass"], outcomes["hold"]) == ([3, 2], [0, 1])
    assert (levels[None], levels["now"]) == ([3, 2], [0, 1])


def test_bars_show_whatever_is_there_and_nothing_where_nothing_is() -> None:
    messages = ["a quiet evening"] * 999 + [f"do {NONSENSE}"]
    look = looking.Look(*weighing.weigh((), MORE, messages=messages))
    bars = {bar.before: bar.lengths for bar in look.outcomes}
    assert bars[1000] == (100, 100)
    assert bars[0] in {(0, 0), (0, 1)}
