"""One word as typed, read as it is meant: text-speak, drawn-out and disguised letters, slips of the finger."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final

from .english import English
from .letters import in_latin

_LEET: Final = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s", "!": "i",
    "|": "li",
}  # fmt: skip
#: Stands for itself in 2n1ght, which text-speak knows.
_TWO: Final = "2"
_DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED: Final = re.compile(r"([^\W\d_])\1+")
_HIDDEN: Final = re.compile(r"[*#_.]")
#: Letters taken for one another in a slip that is read aloud the same.
_SOUNDS_LIKE: Final = ({"s", "c", "z"}, {"k", "c"}, {"a", "e", "i", "o", "u", "y"}, {"f", "v"}, {"g", "j"})
_LONG_ENOUGH: Final = 5
#: A vowel for another makes too many words of a shorter one: riped is not raped.
_VOWELS_FROM: Final = 6
_VOWELS: Final = frozenset("aeiouy")
_MOST_LEET: Final = 5
#: So many times more often the whole word is met, where "in" at its end is short for "ing".
_CLIPPED: Final = 5
_MOST_HIDDEN: Final = 2
#: What an apostrophe and these letters add to any word; what is somebody's is read as they.
ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "s": (), "d": ("would",), "ll": ("will",), "ve": ("have",), "re": ("are",)
}  # fmt: skip


class Speak:
    """Reads one word at a time. `watched` words are those a slip or a disguise may be taken for."""

    def __init__(self, english: English, watched: Iterable[str]) -> None:
        """Prepare to find each watched word though a letter is missing, doubled, swapped or sounds alike."""
        self._english = english
        self.said = said_as()
        self._watched = frozenset(word for word in watched if word.isalpha() and len(word) > 2)  # noqa: PLR2004
        self._by_shape: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._watched):
            self._by_shape[word[0], len(word)].append(word)
        long = [word for word in sorted(self._watched) if len(word) >= _LONG_ENOUGH]
        self._slips = {slip: word for word in long for slip in _slips(word)}

    def read(self, typed: str) -> tuple[str, ...]:
        """The words one typed word stands for."""
        if (meant := self._plain(typed)) is not None:
            return meant
        bare = typed.replace("'", "")
        for guess in self._guesses(bare):
            if (meant := self._plain(guess)) is not None:
                return meant
        return (self._slips.get(bare) or self._slips.get(_DOUBLED.sub(r"\1", bare)) or bare,)

    def _plain(self, word: str) -> tuple[str, ...] | None:
        if word in self.said:
            return self.said[word]
        bare = word.replace("'", "")
        if bare in self.said:
            return self.said[bare]
        base, mark, ending = word.rpartition("'")
        if mark and base in self._english and ending in ENDINGS:
            return (base, *ENDINGS[ending])
        if self._is_clipped(bare):
            return (f"{bare}g",)
        return (bare,) if bare in self._english or bare in self._watched else None

    def _is_clipped(self, word: str) -> bool:
        """Whether it is said without its last letter, as in cuttin; not begin or cabin."""
        if not word.endswith("in") or len(word) < _LONG_ENOUGH:
            return False
        whole = self._english.count(f"{word}g")
        return whole > 1 and whole > _CLIPPED * self._english.count(word)

    def _guesses(self, bare: str) -> Iterator[str]:
        """What it may be in plain letters, the likeliest first."""
        if not bare.isascii():
            readings = list(in_latin(bare))
            yield from readings
            bare = readings[0]
        if _DRAWN_OUT.search(bare):
            yield _DRAWN_OUT.sub(r"\1\1", bare)
            yield _DRAWN_OUT.sub(r"\1", bare)
        if not bare.isalpha():
            yield from _unleet(bare)
            yield from self._unhidden(bare)
        yield _DOUBLED.sub(r"\1", bare)

    def _unhidden(self, bare: str) -> Iterator[str]:
        """s*icide: a letter or two that were hidden, never the first, if a watched word fits."""
        alike = self._by_shape.get((bare[:1], len(bare)))
        if alike and 0 < sum(map(bare.count, "*#_.")) <= _MOST_HIDDEN:
            shape = re.compile("".join("." if _HIDDEN.match(letter) else re.escape(letter) for letter in bare))
            yield from [word for word in alike if shape.fullmatch(word)][:1]


def _unleet(bare: str) -> Iterator[str]:
    odd = [letter for letter in bare if not letter.isalpha()]
    if len(odd) > _MOST_LEET or len(odd) == len(bare) or not all(letter in _LEET or letter == _TWO for letter in odd):
        return
    for choice in product(*(_LEET.get(letter, letter) for letter in bare)):
        yield "".join(choice)


def _slips(word: str) -> Iterator[str]:
    """The word with one letter missing, doubled, swapped with its neighbour, or heard as another."""
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]
        yield word[:place] + word[place] + word[place:]
        yield word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    for place, letter in enumerate(word):
        for alike in _SOUNDS_LIKE:
            if letter in alike and (letter not in _VOWELS or (place and len(word) >= _VOWELS_FROM)):
                for other in alike - {letter}:
                    yield word[:place] + other + word[place + 1 :]


@cache
def said_as() -> dict[str, tuple[str, ...]]:
    """Text-speak and its meaning, from the file of the release."""
    return {short: tuple(meant.split()) for short, meant in _file()["means"].items()}


@cache
def ones_own() -> frozenset[str]:
    """What "me" before it makes one's own: "me arm"."""
    return frozenset(_file()["mine"]["words"].split())


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words" / "speak.toml").read_text(encoding="utf-8"))
