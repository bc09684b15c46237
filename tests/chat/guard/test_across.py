"""What is said over several lines."""

from __future__ import annotations

from itertools import pairwise

import pytest

from chat.guard import HOLD, PASS, Guard, Hit, Verdict
from chat.guard.across import WINDOW_SECONDS, Lines
from chat.guard.cases import CALM
from tests.learning.lines import unheard

#: Of a line, so many letters are read with those before it.
REACH = 80


def last(guard: Guard, *lines: str, apart: float = 5.0) -> Verdict:
    heard = Lines()
    verdicts = [heard.read(line, number * apart, guard.read, guard.read_joined) for number, line in enumerate(lines)]
    return verdicts[-1]


def test_a_number_in_pieces_is_held_at_the_piece_that_makes_it_one(guard: Guard) -> None:
    found = last(guard, "07", "700", "900142")
    assert (found.outcome, found.kind, found.suggestion) == ("hold", "contact", None)
    assert found.rule is not None
    assert found.rule.endswith("over several lines")


@pytest.mark.parametrize("first", ["add me on snap", "can i have your number", "my dad hits me"])
def test_a_number_in_pieces_of_two_is_held_behind_a_held_line_that_is_more_urgent(guard: Guard, first: str) -> None:
    assert guard.read(first).outcome == "hold"
    pieces = first, "07", "70", "09", "00", "12"
    assert [last(guard, *pieces[:so_far]).outcome for so_far in (2, 3, 4)] == ["pass"] * 3
    for so_far in (5, 6):
        found = last(guard, *pieces[:so_far])
        assert (found.outcome, found.kind, found.suggestion) == ("hold", "contact", None)


@pytest.mark.parametrize("first", ["my dad hits me", "i want to die tonight"])
def test_what_goes_on_from_a_masked_piece_of_a_number_is_held_behind_danger(guard: Guard, first: str) -> None:
    assert guard.read(first).outcome in ("hold", "divert")
    pieces = first, "07700", "90", "01", "23"
    for so_far in (3, 4, 5):
        found = last(guard, *pieces[:so_far])
        assert (found.outcome, found.kind) == ("hold", "contact")


def test_the_second_half_of_a_number_is_held_behind_a_long_first_line(guard: Guard) -> None:
    first = "i know we are not meant to but you could always ring me if it gets bad again, it is 07700"
    found = last(guard, first, "900142")
    assert (found.outcome, found.kind) == ("hold", "contact")


@pytest.mark.parametrize(
    "lines",
    [
        ("07700", "ok so now for the second part 900", "ok so now for the third part 142"),
        ("my mail is otter99", "and then as you would expect @gmail.com"),
    ],
)
def test_a_piece_may_stand_behind_other_words(guard: Guard, lines: tuple[str, ...]) -> None:
    assert last(guard, *lines).outcome in ("hold", "mask")


@pytest.mark.parametrize(
    "lines",
    [
        ("i keep thinking how i am going to kill", "myself tonight"),
        ("bye everyone. thank u for being kind to me, it wasnt", "ur fault"),
        ("ive got a date in my calendar and after that theres nothing, i mean nothing", "of me"),
        ("christmas you will do without me, i will be in", "the earth"),
    ],
)
def test_a_goodbye_in_two_lines_is_met_like_one(guard: Guard, lines: tuple[str, ...]) -> None:
    assert last(guard, *lines).outcome == "divert"


def test_raised_digits_are_digits_over_several_lines_too(guard: Guard) -> None:
    lines = ("⁰ and ⁷", "next is ⁷ and ⁰ and ⁰ and ⁹", "next is ⁷ and ³", "next is ⁹", "next is ⁵ and ⁰")
    heard = Lines()
    said = [heard.read(line, at, guard.read, guard.read_joined).outcome for at, line in enumerate(lines)]
    assert "hold" in said


def test_lines_that_cannot_be_read_as_one_are_held() -> None:
    heard = Lines()
    said = [heard.read(line, at, lambda _: PASS, lambda _: HOLD) for at, line in enumerate(("same", "me too"))]
    assert said == [PASS, HOLD]


def test_a_line_that_passes_by_doubt_does_not_let_pass_what_it_ends() -> None:
    doubted = Verdict("pass", "bullying", "note")
    ends = Verdict("hold", "bullying", "soon", (Hit("bullying.sexual", 2, 14, "good kisser"),))
    heard = Lines()
    heard.read("bet ur a", 0, lambda _: PASS, lambda _: PASS)
    assert heard.read("good kisser tho", 1, lambda _: doubted, lambda _: ends).outcome == "hold"


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


