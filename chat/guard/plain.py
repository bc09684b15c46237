"""Words as typed, made plain: a row of ordinary words, each with the place it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from string import digits
from typing import Final

from .english import English
from .letters import plainly
from .speak import Speak, ones_own
from .typed import Span, placed_in, signs_in, words_in

#: Single letters with something between them: k y s, c.u.t, s-n-a-p. Two spaces part words.
_SPELT: Final = re.compile(r"(?<![^\W_])[^\W_](?:(?:[ .\-_*,/|~]|  )[^\W_](?![^\W_])){2,}")
_GAP: Final = re.compile(r" {2,}")
_END: Final = re.compile(r"[.!?;\n]+(?=\s|$)|\n")
_FEWEST_SPELT: Final = 3
#: A word so long may be several that were written as one.
MANY_LETTERS: Final = 7
#: Words of one letter in text-speak, and digits: a row of them spells nothing.
_SINGLE: Final = frozenset("urnykcb0123456789")
#: Beside a digit these are words too: "when i was 6 n i".
_BESIDE_DIGITS: Final = _SINGLE | {"a", "i"}
#: Nobody spells out more than this, and finding its words takes time.
_SPELT_LETTERS: Final = 80


@dataclass(eq=False)
class Plain:
    """`text` is the words with one space around each; `parted`: whether one long word as written became several.

    `letters` are the words before they were read as words, and `origin` says where each came from, as `plainly` does;
    `signs` is what of them is neither a to z nor a space. `there` are the words, once each; `ordinary`: whether all are
    English and mean what they say.

    Where each word came from is worked out only once it is asked for: most messages are never pointed into.
    """

    words: list[str]
    text: str
    there: frozenset[str]
    ordinary: bool
    parted: bool
    letters: str
    signs: str
    origin: list[int] | None
    _spans: Callable[[], list[Span]]

    def __repr__(self) -> str:
        """Without the words."""
        return f"Plain({len(self.words)} words)"

    @property
    def asks(self) -> bool:
        """Whether anything in it is a question."""
        return "?" in self.letters

    @cached_property
    def spans(self) -> list[Span]:
        """Where each word came from, in the words as written."""
        origin = self.origin
        if origin is None:
            return self._spans()
        return [(origin[start], origin[end - 1] + 1) for start, end in self._spans()]

    @cached_property
    def _ends(self) -> list[int]:
        origin = self.origin
        ends = (found.end() for found in _END.finditer(self.letters))
        return list(ends) if origin is None else [origin[end - 1] + 1 for end in ends]

    def word_at(self, offset: int) -> int:
        """Which word a place of `text` lies in; not that of a space."""
        return self.text.count(" ", 0, offset) - 1

    def sentence(self, word: int) -> int:
        """Which sentence a word is in."""
        return bisect_right(self._ends, self.spans[word][0])


class Plainer:
    """Makes words plain; knows the language and what to watch for."""

    def __init__(self, english: English, speak: Speak) -> None:
        """Take what it reads by."""
        self.english, self.speak = english, speak
        #: Most words mean what they say; one look tells whether all of a message do.
        self._as_typed = frozenset(word for word in english.words() if word.isalpha() and speak.read(word) == (word,))

    def read(self, words: str) -> Plain:
        """Make words plain. Linear in their length."""
        letters, origin = plainly(words)
        signs = signs_in(letters)
        typed = words_in(letters, signs)
        joined = self._typed(letters) if _may_be_spelt(typed, letters, signs) else None
        if joined is not None:
            typed = [word for word, _, _ in joined]
        ordinary = self._as_typed.issuperset(typed)
        meant = None if ordinary else self._all_meant(typed)
        made = typed if meant is None else [word for each in meant for word in each]
        if "me" in made:
            _make_mine(made)

        def spans() -> list[Span]:
            places = (place for _, place in placed_in(letters))
            if joined is not None:
                places = ((start, end) for _, start, end in joined)
            if meant is None:
                return list(places)
            return [span for span, each in zip(places, meant, strict=True) for _ in each]

        parted = meant is not None and len(made) > len(typed) and _long_parted(typed, meant, origin)
        text = f" {' '.join(made)} "
        return Plain(made, text, frozenset(made), ordinary, parted, letters, signs, origin, spans)

    def _all_meant(self, typed: list[str]) -> list[tuple[str, ...]]:
        # Of one message only: words of people are kept nowhere.
        known: dict[str, tuple[str, ...]] = {}
        meant: list[tuple[str, ...]] = []
        for word in typed:
            if (each := known.get(word)) is None:
                each = known[word] = (word,) if word in self._as_typed else self.meant(word)
            meant.append(each)
        return meant

    def meant(self, typed: str) -> tuple[str, ...]:
        """The plain words for one as typed."""
        if typed[0] == ":":
            return (typed,)
        meant = self.speak.read(typed)
        if meant[0] == typed and len(typed) >= MANY_LETTERS and typed.isalpha():
            return tuple(self._parted(typed))
        return meant

    def _typed(self, letters: str) -> list[tuple[str, int, int]]:
        """The words as typed, spelt-out ones joined."""
        found = [(word, start, end) for word, (start, end) in placed_in(letters)]
        if not (spelt := list(_SPELT.finditer(letters))):
            return found
        runs = [run for run in spelt if not self._is_no_word([letter for letter in run[0] if letter.isalnum()])]
        joined = [each for run in runs for each in self._joined(run[0], run.start())]
        covered = [run.span() for run in runs]
        kept = [each for each in found if not any(start <= each[1] and each[2] <= end for start, end in covered)]
        return sorted([*kept, *joined], key=lambda each: each[1])

    def _is_no_word(self, letters: list[str]) -> bool:
        """Whether letters that stand apart spell nothing: "u r n y" does not, though "b u r n" does."""
        if len(letters) > _FEWEST_SPELT and "".join(letters) in self._as_typed:
            return False
        return {*letters} <= (_SINGLE if not {*digits} & {*letters} else _BESIDE_DIGITS)

    def _joined(self, run: str, start: int) -> list[tuple[str, int, int]]:
        """The words that letters written apart come to; where two spaces are, one word ends."""
        made: list[tuple[str, int, int]] = []
        at = 0
        gaps = list(_GAP.finditer(run))
        single = [sum(map(str.isalnum, piece)) == 1 for piece in _GAP.split(run)]
        # Where most single letters stand two spaces apart, these part no words.
        for part in [*(gaps if 2 * sum(single) <= len(single) else ()), None]:
            piece, begins = run[at : part.start() if part else len(run)], start + at
            at = part.end() if part else at
            letters = [(letter, begins + place) for place, letter in enumerate(piece) if letter.isalnum()]
            word = "".join(letter for letter, _ in letters)
            place = 0
            for each in self._split(word):
                first, last = letters[place][1], letters[place + len(each) - 1][1] + 1
                made.append((each, first, last))
                place += len(each)
        return made

    def _parted(self, letters: str) -> list[str]:
        known = letters in self.english or len(letters) > _SPELT_LETTERS
        return [letters] if known else self.english.parted(letters) or [letters]

    def _split(self, word: str) -> list[str]:
        meant = self.speak.read(word)
        if meant != (word,) or not word.isalpha():
            return [word] if word else []
        return self._parted(word)


def _long_parted(typed: list[str], meant: list[tuple[str, ...]], origin: list[int] | None) -> bool:
    """Whether any word of many letters became several; as written, signs that are not seen may make any longer."""
    pairs = zip(typed, meant, strict=True)
    return any(len(each) > 1 and (origin is not None or len(word) >= MANY_LETTERS) for word, each in pairs)


def _make_mine(words: list[str]) -> None:
    """In some parts "me" is said for "my": it is, before what is one's own."""
    own = ones_own()
    for at, after in enumerate(words[1:]):
        if words[at] == "me" and after in own:
            words[at] = "my"


def _may_be_spelt(typed: list[str], letters: str, signs: str) -> bool:
    """Whether letters may stand apart: a glance, as to look for them takes longer than all the rest."""
    if len(typed) < _FEWEST_SPELT:
        return False
    if "*" in signs or "|" in signs or "/" in signs:
        return True
    lengths = [*map(len, typed)]
    # Three in a row; a glance at their number first.
    return lengths.count(1) >= _FEWEST_SPELT and _SPELT.search(letters) is not None
