"""A long message is read stretch by stretch: nothing in it hides, and what lies far apart is not taken together."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chat import guard
from chat.guard import HOLD, PASS, Guard, Verdict
from chat.guard.deciding import of_all
from chat.guard.lexicon import shipped
from chat.guard.reading import Reader, Reading
from chat.guard.stretches import stretches
from chat.guard.weights import NONE
from tests.learning import lines, trial
from tests.learning.lines import QUIET
from tests.unhurried import unhurried

#: Of 330 long messages with danger in them; and of 790 without.
FOUND, KEPT, DIVERTED, CALLED = 314, 130, 26, 57
#: Nobody says anything in them that a facilitator would have to read.
LINES = [
    "we had fish and chips on the bench by the harbour after school, and a gull took half of mine.",
    "my sister laughed so much she had to sit down, and then the gull came back for hers.",
    "in the evening we watched the baking programme, where everybody's sponge sank in the middle.",
    "nan rang in the break and told us about her new neighbour, who plays the trombone badly.",
    "i did half of my maths, which was fractions again, and then i drew the gull with a crown on.",
    "it's on the fridge now next to the timetable, and my brother says it looks like our head teacher.",
    "tomorrow we have a match in the rain most likely, so i cleaned my boots and found my other sock.",
]
PLAN = "i've taken all my tablets and i'm not telling anyone."
WORDS = "one three five and seven, or nine if it rains on us. Eleven\n"


def long(*some: str) -> str:
    """These lines with quiet ones all around."""
    return " ".join([*LINES[:3], *some, *LINES[3:]])


def parts(message: str) -> list[str]:
    return [message[start:end] for start, end in stretches(message)]


@given(st.text(alphabet=WORDS, max_size=900) | st.text(max_size=300))
@example("x" * 1000)
@example("k. i. l. l. " * 40)
@example("🔪" * 220 + " and " + " " * 300 + "then")
@example("\u200b" * 300)
def test_every_word_is_read_and_none_twice_without_need(message: str) -> None:
    spans = stretches(message)
    assert all(start < after and end < past for (start, end), (after, past) in pairwise(spans))
    read = {place for span in spans for place in range(*span)}
    assert {place for place, letter in enumerate(message) if letter.isalnum()} <= read
    assert len(spans) <= 2 + len(message) // 15


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=60, max_size=120), st.data())
def test_what_is_said_in_one_breath_is_whole_in_one_stretch(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = first
    while last + 1 < len(words) and len(" ".join(words[first : last + 2])) < 40:
        last += 1
    assert any(" ".join(words[first : last + 1]) in each for each in parts(" ".join(words)))


@settings(deadline=None)
@given(st.text(max_size=40), st.integers(1, 400))
def test_whatever_is_written_is_read(part: str, times: int) -> None:
    message = (part * times)[:2000]
    for hit in unhurried().read(message).hits:
        assert 0 <= hit.start <= hit.end <= len(message)


@pytest.mark.parametrize("nothing", ["\u200b", " ", "\n", "\u0301", "\ufe0f"])
def test_nothing_to_be_seen_is_nothing_to_be_kept_back(guard: Guard, nothing: str) -> None:
    assert guard.read(nothing * 500) == PASS


@pytest.mark.parametrize("between", [" " * 12, "\n\n\n", " ------------ ", " \u200b\u200b\u200b "])
def test_a_short_message_is_not_made_a_long_one_by_what_says_nothing(between: str) -> None:
    padded = between.join(f"{PLAN} {PLAN[:40]}".split())
    assert len(parts(padded)) == 1 < len(parts(long()))


def test_a_stretch_ends_where_a_sentence_does_if_one_ends_in_it() -> None:
    first, *_ = parts(f"It rained. We stayed in and played cards until it was late. Then we slept. {long()}")
    assert first == "It rained. We stayed in and played cards until it was late."


def test_a_long_message_about_nothing_much_passes(guard: Guard) -> None:
    assert guard.read(long()) == PASS


@pytest.mark.parametrize("before", range(len(LINES) + 1))
def test_a_plan_is_found_wherever_it_stands_and_staff_see_the_place(guard: Guard, before: int) -> None:
    message = " ".join([*LINES[:before], PLAN, *LINES[before:]])
    verdict = guard.read(message)
    assert (verdict.outcome, verdict.kind, verdict.reply) == ("divert", "imminent", guard.read(PLAN).reply)
    at = message.index(PLAN)
    decided = [hit for hit in verdict.hits if hit.rule.startswith("imminent.")]
    assert decided
    assert all(at <= hit.start < hit.end <= at + len(PLAN) for hit in decided)


def test_what_is_masked_is_masked_in_the_whole_message_and_the_rest_stays(guard: Guard) -> None:
    message = long("my number is 07700 900123 if it rains.", *LINES, "or write to me at heron@example.org.")
    verdict = guard.read(message)
    assert verdict.outcome == "mask"
    assert verdict.suggestion == message.replace("07700 900123", "•••").replace("heron@example.org", "•••")


@pytest.fixture(scope="module")
def unweighed() -> Guard:
    """By rules and ways to somebody alone."""
    return Guard(shipped(), budget=10, weights=NONE)


@pytest.mark.parametrize("before", range(20))
@pytest.mark.parametrize(
    "number",
    ["seven five five nine one two three four five six", "oh seven seven double oh nine double oh one two three"],
)
def test_no_number_is_cut_in_two(unweighed: Guard, number: str, before: int) -> None:
    words = " ".join(LINES).replace(".", "").replace(",", "").split()
    message = " ".join([*words[: 20 + before], "my number is", number, *words[20 + before :]])
    verdict = unweighed.read(message)
    assert (verdict.outcome, "•••" in (verdict.suggestion or "")) == ("mask", True)
    assert not {*number.split()} & {*(verdict.suggestion or "").split()}


@pytest.mark.parametrize("before", range(0, 20, 4))
@pytest.mark.parametrize(
    "whole", ["pebblemossandheronandmoonchil.d@example.org", "the-very-long-name-of-pebblem.co.uk"]
)
def test_no_address_is_cut_at_a_dot_within_it(guard: Guard, whole: str, before: int) -> None:
    words = " ".join(LINES).replace(".", "").replace(",", "").split()
    message = " ".join([*words[: 20 + before], "write to", whole, *words[20 + before :]])
    assert guard.read(message).suggestion == message.replace(whole, "•••")


@pytest.mark.parametrize(
    "told",
    ["you can find me on tiktok if you like drawings. just search lil.moon.child there", "new insta. its moonchild07"],
)
def test_a_name_on_an_app_is_found_behind_the_sentence_that_names_the_app(guard: Guard, told: str) -> None:
    verdict = guard.read(long(f"{told}.", *LINES))
    # Offered with the name masked, or held where the rest still weighs like a way to find somebody.
    assert verdict.outcome in ("mask", "hold")
    assert "contact.handle" in {hit.rule for hit in verdict.hits}


def test_what_is_offered_instead_of_a_long_message_would_pass(guard: Guard) -> None:
    link, mail = (
        "https://www.example.org/a/very/long/path/to/somewhere/else?and=more",
        "heron.moonchild.longname@example.org",
    )
    message = f"so many people die in that show. write to {mail} ok. or go to {link}. {long()} dont tell me anything."
    assert (suggestion := guard.read(message).suggestion)
    assert guard.read(suggestion).outcome == "pass"


def test_where_one_part_has_to_be_read_by_somebody_nothing_is_offered_for_another(guard: Guard) -> None:
    verdict = guard.read(long("my number is 07700 900123.", *LINES, "my uncle hits me with his belt every night."))
    assert (verdict.outcome, verdict.kind, verdict.suggestion) == ("hold", "disclosure", None)
    assert {hit.rule.partition(".")[0] for hit in verdict.hits} >= {"disclosure", "contact"}


def test_of_two_dangers_of_one_class_the_stricter_answer_counts() -> None:
    held = Verdict("hold", "imminent", "soon")
    assert of_all([held, Verdict("divert", "imminent", "now", reply="plan"), held]).outcome == "divert"


def test_of_long_messages_that_people_made_up_most_danger_is_found_and_most_of_the_rest_passes(guard: Guard) -> None:
    found = trial.tallied(guard, lines.long())
    calm, dangers = found.pop(QUIET), found.values()
    assert (calm.of, sum(each.of for each in dangers)) == (790, 330)
    assert sum(each.kept for each in dangers) >= FOUND
    assert calm.kept <= KEPT
    assert calm.diverted <= DIVERTED
    assert calm.now <= CALLED


def test_what_stands_far_apart_is_not_taken_together(guard: Guard) -> None:
    first, last = "i've decided.", "everyone will be better off on friday."
    assert guard.read(f"{first} {last}").outcome == "divert"
    assert guard.read(" ".join([first, *LINES, last])).outcome == "pass"


class Clock:
    """Stands still, and jumps far ahead once it was looked at so many times."""

    def __init__(self, looks: int) -> None:
        self.left = looks

    def __call__(self) -> float:
        self.left -= 1
        return 0.0 if self.left > 0 else 100.0


@pytest.mark.parametrize(("message", "outcome"), [(long(), "hold"), (f"{PLAN} {long()}", "divert")])
def test_danger_that_was_found_counts_though_the_rest_is_not_read_in_time(
    monkeypatch: pytest.MonkeyPatch, message: str, outcome: str
) -> None:
    monkeypatch.setattr(time, "perf_counter", Clock(12))
    monkeypatch.setattr(time, "thread_time", Clock(2))
    found = guard.shipped().within(1.0).read(message)
    monkeypatch.undo()
    assert found.outcome == outcome
    assert (found == HOLD) == (outcome == "hold")


def test_what_was_read_before_the_time_was_up_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    really = Reader.read

    def noted(reader: Reader, words: str, *others: Any, **more: Any) -> Reading:
        read.append(words)
        return really(reader, words, *others, **more)

    monkeypatch.setattr(Reader, "read", noted)
    monkeypatch.setattr(time, "perf_counter", Clock(14))
    assert guard.shipped().within(1.0).read(long()).outcome == "pass"
    monkeypatch.undo()
    assert len(read) == len(set(read)) + 1, "but the one that was begun when the time was up"
