"""A long message is read stretch by stretch: nothing in it hides, and what lies far apart is not taken together."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat.guard import HOLD, Guard
from chat.guard.reading import Reader, Reading
from chat.guard.stretches import WHOLE, stretches
from tests.learning import lines, trial
from tests.learning.lines import QUIET
from tests.unhurried import unhurried, within

#: Of 330 long messages with danger in them; and of 790 without.
FOUND, KEPT, DIVERTED = 315, 179, 53
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
@example("🔪" * 60 + " and " + " " * 300 + "then")
def test_every_word_is_read_and_none_twice_without_need(message: str) -> None:
    spans = stretches(message)
    assert all(start < end for start, end in spans)
    assert all(start < after and end < past for (start, end), (after, past) in pairwise(spans))
    read = {place for span in spans for place in range(*span)}
    assert {place for place, letter in enumerate(message) if letter.isalnum()} <= read
    assert len(spans) <= 2 + sum(map(len, message.split())) // 15


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=120), st.data())
def test_what_is_said_in_one_breath_is_whole_in_one_stretch(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = first
    while last + 1 < len(words) and len(" ".join(words[first : last + 2])) < 30:
        last += 1
    assert any(" ".join(words[first : last + 1]) in each for each in parts(" ".join(words)))


def test_a_stretch_ends_where_a_sentence_does_if_one_ends_in_it() -> None:
    first, *_ = parts(
        "It rained. We stayed in and played cards until the lights went out. Then we told each other stories."
    )
    assert first == "It rained. We stayed in and played cards until the lights went out."


def test_a_long_message_about_nothing_much_passes_and_is_read_in_time() -> None:
    message = " ".join(LINES)
    assert len(message) > 3 * WHOLE
    assert unhurried().read(message).outcome == "pass"


@pytest.mark.parametrize("before", range(len(LINES) + 1))
def test_a_plan_is_found_wherever_it_stands_and_staff_see_the_place(guard: Guard, before: int) -> None:
    message = " ".join([*LINES[:before], PLAN, *LINES[before:]])
    verdict = guard.read(message)
    assert (verdict.outcome, verdict.kind, verdict.reply) == ("divert", "imminent", guard.read(PLAN).reply)
    at = message.index(PLAN)
    assert [at <= hit.start < hit.end <= at + len(PLAN) for hit in verdict.hits if hit.rule.startswith("imminent")]
    assert all(at <= hit.start < hit.end <= at + len(PLAN) for hit in verdict.hits[:1])


def test_what_is_masked_is_masked_in_the_whole_message_and_the_rest_stays(guard: Guard) -> None:
    message = long("my number is 07700 900123 if it rains.", *LINES, "or write to me at heron@example.org.")
    verdict = guard.read(message)
    assert verdict.outcome == "mask"
    assert verdict.suggestion == message.replace("07700 900123", "•••").replace("heron@example.org", "•••")


def test_where_one_part_has_to_be_read_by_somebody_nothing_is_offered_for_another(guard: Guard) -> None:
    verdict = guard.read(long("my number is 07700 900123.", *LINES, "my uncle hits me with his belt every night."))
    assert (verdict.outcome, verdict.kind, verdict.suggestion) == ("hold", "disclosure", None)
    assert {hit.rule.partition(".")[0] for hit in verdict.hits} >= {"disclosure", "contact"}


def test_of_long_messages_that_people_made_up_most_danger_is_found_and_most_of_the_rest_passes(guard: Guard) -> None:
    found = trial.tallied(guard, lines.long())
    calm, dangers = found.pop(QUIET), found.values()
    assert (calm.of, sum(each.of for each in dangers)) == (790, 330)
    assert sum(each.kept for each in dangers) >= FOUND
    assert calm.kept <= KEPT
    assert calm.diverted <= DIVERTED


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
    found = within(1.0).read(message)
    monkeypatch.undo()
    assert found.outcome == outcome
    assert (found == HOLD) == (outcome == "hold")


def test_what_was_read_before_the_time_was_up_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    really = Reader.read

    def noted(reader: Reader, words: str, *others: Any) -> Reading:
        read.append(words)
        return really(reader, words, *others)

    monkeypatch.setattr(Reader, "read", noted)
    monkeypatch.setattr(time, "perf_counter", Clock(14))
    assert within(1.0).read(long()).outcome == "pass"
    monkeypatch.undo()
    assert len(read) == len(set(read)) + 1, "but the one that was begun when the time was up"
