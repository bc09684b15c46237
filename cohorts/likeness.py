"""Which names look, or are read, so much alike that they would be mixed up in one room."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from confusable_homoglyphs import confusables

_LOOKS_LIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("i", "l"), ("j", "l"), ("0", "o"), ("1", "l"), ("5", "s"))
_ALIKE_FROM = 6


def alike(name: str, others: Iterable[str]) -> bool:
    """Return whether one of the others is read like this name: other alphabets, a doubled letter, one slip apart."""
    mine = skeleton(name)
    return any(_close(mine, skeleton(other)) for other in others)


def skeleton(name: str) -> str:
    """Return what is left of a name when nothing alike is told apart: for comparing, never for showing."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(_latin(letter) for letter in parted if letter.isalnum()).casefold()
    for seen, read in _LOOKS_LIKE:
        letters = letters.replace(seen, read)
    return re.sub(r"(.)\1+", r"\1", letters)


@cache
def _latin(letter: str) -> str:
    """The Latin letter or digit that this one can be mistaken for, else itself."""
    if letter.isascii() or letter not in confusables.confusables_data:
        return letter
    twins = (twin["c"] for twin in confusables.confusables_data[letter])
    return next((twin for twin in twins if twin.isascii() and twin.isalnum()), letter)


def _close(mine: str, other: str) -> bool:
    """Equal, or one slip of the finger apart where the names are long enough for that to be a likeness."""
    if mine == other:
        return True
    shorter, longer = sorted((mine, other), key=len)
    if len(shorter) < _ALIKE_FROM or len(longer) - len(shorter) > 1:
        return False
    return _one_slip(shorter, longer)


def _one_slip(shorter: str, longer: str) -> bool:
    same = next((place for place, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    rest, other = shorter[same:], longer[same:]
    if len(shorter) < len(longer):
        return rest == other[1:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or swapped
