"""Phone numbers in any dress: digits, words, dots and pictures; the numbers of help are always let through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final

import phonenumbers

from . import helplines
from .digits import Piece, runs

_CUE: Final = re.compile(
    r"\b(?:my|her|his|mums?|new|phone|mobile|whatsapp|the|cell) (?:new |phone |mobile |cell |whatsapp |house |work )?"
    r"(?:numb?er|num|nr|nmbr|no|digits|mobile|phone|cell|fone|whatsapp)\b"
    r"|\b(?:ring|call|text|txt|phone|bell|whatsapp|msg|message|fone) (?:me|us|him|her|this|on|it)\b|\bfriend code\b"
    r"|\b(?:zoom|meeting|call) id\b|\bsw[ -]\d|\b(?:numb?er|num|mine|it) (?:is|starts?|begins?|ends?|for)\b"
    r"|\b(?:whatsapp|telegram|imessage|facetime)\b|:telephone|:mobile-phone|:call-me"
)
_MAP_CODE: Final = re.compile(r"\b(?:map|island|creative|lobby|quiz|kahoot|game) ?(?:code|pin)?\b")
#: Where one speaks so, even the number of an organisation may lead to somebody: anyone can hire one.
_ONES_OWN: Final = re.compile(
    r"\b(?:i|im|ill|me|us|my|mine|our|this|private|privately|zoom|meeting|code|swap|change|instead)\b"
)
#: So many digits apart, or words for them, are read one by one.
_MOST_PIECES: Final = 60
_DIGITS: Final = re.compile(r"\d+|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|oh)\b")
_WITHIN: Final = re.compile(r"07[1-9]\d{8}|447\d{9}")
_REACH: Final = 60
_FEWEST, _MOST, _ENOUGH, _MIN_START, _SHORT_CODE = 7, 15, 6, 5, 3
_UK: Final = re.compile(r"(?:(?:00)?440?|0)?(?:7\d{9}|[1-35689]\d{8,9})")
_NEARLY: Final = re.compile(r"07[1-9]\d{4,10}|7[1-9]\d{8}|(?:00)?4407?\d{6,12}|(?:00)?447\d{5,10}|00[1-9]\d{7,13}")
_COUNTED: Final = ("01234567890123456789", "98765432109876543210")
_FEW_PIECES: Final = 4
_WHOLE: Final = 10


def find(letters: str) -> Iterator[tuple[int, int]]:
    """Where phone numbers stand that are nobody's helpline."""
    if (rest := next(islice(_DIGITS.finditer(letters), _MOST_PIECES, None), None)) is not None:
        # A wall of digits is nobody's talk, and a number may stand anywhere in it: all that is left is one.
        yield rest.start(), len(letters.rstrip())
        letters = letters[: rest.start()]
    cues = [found.start() for found in _CUE.finditer(letters)]
    for run in runs(letters):
        for part in _without_help(run) if run else ():
            near = any(part[0].start - _REACH <= cue <= part[-1].end + _REACH for cue in cues)
            if _is_number(part, letters, near) and (_ONES_OWN.search(letters) or not _of_a_body(part)):
                yield _with_plus(part, letters)


def _without_help(run: list[Piece]) -> Iterator[list[Piece]]:
    """The run without the numbers of help in it, in as many parts as are left."""
    known = helplines.numbers()
    whole = "".join(piece.digits for piece in run)
    if whole in known:
        return
    left: list[Piece] = []
    at = 0
    mobile = _UK.fullmatch(whole) is not None
    while at < len(run):
        if step := _helped(run, at, mobile):
            if left:
                yield left
            left, at = [], at + step
        else:
            left.append(run[at])
            at += 1
    if left:
        yield left


def _helped(run: list[Piece], at: int, mobile: bool) -> int:
    """How many pieces from here on are a number of help: a long one, or a short one not within a longer number."""
    digits, longest = "", 0
    for place in range(at, len(run)):
        digits += run[place].digits
        if digits not in helplines.beginnings():
            break
        if digits in helplines.numbers():
            pieces = run[at : place + 1]
            if len(digits) > _FEWEST or (not mobile and min(len(piece.digits) for piece in pieces) >= _SHORT_CODE):
                longest = len(pieces)
    return longest


def _is_number(part: list[Piece], letters: str, near: bool) -> bool:
    """Whether these digits are a phone number, or near enough to one where somebody speaks of a number."""
    digits = "".join(piece.digits for piece in part)
    if len(digits) > 3 * _MOST:
        return _WITHIN.search(digits) is not None
    if near and len(digits) >= _MIN_START and digits.startswith("07") and part[0].literal:
        return True
    if len(digits) < _ENOUGH or _counting(part) or any(digits in row for row in _COUNTED):
        return False
    of_a_game = _MAP_CODE.search(letters) is not None
    if near:
        return not of_a_game or digits.startswith("0")
    plus = letters[max(0, part[0].start - 2) : part[0].start].strip().endswith("+")
    return not of_a_game and len(digits) >= _FEWEST and (plus or _by_itself(digits, part))


def _of_a_body(part: list[Piece]) -> bool:
    """Whether it is written as one writes the number of some organisation, not spelt out."""
    spelt = min(len(piece.digits) for piece in part) < _SHORT_CODE
    return not spelt and helplines.of_a_body("".join(piece.digits for piece in part))


def _counting(part: list[Piece]) -> bool:
    """Whether somebody counts: 7 8 9 10 11."""
    steps = [int(piece.digits[:_MOST]) for piece in part]
    return len(steps) > _SHORT_CODE and len({after - before for before, after in pairwise(steps)}) == 1


def _by_itself(digits: str, part: list[Piece]) -> bool:
    """Whether these digits look like a number though nobody says they are."""
    if _NEARLY.fullmatch(digits) or (digits[0] == "0" and _UK.fullmatch(digits)):
        return True
    if len(part) <= _FEW_PIECES and _UK.fullmatch(digits) and digits[0] == "7":
        return True
    late = any(_NEARLY.match(digits, place) and len(digits) - place >= _WHOLE for place in (0, 1, 2))
    return late or _valid(digits)


def _valid(digits: str) -> bool:
    """Whether it is a number of some country, written with the code to call it from here."""
    if not digits.startswith("00") or len(digits) > _MOST + 2:
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(digits, "GB"))
    except phonenumbers.NumberParseException:
        return False


def _with_plus(part: list[Piece], letters: str) -> tuple[int, int]:
    start, end = part[0].start, part[-1].end
    before = letters[max(0, start - 2) : start]
    if before.rstrip().endswith(("+", "(")):
        start -= len(before) - len(before.rstrip()) + 1
    return start, end