@pytest.mark.parametrize(
    "lines",
    [
        ("my snap is", "pebblemoss"),
        ("add me on snap", "pebblemoss"),
        ("my birthday is", "3rd of june"),
        ("my surname is", "Fernmoor"),
        ("my snap is", "hatemyself"),
        ("my postcode is", "ab12 3cd"),
        ("right its oh seven seven", "double oh nine double oh one two three"),
        ("the way it begins is oh seven seven", "double oh nine double oh one two three"),
    ],
)
def test_what_a_line_asks_for_is_held_in_the_next(guard: Guard, lines: tuple[str, ...]) -> None:
    assert guard.read(lines[-1]).outcome == "pass"
    found = last(guard, *lines)
    assert (found.outcome, found.kind, found.suggestion) == ("hold", "contact", None)
    assert all(0 <= hit.start < hit.end <= len(lines[-1]) for hit in found.hits)


@pytest.mark.parametrize(
    "lines",
    [
        ("im always on snap", "\N{LOUDLY CRYING FACE}\N{CLOUD WITH RAIN}"),
        ("my mum deleted snap", "wednesday"),
        ("my snap is dead", "haha brilliant"),
        ("my birthday is", "tomorrow"),
        ("my name is", "Clodagh"),
        ("oh no", "one of those days then"),
    ],
)
def test_what_leads_to_nobody_passes_behind_a_line_that_names_an_app_or_a_day(
    guard: Guard, lines: tuple[str, ...]
) -> None:
    assert last(guard, *lines).outcome == "pass"


@pytest.mark.parametrize(
    "lines",
    [
        ("add me on snap", "nevermind"),
        ("add me on snap", "hahahahaha"),
        ("add me on snap", "goodmorning"),
        ("add me on snap", "xoxo"),
        ("my snap is", "sorryyyy"),
        ("my snap is", "omgggg"),
        ("my snap is", "hahahahaha"),
        ("the app is called", "calmharm"),
        ("my birthday is", "mood is 4/10"),
    ],
)
def test_what_everybody_says_passes_behind_a_line_that_asks_for_a_name_or_a_day(
    guard: Guard, lines: tuple[str, ...]
) -> None:
    assert last(guard, *lines).outcome == "pass"


@pytest.mark.parametrize(
    "lines",
    [
        ("my snap is pebblemoss12", "gcse2026"),
        ("my snap is pebblemoss12", "hi", "covid19"),
        ("my birthday is 14 may", "mood is 4/10"),
    ],
)
def test_a_line_that_told_its_name_or_day_and_was_kept_back_asks_for_no_other(
    guard: Guard, lines: tuple[str, ...]
) -> None:
    assert guard.read(lines[0]).outcome == "mask"
    assert last(guard, *lines).outcome == "pass"


@pytest.mark.parametrize(
    "lines",
    [
        ("my snap is pebblemoss12", "pebblemoss12"),
        ("my snap is pebblemoss12", "or pebblemoss13"),
        ("my snap is pebblemoss12", "my snap is", "fernyy88"),
        ("my snap is pebblemoss12", "my snap is \N{BULLET}\N{BULLET}\N{BULLET}", "fernyy88"),
        ("my snap is", "pebblemoss", "fernyy88"),
        ("my birthday is 14 may", "2009"),
        ("my birthday is", "4/10"),
    ],
)
def test_what_was_kept_back_is_held_when_it_is_told_again_or_another_line_asks(
    guard: Guard, lines: tuple[str, ...]
) -> None:
    found = last(guard, *lines)
    assert (found.outcome, found.kind) == ("hold", "contact")


def test_what_goes_on_from_a_line_before_is_held_though_something_else_could_be_masked(guard: Guard) -> None:
    lines = "my number is 07700", "900142 or me@x.org"
    assert guard.read(lines[-1]).outcome == "mask"
    assert (last(guard, *lines).outcome, last(guard, *lines).kind) == ("hold", "contact")


def test_whoever_takes_what_they_were_offered_can_send_it(guard: Guard) -> None:
    words = "my address is 14 Marlowe Parade, flat 3"
    offered = guard.read(words).suggestion
    assert offered
    assert last(guard, "hi", words, offered) == guard.read(offered)
    assert last(guard, "hi", words, offered, "same") == guard.read("same")


def test_danger_in_a_line_before_is_not_answered_again_at_the_next_as_a_dot_joins_them(guard: Guard) -> None:
    lines = "im going to kill myself tonight. its on the rope.", "gg everyone see u next round"
    assert last(guard, *lines).outcome != "divert"


def test_calm_lines_behind_each_other_are_hardly_ever_held(guard: Guard) -> None:
    texts = [line.text for lines in unheard().values() for line in lines if line.kind in CALM]
    calm = [text for text in texts if len(text) <= REACH and guard.read(text).outcome == "pass"]
    assert len(calm) > 3_500
    held = [pair for pair in pairwise(calm) if last(guard, *pair).outcome != "pass"]
    assert 500 * len(held) <= len(calm)


def test_a_line_that_says_it_alone_keeps_its_own_verdict(guard: Guard) -> None:
    words = "im actually going to kill myself"
    assert last(guard, "hi", words) == guard.read(words)
