"""Pictures between words part no danger: a message is read with them and, where several stand there, without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.guard import Guard
from chat.guard.letters import without_pictures

PLAN = "i've got the tablets here and i'm going to take them all when mum is asleep"


def strewn(words: str, picture: str, every: int) -> str:
    """These words with a picture after every so many."""
    said = enumerate(words.split(), start=1)
    return " ".join(word if at % every else f"{word} {picture}" for at, word in said)


@pytest.mark.parametrize("picture", ["😭", "✨", "❤️", "🫶🏽", "👩‍👧", "😂😂😂"])
@pytest.mark.parametrize("every", [1, 2, 3, 5])
def test_a_plan_with_pictures_between_its_words_is_a_plan(guard: Guard, picture: str, every: int) -> None:
    verdict = guard.read(strewn(PLAN, picture, every))
    assert (verdict.outcome, verdict.kind) == ("divert", "imminent")


def test_staff_see_the_place_in_the_words_as_written(guard: Guard) -> None:
    written = strewn("lol ok. i want to kill myself tonight", "✨", 1)
    assert {written[hit.start : hit.end] for hit in guard.read(written).hits} >= {"kill ✨ myself"}


def test_what_is_masked_between_pictures_leaves_them_where_they_are(guard: Guard) -> None:
    verdict = guard.read("ok 😂 so my number 😂 is 07700 900123 😂 bye")
    assert (verdict.outcome, verdict.suggestion) == ("mask", "ok 😂 so my number 😂 is ••• 😂 bye")


def test_a_picture_that_names_a_thing_is_seen_as_before(guard: Guard) -> None:
    assert guard.read("i 😂 picked up the 🔪 and 😂 then").outcome != "pass"


@pytest.mark.parametrize(
    "calm", ["we won 😂 and nan cried 😭 and the dog 🐶 barked", "happy 🎉 birthday 🎂 to you 🎈", "😂😂😂"]
)
def test_joy_with_pictures_passes(guard: Guard, calm: str) -> None:
    assert guard.read(calm).outcome == "pass"


@pytest.mark.parametrize(
    "words", ["im dead 😂 honestly", "😂 im dead honestly 😂😂", "café, naïve — and that’s all", "plain"]
)
def test_what_pictures_do_not_part_is_read_once(words: str) -> None:
    assert without_pictures(words) == words


@given(st.text(st.sampled_from("ab ,😂❤\ufe0f\u200dé"), max_size=30) | st.text(max_size=30))
def test_without_pictures_everything_else_stays_where_it_is(words: str) -> None:
    bare = without_pictures(words)
    assert len(bare) == len(words)
    assert all(after in (before, " ") for before, after in zip(words, bare, strict=True))
