"""Digits that belong together, as digits or in words, with a few signs and filling words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from .tokens import known

_SAID: Final = {
    "oh": "0", "o": "0", "zero": "0", "nil": "0", "nought": "0", "naught": "0", "null": "0", "one": "1", "two": "2",
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "sevn": "7", "sevin": "7", "eight": "8",
    "ate": "8", "nine": "9", "nien": "9", "niner": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13",
    "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "hundred": "00", "hundrid": "00", "thousand": "000", "sevven": "7", "severn": "7",
    "cero": "0", "siete": "7", "siedem": "7", "sieben": "7", "sapte": "7",
}  # fmt: skip
_TENS: Final = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6", "seventy": "7",
    "eighty": "8", "ninety": "9",
}  # fmt: skip
_AGAIN: Final = {"double": 2, "dubble": 2, "dbl": 2, "triple": 3, "treble": 3}
#: Heard as digits, and only between two of them.
_HEARD: Final = {"to": "2", "too": "2", "for": "4", "won": "1", "tree": "3", "sex": "6", "l": "1", "i": "1", "b": "8"}
#: May stand between the parts of a number.
_FILLING: Final = known("number-filling")
_ONE: Final = "(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
#: Also words for digits that are written as one: zerosevenseven.
_PIECE: Final = re.compile(rf"\d+|{_ONE}(?={_ONE}*(?![^\W\d_]))|[^\W\d_]+(?:'[^\W\d_]+)?|[^\s\w]|_")
#: The same with digits for letters, s3ven, and what these stand for.
_DISGUISED: Final = re.compile(
    r"z[e3]r[o0]|(?<!\d)[o0]h|[o0]n[e3]|tw[o0]|thr[e3][e3]|f[o0]ur|f[i1]v[e3]|[s5][i1]x|[s5][e3][v7][e3]n|[e3][i1][g9]ht|n[i1]n[e3]"
)
_LETTERS: Final = str.maketrans("013579", "oiesvg")
_ZEROS: Final = re.compile(r"[o0]+")
_DATE: Final = re.compile(r"(?<!\d)(?<!\d[/.-])(?:[012]?\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20)?\d\d(?![/.-]?\d)")
_CLOCK: Final = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)(?![ .]?\d)|[£$€]\s?\d[\d,.]*")
_PARTING: Final = ":/!?"
_MOST_FILLING: Final = 2
_MOST_BETWEEN: Final = 3
_GROUP: Final = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Some digits of a number as they stand there: `literal` if written so, `sure` if they can be nothing else."""

    digits: str
    start: int
    end: int
    literal: bool
    sure: bool = True


@dataclass(slots=True)
class _Run:
    """Pieces so far, and what stood since the last: filling words, and other words and signs."""

    pieces: list[Piece] = field(default_factory=list)
    filling: int = 0
    other: int = 0
    times: int = 1
    tens: bool = False

    def add(self, word: str, digits: str, start: int, end: int) -> None:
        """One more piece; "seventy seven" becomes one."""
        if self.tens and len(digits) == 1 and self.pieces and not word.isdigit():
            last = self.pieces.pop()
            self.pieces.append(Piece(last.digits[:-1] + digits, last.start, end, literal=False))
        else:
            self.pieces.append(Piece(digits * self.times, start, end, word.isdigit(), word not in _HEARD))
        self.filling, self.other, self.times, self.tens = 0, 0, 1, word in _TENS

    def pass_by(self, word: str) -> None:
        """A word or sign that is no digit."""
        self.tens = False
        if word in _AGAIN:
            self.times = _AGAIN[word]
        elif not word.isalpha():
            self.other += word in _PARTING and not (self.pieces and len(self.pieces[-1].digits) >= _GROUP)
        elif word in _FILLING:
            self.filling += 1
        else:
            self.other += 1
            self.filling += 1 if self._mobile() else _MOST_BETWEEN + 1

    def over(self) -> bool:
        """Whether too much stands between for the next digits to belong to it."""
        return self.filling > (_MOST_BETWEEN if self._mobile() else _MOST_FILLING) or self.other > _MOST_FILLING

    def whole(self) -> list[Piece]:
        """Its pieces, without such at the end as were only heard as digits."""
        while self.pieces and not self.pieces[-1].sure:
            self.pieces.pop()
        return self.pieces

    def _mobile(self) -> bool:
        """Whether these are the first digits of a mobile, so that words may be strewn between."""
        return bool(self.pieces) and self.pieces[0].literal and self.pieces[0].digits.startswith(("07", "447"))


def runs(letters: str) -> Iterator[list[Piece]]:
    """Digits that may belong together; those of dates, times and prices stand for themselves and part others."""
    quiet = {place for found in _quiet(letters) for place in range(*found)}
    letters = _DISGUISED.sub(lambda found: found[0].translate(_LETTERS), letters)
    run = _Run()
    for found in _PIECE.finditer(letters):
        word = found[0]
        hidden = word.isdigit() and found.start() in quiet
        digits = None if hidden else _digits(word, bool(run.pieces))
        if digits is not None:
            run.add(word, digits, found.start(), found.end())
            continue
        run.pass_by(word)
        if hidden or run.over():
            yield run.whole()
            run = _Run(times=run.times)
    yield run.whole()


def _quiet(letters: str) -> Iterator[tuple[int, int]]:
    for pattern in (_DATE, _CLOCK):
        yield from (found.span() for found in pattern.finditer(letters))


def _digits(word: str, within: bool) -> str | None:
    """The digits a piece stands for; None if for none."""
    if word.isdigit():
        return "".join(str(int(digit)) if digit.isdecimal() else "" for digit in word)
    if word in _SAID:
        return _SAID[word]
    if word in _TENS:
        return _TENS[word] + "0"
    if within and _ZEROS.fullmatch(word):
        return "0" * len(word)
    return _HEARD.get(word) if within else None
