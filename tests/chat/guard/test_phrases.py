"""The little language of the lexicons."""

from __future__ import annotations

import pytest

from chat.guard import phrases
from chat.guard.english import English
from chat.guard.finding import Finder
from chat.guard.guard import Guard
from chat.guard.lexicon import Lexicon, Rule, made
from chat.guard.phrases import BadPhrase
from chat.guard.weights import NONE


def with_rule(*written: str, unless: tuple[str, ...] = (), **groups: tuple[str, ...]) -> Guard:
    rule = Rule("meet.test", "meet", "To try the language.", written, unless)
    lexicon = made({name.replace("_", "-"): group for name, group in groups.items()}, [rule])
    return Guard(lexicon, budget=10, weights=NONE)


@pytest.mark.parametrize(
    ("phrase", "fires", "quiet"),
    [
        ("blue moon", "a blue moon rose", "a blue, full moon"),
        ("(blue|full) moon", "a full moon", "a half moon"),
        ("[really] blue moon", "blue moon", "really moon"),
        ("blue ~ moon", "a blue and very round moon", "blue is not at all the word for moon"),
        ("blue ~~ moon", "blue is not at all the word for moon", "moon is blue"),
        ("moonli*", "by moonlight", "by moons"),
        ("blu* moon", "a bluish moon", "a blue and full moon"),
        ("blue & moon", "the moon is blue", "the moon is red"),
        ("a {colour} moon", "a deep red moon", "a moon"),
    ],
)
def test_it_means_what_it_says(phrase: str, fires: str, quiet: str) -> None:
    guard = with_rule(phrase, colour=("(red|deep red)", "green"))
    assert guard.read(fires).outcome == "hold"
    assert guard.read(quiet).outcome == "pass"


def test_what_cancels_cancels_wherever_it_stands() -> None:
    guard = with_rule("moon", unless=("honey ~ moon", "sailor"))
    assert guard.read("the moon").outcome == "hold"
    assert guard.read("the moon, sailor").outcome == "pass"


def test_a_not_reaches_only_what_is_near_and_in_its_own_sentence() -> None:
    guard = with_rule("blue moon")
    assert guard.read("there is no blue moon").outcome == "pass"
    assert guard.read("no. a blue moon").outcome == "hold"
    assert guard.read("not to be odd but a blue moon").outcome == "hold"


@pytest.mark.parametrize(
    "wrong", ["", "   ", "a (b", "a ) b", "[a]", "a & ", "{nowhere}", "a {b", " ".join(["[({a}|b|c|d|e|f)]"] * 6)]
)
def test_a_phrase_that_cannot_be_read_is_named(wrong: str) -> None:
    with pytest.raises(BadPhrase, match="“"):
        with_rule(wrong)


@pytest.mark.parametrize("wrong", ["*", "meet me *", "(fade|*) away", "(fade|drift)* away", "fade ~ ** & away"])
def test_a_star_ends_a_word_and_is_none(wrong: str) -> None:
    with pytest.raises(BadPhrase, match="“\\*” stands for the end of a word, not for a word"):
        with_rule(wrong)


def test_a_group_may_not_name_itself() -> None:
    lexicon = Lexicon({"a": ("{b} x",), "b": ("{a} y",)}, {})
    with pytest.raises(BadPhrase, match="names itself"):
        Finder(lexicon, English(frozenset()))


def test_alternatives_between_gaps_are_one_piece() -> None:
    ((row,),) = phrases.read("(a|b|c) ~ (d|e) ~~ f")
    assert [piece.texts for piece in row.pieces] == [("a", "b", "c"), ("d", "e"), ("f",)]
    assert [piece.gap for piece in row.pieces] == [0, 3, 8]
