"""The little language lexicons are written in, read into rows of pieces.

(kill|hurt) myself      either word
[really] want           a word that may be left out
want ~ die              up to three words between        ~~ up to eight
{soon}                  any phrase of the group "soon"
suicid*                 any word that begins so
want to die & {soon}    both, in any order and anywhere near
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from sys import intern
from typing import Final

#: How many words may lie between two pieces.
GAPS: Final = {"~": 3, "~~": 8}
_TOKEN: Final = re.compile(r"\s*(\(|\)|\[|\]|\||~~|~|&|\{[a-z0-9-]+\}|[^\s()\[\]|~&{}]+)")
MOST: Final = 20_000
#: Words that stand together are one piece while they can be read in so many ways.
FEW: Final = 24


class BadPhrase(ValueError):
    """A phrase that cannot be read; the message says why, for whoever wrote it."""


@lru_cache(maxsize=8192)
def _every(texts: tuple[str, ...]) -> frozenset[str]:
    """Shared, as many phrases have the same pieces."""
    return frozenset(texts)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together, any of `texts`, or a group by its name; `gap` words at most may come before it.

    `key` is the same for pieces that are met by the same words.
    """

    texts: tuple[str, ...]
    gap: int = 0
    group: bool = False
    key: str = field(init=False)
    every: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Made once, as they are looked up for every message."""
        object.__setattr__(self, "every", _every(self.texts))
        object.__setattr__(self, "key", f"{{{self.texts[0]}}}" if self.group else "|".join(self.texts))


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces in this order."""

    pieces: tuple[Piece, ...]


Way = tuple[str, ...]


@lru_cache(maxsize=32_768)
def read(phrase: str) -> tuple[tuple[Row, ...], ...]:
    """Every way to meet a phrase: each is one row, or several that must all be there."""
    ways = tuple(product(*(_rows(side) for side in phrase.lower().split("&"))))
    if len(ways) > MOST:
        raise _many(phrase)
    return ways


def _rows(side: str) -> list[Row]:
    """The rows of one side of an `&`: what stands between gaps is one piece, however many words it may be."""
    signs = _TOKEN.findall(side)
    if "".join(signs) != re.sub(r"\s", "", side):
        raise BadPhrase(f"“{side.strip()}” has a sign that means nothing here.")
    rows: list[list[Piece]] = [[]]
    gap = 0
    for part in _parts(signs, side):
        if part[0] in GAPS:
            gap = GAPS[part[0]]
            continue
        choices = _choices(part, side)
        rows = [[*row, *_spaced(choice, gap if row else 0)] for row, choice in product(rows, choices)]
        gap = 0
        if len(rows) > MOST:
            raise _many(side)
    if not all(rows):
        raise BadPhrase(f"“{side.strip()}” has no words, or only such as may be left out.")
    return [Row(tuple(row)) for row in rows]


def _spaced(choice: list[Piece], gap: int) -> list[Piece]:
    return [replace(choice[0], gap=gap), *choice[1:]] if choice else []


def _parts(signs: list[str], side: str) -> list[list[str]]:
    """Gaps, groups, and the words between them: together while they can be read in few ways, else piece by piece.

    Three brackets of thirty words in a row are ninety words to look for, not twenty-seven thousand rows of three.
    """
    parts: list[list[str]] = [[]]
    ways = 1
    for unit in _units(signs, side):
        if unit[0] in GAPS or unit[0][0] == "{":
            parts += [unit, []]
            ways = 1
            continue
        here = 1 if len(unit) == 1 else _many_ways(tuple(unit))
        if parts[-1] and ways > 1 and ways * here > FEW:
            parts.append([])
            ways = 1
        parts[-1] += unit
        ways *= here
    return [part for part in parts if part]


def _units(signs: list[str], side: str) -> list[list[str]]:
    """Single words, groups and gaps, and whole brackets."""
    units: list[list[str]] = []
    depth = 0
    for sign in signs:
        if depth:
            units[-1].append(sign)
        else:
            units.append([sign])
        depth += (sign in "([") - (sign in ")]")
    if depth:
        raise BadPhrase(f"“{side.strip()}” has a bracket that does not match.")
    return units


@lru_cache(maxsize=8192)
def _many_ways(unit: tuple[str, ...]) -> int:
    """Shared, as many phrases have the same brackets."""
    return len(_ways(list(unit), " ".join(unit))[0])


def _choices(part: list[str], side: str) -> list[list[Piece]]:
    """What may stand there: all that is words alone is one piece, the rest a choice each."""
    ways, rest = _ways(part, side)
    if rest:
        raise BadPhrase(f"“{side.strip()}” has a bracket that does not match.")
    plain = not any(sign[0] in "{~" or sign[-1] == "*" for sign in part)
    alone = dict.fromkeys(way for way in ways if way and (plain or _is_text(way)))
    choices = [[Piece(tuple(sorted(intern(" ".join(way)) for way in alone)))]] if alone else []
    choices += [_pieces(way) for way in dict.fromkeys(ways) if way and way not in alone]
    return choices + ([[]] if () in ways else [])


def _ways(signs: list[str], side: str) -> tuple[list[Way], list[str]]:
    """All rows of words until a closing bracket, and what is left after."""
    done: list[Way] = []
    so_far: list[Way] = [()]
    while signs and signs[0] not in ")]":
        sign, signs = signs[0], signs[1:]
        if sign == "|":
            done, so_far = done + so_far, [()]
            continue
        if not sign.strip("*"):
            raise BadPhrase("“*” stands for the end of a word, not for a word.")
        options: list[Way] = [(sign,)]
        if sign in "([":
            inner, rest = _ways(signs, side)
            if not rest or rest[0] != {"(": ")", "[": "]"}[sign]:
                raise BadPhrase(f"“{side.strip()}” has a bracket that does not match.")
            signs = rest[1:]
            options = [*inner, ()] if sign == "[" else inner
        so_far = [before + after for before, after in product(so_far, options)]
        if len(so_far) > MOST:
            raise _many(side)
    return done + so_far, signs


def _is_text(way: Way) -> bool:
    """Whether it can be looked for as it stands: words alone, with a `*` after the last at most."""
    return not any(sign[0] in "{~" for sign in way) and not any(sign[-1] == "*" for sign in way[:-1])


def _pieces(way: Way) -> list[Piece]:
    """A row of words, groups and gaps."""
    pieces: list[Piece] = []
    words: list[str] = []
    gap = 0
    for sign in (*way, "~"):
        if sign[0] not in "{~":
            words.append(sign)
            if sign[-1] != "*":
                continue
        if words:
            pieces.append(Piece((" ".join(words),), gap))
            words, gap = [], 0
        if sign in GAPS:
            gap = GAPS[sign]
        elif sign[0] == "{":
            pieces.append(Piece((sign[1:-1],), gap, group=True))
            gap = 0
    return pieces


def _many(phrase: str) -> BadPhrase:
    return BadPhrase(f"“{phrase.strip()}” can be read in too many ways; write it as several phrases.")
