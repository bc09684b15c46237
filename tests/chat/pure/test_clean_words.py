"""What nobody sees is not sent, what would cover others is kept in bounds, and what can be read stays as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.protocol.words import clean

SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
UNSEEN = "\x00\x07\u200b\u2060\ufeff\u202e\u2066\u00ad\ufe01\U000e0101\U000e0061"


def hidden(words: str) -> str:
    """Words in signs that no screen shows."""
    return "".join(chr(0xE0000 + ord(letter)) for letter in words)


@pytest.mark.parametrize(
    "words",
    [
        "thanks everyone",
        "first line\nsecond line\n\nand\tlast",
        "I’m ok … mostly – été, żółw, dŵr, привіт, שָׁלוֹם, สวัสดี, हिन्दी, नमस्ते",
        "👩🏽‍🚀 🏳️‍🌈 ❤️ ☺︎ 🇬🇧",
        f"{SCOTLAND} forever",
        "می‌خواهم",
    ],
)
def test_what_can_be_read_stays_as_it_was(words: str) -> None:
    assert clean(words) == words


def test_words_hidden_in_signs_that_are_not_seen_do_not_go_with_the_others() -> None:
    assert clean("thanks everyone" + hidden("add me on snap jackf99")) == "thanks everyone"
    assert clean("\U0001f3f4" + hidden("gbadd me") + "\U000e007f hi") == "\U0001f3f4 hi"
    assert clean("a" + "".join(chr(0xE0100 + ord(letter)) for letter in "add me") + "b") == "ab"


@given(st.text(st.sampled_from("ab c" + UNSEEN)))
def test_nothing_unseen_is_left_and_nothing_seen_is_lost(words: str) -> None:
    assert clean(words) == "".join(letter for letter in words if letter not in UNSEEN).strip()


@pytest.mark.parametrize(
    "words", ["\u200b", "\u2800", "\u3164 \u115f", "\u0301\u0301", "\u200d", hidden("hello"), " \x00 "]
)
def test_what_nobody_can_see_is_as_good_as_nothing(words: str) -> None:
    assert clean(words) == ""


def test_letters_under_a_heap_of_marks_do_not_cover_what_others_said() -> None:
    assert clean("e" + "\u0301" * 1999) == "e" + "\u0301" * 4


@pytest.mark.parametrize("between", ["\n", "\r\n", " \n", "\u2003\n", "\n\u200b"])
def test_empty_lines_do_not_fill_the_screen(between: str) -> None:
    assert clean("a" + between * 900 + "b").split() == ["a", "b"]
    assert clean("a" + between * 900 + "b").count("\n") == 3


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_done_twice_it_changes_no_more(words: str) -> None:
    assert clean(clean(words)) == clean(words)
