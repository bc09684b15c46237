"""What a change would do is worked out on sentences and on the last messages, and tells numbers alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async

from chat import guard
from chat.guard import cases
from chat.guard.cases import Case
from chat.guard.lexicon import Change, shipped
from chat.guard.verdict import Kind, Outcome, Verdict
from chat.models import EntryRow, Head, What
from chat.wordlists import lately, looking, weighing
from cohorts.models import Act
from tests.cast import Evening
from tests.chat.house import House
from tests.chat.wordlists.conftest import NONSENSE, alone, rule_of

pytestmark = pytest.mark.django_db(transaction=True)
MORE: tuple[Change, ...] = (Change("add", "bullying", "own.1", NONSENSE),)
#: As it is where nothing is read only once.
READER = weighing._reader


async def on_database(does: Callable[[], Any]) -> Any:
    return await database_sync_to_async(does)()


def test_a_look_reads_by_the_lists_that_it_was_given() -> None:
    assert READER(()).read(NONSENSE).outcome == "pass"
    assert READER(MORE).read(NONSENSE).kind == "bullying"


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
    "phrase", ["zorbify", "(zorbify|zorb) him [now]", "zorbif* ~ mangle", "zorbify & mangle", "never {soon} anything"]
)
def test_a_phrase_in_plain_words_is_found_in_its_own_simplest_ones(phrase: str) -> None:
    assert weighing.unheard("bullying", phrase) is None


def test_a_phrase_in_text_speak_is_told_how_it_is_heard() -> None:
    assert weighing.unheard("bullying", "ur such a zorbifier") == "your such a zorbifier"


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


async def test_the_last_messages_are_those_for_rooms_each_once_and_no_private_word(
    evening: Evening, house: House
) -> None:
    sam = await house.enter(evening.counsellor)
    otter, heron = await house.enter(evening.otter), await house.enter(evening.heron)
    await otter.ask("say", body="said in the room")
    await otter.ask("whisper", body="a private word")
    await sam.ask("say", body="of staff")
    await sam.ask("mode", mode="hold_all")
    await heron.ask("say", body="held, then let in")
    held = await sam.entry("held", body="held, then let in")
    await sam.ask("release", stream="seat:2", pos=held["pos"])
    await heron.ask("say", body="held for good")
    await otter.ask("help", body="a call")
    found = await on_database(lately.messages)
    assert (found.words, found.unreadable) == (("held for good", "held, then let in", "said in the room"), 0)
    assert "held" not in repr(found)
    last = await on_database(lambda: lately.messages(1))
    assert last.words == ("held for good",)


async def test_what_no_key_opens_any_more_is_left_out_and_counted(evening: Evening, house: House) -> None:
    await house.enter(evening.counsellor)
    otter = await house.enter(evening.otter)
    await otter.ask("say", body="first")
    await otter.ask("say", body="second")
    one = EntryRow.objects.filter(kind="message").order_by("pk")
    await on_database(lambda: EntryRow.objects.filter(pk=one.first().pk).update(sealed=b""))  # type: ignore[union-attr]
    found = await on_database(lately.messages)
    assert (found.words, found.unreadable) == (("second",), 1)
    await on_database(lambda: Head.objects.update(data_key=b""))
    found = await on_database(lately.messages)
    assert (found.words, found.unreadable) == ((), 2)


async def test_counting_is_an_act_by_one_query_for_all_messages_whose_words_nothing_tells(
    evening: Evening, house: House, caplog: pytest.LogCaptureFixture, django_assert_max_num_queries: Any
) -> None:
    await house.enter(evening.counsellor)
    otter = await house.enter(evening.otter)
    for number in range(4):
        await otter.ask("say", body=f"{NONSENSE} {number}")

    def counts() -> looking.Look:
        with django_assert_max_num_queries(12) as asked:
            look = looking.count(evening.lead, "bullying", (), MORE)
        assert sum("chat_entry" in one["sql"] for one in asked.captured_queries) == 1
        return look

    look = await on_database(counts)
    assert (look.counted and look.counted.of, look.counted and look.counted.otherwise) == (4, 4)
    act = await on_database(lambda: Act.objects.select_related("by").get())
    assert (act.verb, act.by) == ("messages_counted", evening.lead)
    assert NONSENSE not in f"{act.about} {look!r} {caplog.text}"
