"""What is said over several lines."""

from __future__ import annotations

import pytest

from chat.guard import Guard, Verdict
from chat.guard.across import WINDOW_SECONDS, Lines
from chat.guard.lexicon import shipped


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(shipped(), budget=10)


def last(guard: Guard, *lines: str, apart: float = 5.0) -> Verdict:
    heard = Lines()
    verdicts = [heard.read(line, number * apart, guard.read, guard.read_joined) for number, line in enumerate(lines)]
    return verdicts[-1]


def test_a_number_in_pieces_is_held_at_the_piece_that_makes_it_one(guard: Guard) -> None:
    found = last(guard, "07", "700", "900142")
    assert (found.outcome, found.kind, found.suggestion) == ("hold", "contact", None)
    assert found.rule is not None
    assert found.rule.endswith("over several lines")


def test_the_second_half_of_a_number_is_held_behind_a_long_first_line(guard: Guard) -> None:
    first = "i know we are not meant to but you could always ring me if it gets bad again, it is 07700"
    found = last(guard, first, "900142")
    assert (found.outcome, found.kind) == ("hold", "contact")


@pytest.mark.parametrize(
    "lines",
    [
        ("07700", "ok so now for the second part 900", "ok so now for the third part 142"),
        ("my mail is otter99", "and then as you would expect @gmail.com"),
        ("oh seven seven hundred", "nine hundred", "one four", "two"),
        ("i keep thinking how i am going to kill", "myself tonight"),
    ],
)
def test_a_piece_may_stand_behind_other_words(guard: Guard, lines: tuple[str, ...]) -> None:
    assert last(guard, *lines).outcome in ("hold", "mask", "divert")


def test_however_much_was_said_before_little_of_it_is_read_again(guard: Guard) -> None:
    read: list[str] = []
    heard = Lines()

    def reads(words: str) -> Verdict:
        read.append(words)
        return guard.read(words)

    words = "9 " + "we walked along the river again " * 60
    for number in range(12):
        read.clear()
        heard.read(words, number, reads, reads)
    alone, again = read
    assert (alone, len(again) < 400) == (words, True)
    assert set(again.split()) == set(words.split()), "and no word of it is cut in two"


def test_a_word_letter_by_letter_is_read_together(guard: Guard) -> None:
    assert last(guard, "k", "y", "s").outcome in ("hold", "block", "divert")


def test_lines_far_apart_are_not_one(guard: Guard) -> None:
    assert last(guard, "07", "700", "900142", apart=WINDOW_SECONDS + 1).outcome == "pass"


def test_ordinary_short_lines_pass(guard: Guard) -> None:
    assert last(guard, "hi", "same", "haha", "yes", "2", "10").outcome == "pass"


def test_a_line_that_says_it_alone_keeps_its_own_verdict(guard: Guard) -> None:
    words = "im actually going to kill myself"
    assert last(guard, "hi", words) == guard.read(words)
