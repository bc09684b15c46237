"""Four words: easy to keep, easy to paste, hard to guess."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts import codes

pytestmark = pytest.mark.embedded

KEY = b"k" * 32
CODES = st.lists(st.sampled_from(codes.words()), min_size=4, max_size=4)
GAPS = st.text(alphabet=" \t\n-_.,·\u00a0\u200b\u2003;|/0123456789", max_size=4)
ENDINGS = ("s", "es", "d", "ed", "r", "er", "ing", "y", "ly")


def test_a_code_carries_forty_bits() -> None:
    assert codes.WORDS_IN_A_CODE * math.log2(len(codes.words())) >= 40


def test_words_are_short_plain_and_all_different() -> None:
    assert len(codes.words()) >= 1024
    assert len(set(codes.words())) == len(codes.words())
    assert [word for word in codes.words() if not re.fullmatch("[a-z]{3,7}", word)] == []
    assert list(codes.words()) == sorted(codes.words())


def test_no_word_begins_another_so_gaps_may_be_left_out() -> None:
    pairs = zip(codes.words(), codes.words()[1:], strict=False)
    assert [pair for pair in pairs if pair[1].startswith(pair[0])] == []


def test_no_word_is_the_plural_or_a_form_of_another() -> None:
    known = set(codes.words())
    assert [word for word in known for ending in ENDINGS if word + ending in known] == []


def test_no_word_sounds_or_is_spelled_like_another() -> None:
    known = set(codes.words())
    alike = ["beach beech", "flour flower", "hare hair", "hour our", "knight night", "plain plane", "sail sale"]
    alike += ["colour color", "grey gray", "harbour harbor", "metre meter", "sun son", "tea tee", "wood would"]
    assert [pair for pair in alike if known.issuperset(pair.split())] == []


def test_no_word_hurts() -> None:
    """A spot check of the kinds left out: what cuts, burns, falls, drugs, weighs, ends or names a body."""
    hurtful = (
        "knife blade razor needle scissor pin glass match flame petrol cliff roof ledge rope cord noose pill tablet"
    )
    hurtful += (
        " ward patient grave tomb ghost skull gun sword arrow body skin wrist thigh blood scar fat thin weight diet"
    )
    assert set(codes.words()).isdisjoint(hurtful.split())


@given(CODES, st.lists(GAPS, min_size=5, max_size=5), st.data())
def test_case_and_spacing_make_no_difference(words: list[str], gaps: list[str], data: st.DataObject) -> None:
    cased = ["".join(data.draw(st.sampled_from([c, c.upper()])) for c in word) for word in words]
    pasted = gaps[0] + "".join(word + gap for word, gap in zip(cased, gaps[1:], strict=True))
    assert codes.normalise(pasted) == codes.normalise(" ".join(words))


@given(CODES, CODES)
def test_different_codes_stay_different(one: list[str], other: list[str]) -> None:
    same = codes.normalise(" ".join(one)) == codes.normalise(" ".join(other))
    assert same == (one == other)


@given(st.text())
def test_anything_may_be_typed(text: str) -> None:
    assert re.fullmatch("[a-z]*", codes.normalise(text))


def test_what_a_phone_makes_of_it_is_read() -> None:
    assert codes.normalise("Ｔｅａｌ  OTTER–lamp\u00a0trée") == "tealotterlamptree"


def test_new_codes_are_four_words_of_the_list() -> None:
    made = {codes.new() for _ in range(50)}
    assert len(made) == 50
    assert all(set(code.split()) <= set(codes.words()) and len(code.split()) == 4 for code in made)


def test_a_repeatable_code_depends_on_label_and_key() -> None:
    code = codes.repeatable("seat", KEY)
    assert code == codes.repeatable("seat", KEY)
    assert code != codes.repeatable("other", KEY)
    assert code != codes.repeatable("seat", b"l" * 32)
    assert len(code.split()) == 4


def test_a_digest_needs_its_key_and_its_purpose() -> None:
    digest = codes.digest("tealotterlamptree", KEY)
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert digest == codes.digest("tealotterlamptree", KEY, "code")
    assert digest != codes.digest("tealotterlamptree", b"l" * 32)
    assert digest != codes.digest("tealotterlamptree", KEY, "link")
