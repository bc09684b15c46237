"""Where one typed word ends and the next begins: marks inside a word may stand for letters, as in h*rt or k!ll."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters, ascii_lowercase, digits
from typing import Final

#: First and past its last character.
Span = tuple[int, int]
#: A word: letters and digits, with marks inside that may stand for letters, or a picture by its name.
_WORD: Final = re.compile(r":[a-z][a-z0-9-]+|s/h|w/o|a&e|[$@!]?[^\W_](?:[^\W_]|['*@$!|#](?=[^\W_]))*")
#: What says nothing by itself of how a message is to be read.
_NO_SIGN: Final = str.maketrans("", "", ascii_lowercase + " ")
#: What may be part of a word besides letters and digits; an apostrophe or "!" is looked at more closely below.
_MAY_BE_INSIDE: Final = re.compile(r"[*@$|#:/&]|[^\x00-\x7f]")
_ODD_INSIDE: Final = re.compile(r"!(?=[a-z\d])|(?:^|[^a-z\d])'|'(?![a-z\d])")
_PARTING: Final = "".join(sign if sign in f"{ascii_letters}{digits}'" else " " for sign in map(chr, range(128)))


def signs_in(letters: str) -> str:
    """All that is neither one of our small letters nor a space, digits too, in order; nothing in most messages."""
    return letters.translate(_NO_SIGN)


def words_in(letters: str, signs: str) -> list[str]:
    """The words of a message, made plain, whose signs these are. Most only need to be split, a quarter of the work."""
    if not signs:
        return letters.split()
    if _MAY_BE_INSIDE.search(signs) or (("'" in signs or "!" in signs) and _ODD_INSIDE.search(letters)):
        return _WORD.findall(letters)
    return letters.translate(_PARTING).split()


def placed_in(letters: str) -> Iterator[tuple[str, Span]]:
    """The same words, each with its place."""
    return ((found[0], found.span()) for found in _WORD.finditer(letters))
