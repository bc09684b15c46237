"""Postcodes of the United Kingdom, in capitals or not, spelt out, in words or with digits for letters; eircodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .speak import said_as

_AREAS: Final = (
    "ab|al|b|ba|bb|bd|bh|bl|bn|br|bs|bt|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|e|ec|eh|en|ex|fk|fy"
    "|g|gl|gu|gy|ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|je|ka|kt|kw|ky|l|la|ld|le|ll|ln|ls|lu|m|me|mk|ml|n|ne|ng|nn|np"
    "|nr|nw|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|s|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|ta|td|tf|tn|tq|tr|ts|tw|ub"
    "|w|wa|wc|wd|wf|wn|wr|ws|wv|yo|ze"
)
_OUT: Final = rf"(?:{_AREAS})[1-9][a-z\d]?"
_LOOSE: Final = re.compile(r"(?<!\w)[a-z]{1,2}\d[a-z\d]?[\s.,/_-]{0,3}\d[a-z]{2}(?!\w)")
_IN: Final = r"\d[abd-hjlnp-uw-z]{2}"
_WHOLE: Final = re.compile(rf"(?<![\w£$€])({_OUT})[\s.,/_-]{{0,3}}({_IN})(?!\w)")
#: Made like one, though there is no such area: who hides or invents one writes so. Not mp3 4gb, nor lv5 3xp.
_MADE_LIKE: Final = re.compile(
    r"(?<![\w£$€])(?!ch|ep|gr|ks|lv|mp|ok|ps|yr)([a-z]{2}\d[a-z\d]?) "
    r"(?!\d(?:be|bh|ds|gb|hp|hr|lb|nd|pt|rd|st|tb|th|ur|xp|yr))(\d[abd-hjlnp-uw-z]{2})(?!\w)"
)
#: In capitals and of an area that there is, whatever its last letters: who invents one does not know which are used.
_CAPITALS: Final = re.compile(
    rf"(?<![\w£$€])((?:{_AREAS.upper()})[1-9][A-Z\d]?) "
    r"(?!\d(?:GB|TB|MB|MG|KG|KM|CM|MM|HZ|ML|PM|AM|ST|ND|RD|TH|HP|XP))(\d[A-Z]{2})(?!\w)"
)
#: Where somebody speaks of a place, or writes it in capitals, it is one.
_OF_A_PLACE: Final = re.compile(
    r"\b(?:maps?|sat ?nav|uber|parcels?|post|letters?|live|lives|living|house|home|area|address|stop|find (?:me|us))\b"
)
#: Of Ireland: a letter and two digits, then four signs of both; no letters that look like digits or like one another.
_EIRCODE: Final = re.compile(
    r"(?<![\w£$€])[ac-fhknprtvwxy](?:\d\d|6w)[\s-]?(?=[a-z]{0,3}\d)(?=\d{0,3}[a-z])[ac-fhknprtvwxy\d]{4}(?!\w)"
)
#: Made like one, where somebody says that it is one.
_NAMED_EIRCODE: Final = re.compile(r"(?<!\w)[a-z](?:\d\d|6w)[\s-]?[a-z\d]{4}(?!\w)")
_BEGUN: Final = re.compile(r"[a-z]\d")
_SPELT: Final = re.compile(rf"(?=({_OUT}{_IN}))")
_NAMED: Final = re.compile(rf"({_OUT}(?:{_IN})?)|({_AREAS})?\d{{1,2}}[a-z]{{0,2}}")
_CUE: Final = re.compile(
    r"\b(?:post ?c[o0]de|p[o0]st ?c[o0]de|p[o0]stc0de|postc[o0]d|pcode|post code|zip ?code|postal code)s?\b"
)
_ORDINAL: Final = re.compile(r"1st|2nd|3rd|\dth|\dpm|\dam")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_DIGITS: Final = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
}  # fmt: skip
#: Single letters and digits in a row, or words for digits.
_ROW: Final = re.compile(
    rf"(?<![^\W_])(?:(?:\d{{1,3}}|[^\W\d_]|{'|'.join(_DIGITS)})(?:[\W_]+|(?<=\d)(?=[^\W\d_])|(?=\d)|$)){{4,}}"
)
_REACH: Final = 60
_FEWEST: Final = 5
#: More signs in one row are no postcode.
_MOST_SIGNS: Final = 60


def find(letters: str, words: str, named: bool) -> Iterator[tuple[int, int]]:
    """Where postcodes stand; `words` are the letters with their capitals, `named` whether somebody says what it is."""
    cue = _CUE.search(letters)
    if named:
        yield from (found.span() for found in _LOOSE.finditer(letters))
    for found in _WHOLE.finditer(letters) if _BEGUN.search(letters) else ():
        slangy = found[1] in said_as() or _ORDINAL.fullmatch(found[2])
        if cue or not slangy or words[found.start() : found.end()].isupper():
            yield found.span()
    yield from (found.span() for found in _CAPITALS.finditer(words))
    for found in _MADE_LIKE.finditer(letters):
        if words[found.start() : found.end()].isupper() or _OF_A_PLACE.search(letters):
            yield found.span()
    if _BEGUN.search(letters):
        eircode = _NAMED_EIRCODE if "eircode" in letters else _EIRCODE
        yield from (found.span() for found in eircode.finditer(letters))
    yield from _spelt(letters)
    if cue:
        yield from _told(letters, cue.end())


def _spelt(letters: str) -> Iterator[tuple[int, int]]:
    """Postcodes of single letters, digits and words for digits: "s nine nine seven q t"."""
    for row in _ROW.finditer(letters):
        signs: list[str] = []
        ends: dict[int, int] = {}
        starts: dict[int, int] = {}
        at = 0
        for found in _TOKEN.finditer(letters, *row.span()):
            sign = _DIGITS.get(found[0], found[0])
            starts[at] = found.start()
            at += len(sign)
            ends[at] = found.end()
            signs.append(sign)
            if len(signs) == _MOST_SIGNS:
                break
        for spelt in _SPELT.finditer("".join(signs)):
            first, last = spelt.span(1)
            if first in starts and last in ends:
                yield starts[first], ends[last]
                break


def _sign(token: str) -> str | None:
    """What one token adds to a spelt-out postcode; None if it belongs to none."""
    if token in _DIGITS:
        return _DIGITS[token]
    return token if len(token) == 1 or (token.isdigit() and len(token) < _FEWEST - 1) else None


def _told(letters: str, start: int) -> Iterator[tuple[int, int]]:
    """What follows the word postcode and looks like one, or like the first half of one."""
    run: list[tuple[str, int, int]] = []
    for found in _TOKEN.finditer(letters, start, start + _REACH):
        token = found[0]
        sign = _sign(token) or (
            token if re.fullmatch(rf"(?:{_AREAS})", token) and token not in ("me", "so", "e") else None
        )
        if sign is not None and not (token in ("i", "a") and not run):
            run.append((sign, found.start(), found.end()))
        elif run:
            break
    if run and any(sign.isdigit() for sign, _, _ in run) and _NAMED.match("".join(sign for sign, _, _ in run)):
        yield run[0][1], run[-1][2]
