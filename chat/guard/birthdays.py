"""Birthdays with a date. An age, a year or a birthday without its day tells little."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
    r"|juen|janury|januray|janurary|febuary|feburary|feberary|febrary|agust|orgust|ogust|augst|augest|septmber"
    r"|septembar|septemba|septembr|ocotber|octber|ocktober|oktober|octobre|novemeber|novmber|novembr|novemba|decemeber|dicember"
    r"|decembr|decemba)"
)
_SAID: Final = (
    r"(?:first|furst|secund|thurd|therd|fird|forth|forteenth|fith|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth|eleventh|twelfth|twelth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth"
    r"|nineteenth|twentieth"
    r"|thirtieth|thirty[ -]first|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_DAY: Final = rf"(?:\d{{1,2}}(?: ?(?:st|nd|rd|th))?|{_SAID})"
_YEAR: Final = r"(?:[ ,/.-]{1,2}(?:(?:19|20)\d\d|\d\d))?"
_FEAST: Final = (
    r"(?:boxing day|christmas (?:day|eve)|xmas (?:day|eve)|new years? ?'?s? (?:day|eve)|valentines? ?(?:day)?"
    r"|hallowe'?en|bonfire night|leap (?:day|year day)|(?:st|saint) (?:patricks|georges|davids) day|mayday|may day"
    r"|april fools?(?: day)?)"
)
_DATE: Final = re.compile(
    rf"(?<![\w£.:])(?:the )?(?:{_DAY}[ .,-]{{0,2}}(?:(?:of|ae|o) )?{_MONTH}|{_DAY} of the {_DAY}"
    rf"|{_MONTH}[ .,-]{{0,2}}(?:the )?{_DAY}){_YEAR}(?![\w%])"
    rf"|(?<![\w£.:/-])\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-](?:19|20)?\d\d)?(?![\w%/])"
    rf"|\b{_FEAST}\b"
    rf"|(?<![\w£.:])(?:19|20)\d\d-\d\d-\d\d(?!\d)"
)
_DAY_ALONE: Final = re.compile(rf"(?<![\w£.:])(?:on )?the (?:\d{{1,2}} ?(?:st|nd|rd|th)|{_SAID})(?![\w%])")
_TEENTH: Final = r"(?:thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth)"
_CUE: Final = re.compile(
    r"\b(?:b[ -]?day|birth ?day|bdays?|birthdays|birthdate|birth date|date of birth|d\.?o\.?b|born|burthday|birfday"
    r"|berfday|burfday|birthay|bithday|brithday|birthdya|d o b)\b"
    r"|\b(?:turns?|turning|turned|im|i am|i'm|ill be|i'll be|be|hit|legal|is|am)(?: be)? "
    r"(?:1[0-9]|twelve|thirteen|sixteen|seventeen|eighteen|fifteen|fourteen)\b(?= (?:on |the |\d))"
    r"|\b(?:turns?|turning|turned|im|i am|i'm) (?:1[0-9]|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen)\b"
    rf"(?=,? (?:today|yesterday|tomorrow|(?:last|next|this) \w{{1,9}} (?:the )?\d|{_MONTH} (?:the )?{_DAY}))"
    r"|\b(?:1[0-9]|thirteen|fourteen|fifteen|sixteen|seventeen) on "
    rf"(?=the (?:\d|{_SAID})|\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\bsweet sixteen\b"
    rf"|\bmy (?:1[2-9]th|{_TEENTH})\b|\b(?:not|was|am|im|i'm) 1\d (?:till?|until)\b"
    r"|\bbir?th?day\b|\bburf day\b|\bd[0o]b\b|\bdate of ber?th\b"
)
_MINE: Final = re.compile(r"\bmy (?:actual |real |16th |17th |18th |15th )?(?:b[ -]?day|birth ?day)|\bi was born\b")
_REACH: Final = 30
_FORM: Final = re.compile(
    r"\b(?:d\.?o\.?b\.?|d o b|date of birth)\b[ :=is]{0,6}(\d{1,2} \d{1,2} (?:19|20)?\d\d|(?:\d ){5,7}\d)(?!\d)"
)
#: A whole date in the years when those here were born needs nobody to say what it is.
_OF_BIRTH: Final = re.compile(
    r"(?<![\w£.:/-])(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:20)?(?:0[4-9]|1[0-5])(?![\w%/.-]\w)(?!\w)"
)
_YEAR_OF_BIRTH: Final = (
    r"(?:20(?:0[5-9]|1[0-5])|(?:two (?:th|f)ousand (?:and |an |n )?|twenty (?:oh |o )?|oh )"
    r"(?:five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen))"
)
#: The same with its month in words.
_BORN_ON: Final = re.compile(
    rf"(?<![\w£.:])(?:{_DAY} (?:of )?(?:{_MONTH}|the {_DAY})|{_MONTH} (?:the )?{_DAY}),? {_YEAR_OF_BIRTH}(?!\w)"
)
_SCORE: Final = re.compile(r"\d{1,2}-\d{1,2}")
#: Before how somebody feels, in tenths; by itself 4/10 may be a day.
_RATED: Final = re.compile(
    r"\b(?:mood|feel(?:ing|s)?|felt|energy|sleep|rat(?:e|ed|ing)|solid)(?: (?:is|was|about|at|like|a)){0,3} $"
)


def find(letters: str) -> Iterator[tuple[int, int]]:
    """Where the date of a birthday stands."""
    yield from (found.span() for found in _OF_BIRTH.finditer(letters))
    yield from (found.span() for found in _BORN_ON.finditer(letters))
    cues = [found.span() for found in _CUE.finditer(letters)]
    if not cues:
        return
    for found in _DATE.finditer(letters):
        rated = found[0].endswith("/10") and _RATED.search(letters, max(0, found.start() - _REACH), found.start())
        if not (rated or _SCORE.fullmatch(found[0])) and _near(found.span(), cues):
            yield found.span()
    for found in _FORM.finditer(letters):
        yield found.span(1)
    if mine := _MINE.search(letters):
        for found in _DAY_ALONE.finditer(letters, mine.end(), mine.end() + _REACH):
            yield found.span()


def _near(date: tuple[int, int], cues: list[tuple[int, int]]) -> bool:
    """Whether one of these, which stand in their order, is close before or behind."""
    at = bisect_left(cues, date)
    return any(date[0] - cue[1] <= _REACH and cue[0] - date[1] <= _REACH for cue in cues[max(0, at - 1) : at + 1])
