"""A glance at signs: whether any is there without which no address and no name of an app can be found.

Each look begins with a sign that most messages lack, as a pattern that may begin at any letter takes ten times longer.
"""

from __future__ import annotations

import re
from string import ascii_uppercase, printable
from typing import Final

from . import places, streets
from .plain import Plain
from .tokens import known

DIGIT: Final = re.compile(r"\d")
DIGIT_WORDS: Final = known("digit-words")
FEWEST_DIGITS: Final = 5
PLACES: Final = places.WORDS | streets.WORDS
#: Among which a number may be that of a house.
NUMBERED: Final = PLACES - {"from"}
_BEHIND_A_LETTER: Final = re.compile(r"\d(?<=[a-z]\d)")
#: A postcode, an eircode, a handle; all have a digit behind a letter.
_LIKE: Final = re.compile(
    r"[a-z]\d[a-z\d]?[\s.,/_-]{0,3}\d[a-z]{2}|[a-z]{4}\d{2}|[a-z]\d[\dw][\s-]?(?=[a-z]{0,3}\d)[a-z\d]{4}(?!\w)"
)
#: An age with its day.
_AGED: Final = re.compile(r"1(?<!\w1)\d(?:th)? (?:on |the |\d)")
LINK_LIKE: Final = re.compile(
    r"\w\.\w|[(\[{<]\s?(?:\.|d ?o ?t\b)|\s\.[\s\w]|\.\s{0,2}(?:com|org|net|gg|co|uk|io|me)\b|://|\w/\w"
)
#: Bounded, as a wall of letters would else be tried from every letter on.
_CAPITALS: Final = re.compile(r"(?<![^\W\d_])[^\W\d_a-z][^\W\d_]{1,30}(?:['’][^\W\d_]{1,30})?[ –-][^\W\d_a-z]")
_NO_CAPITAL: Final = str.maketrans("", "", "".join(sign for sign in printable if sign not in ascii_uppercase))
_TWO: Final = 2
_SPELT_CODE: Final = re.compile(
    r"\b[a-z](?: [a-z])? ?"
    r"(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|[a-z]{3,6}teen|eleven|twelve|twenty)\b"
)


def telling(plain: Plain, said: frozenset[str]) -> bool:
    """Whether a sign may be part of an address or a name, or digits of more than an amount.

    `said` are those of the words that tell of such things.
    """
    there, letters = plain.signs, plain.letters
    if "@" in there or "_" in there or "#" in there:
        return True
    if ("." in there or "/" in there or "(d" in letters) and LINK_LIKE.search(letters):
        return True
    digits = len(DIGIT.findall(there))
    if not digits:
        return False
    if digits >= FEWEST_DIGITS or not NUMBERED.isdisjoint(said):
        return True
    if "1" in there and _AGED.search(letters):
        return True
    return _BEHIND_A_LETTER.search(letters) is not None and _LIKE.search(letters) is not None


def numbers_in_words(plain: Plain, said: frozenset[str]) -> bool:
    """Whether numbers are told in words that may be more than an amount."""
    if DIGIT_WORDS.isdisjoint(said):
        return False
    counted = len(DIGIT.findall(plain.signs)) + sum(map(DIGIT_WORDS.__contains__, plain.words))
    return counted >= FEWEST_DIGITS or _SPELT_CODE.search(plain.letters) is not None


def capitals(words: str, plain: Plain) -> bool:
    """Whether two words beside each other begin with capitals, in the words as written."""
    if words == plain.letters or (words.isascii() and len(words.translate(_NO_CAPITAL)) < _TWO):
        return False
    return _CAPITALS.search(words) is not None
