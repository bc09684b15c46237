"""A message said another way reads like a sentence, says it everywhere, and would itself pass."""

import pytest

from chat.guard import suggest
from chat.guard.guard import Guard
from chat.guard.lexicon import Change, Rule, made, shipped
from chat.guard.weights import NONE
from tests.unhurried import unhurried


@pytest.mark.parametrize(
    ("words", "suggestion"),
    [
        (
            "the scars faded a bit, went swimming on sunday",
            "the signs of self-harm faded a bit, went swimming on sunday",
        ),
        ("my blades r gone, all my blades", "what I use r gone, all what I use"),
        ("text me 07700 900 142 ok", "text me ••• ok"),
        ("ive cut again", "ive self-harmed again"),
        ("my friend keeps scratching herself", "my friend keeps self-harming"),
    ],
)
def test_every_place_is_said_otherwise_and_the_rest_stays(words: str, suggestion: str) -> None:
    verdict = unhurried().read(words)
    assert verdict.suggestion == suggestion
    assert unhurried().read(suggestion).outcome == "pass"


def test_of_two_places_that_overlap_nothing_sticks_out() -> None:
    assert suggest.another_way("at abcdef now", [(3, 7, suggest.MASK), (5, 9, suggest.MASK)]) == "at ••• now"


def _of(rule: Rule) -> Guard:
    return Guard(made({}, [rule]), budget=10, weights=NONE)


def test_what_would_not_pass_itself_is_held() -> None:
    again = _of(Rule("tool.x", "tool", "Because.", ("blunt thing", "other thing"), swap="other thing"))
    verdict = again.read("the blunt thing here")
    assert (verdict.outcome, verdict.suggestion) == ("hold", None)


@pytest.mark.parametrize(("side", "suggestion"), [(0, "it was near a lamp"), (1, "it was near a lamp")])
def test_of_two_sides_only_one_is_swapped(side: int, suggestion: str) -> None:
    sides = ("blunt", "near") if side == 0 else ("near", "blunt")
    rule = Rule("tool.x", "tool", "Because.", (" & ".join(sides),), swap="it", swap_side=side)
    assert _of(rule).read("blunt was near a lamp").suggestion == suggestion


def test_what_an_organisation_adds_has_no_other_words_and_is_held() -> None:
    changed = Guard(shipped().changed([Change("add", "tool", phrase="blunt spoon")]), budget=10)
    assert changed.read("a blunt spoon").outcome == "hold"
