"""Content a course should not hold: a reviewed list, kept as data with the reason and cases beside each entry."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

_FILE = Path(__file__).with_name("contested.toml")
_BETWEEN = r"(?:[\s\-]+[\w']+){0,4}?[\s\-]+"
_FLAT = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u00ad": "", "\u200b": ""})
_Some = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of content, why it is contested, the phrases that show it, and what they must catch and let by."""

    name: str
    reason: str
    phrases: _Some
    caught: _Some
    let_by: _Some
    source: str = ""
    signs: tuple[str, ...] = ()


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole list in one version; `reviewed` is a day only if a person went through it then."""

    version: int
    reviewed: str
    entries: tuple[Entry, ...]


class Found(msgspec.Struct, frozen=True):
    """Where a phrase of an entry stands: the words as they were written, and their line, counted from 1."""

    entry: Entry
    words: str
    line: int


@cache
def lexicon() -> Lexicon:
    """Return the list that ships with the house."""
    return msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), Lexicon)


def find(text: str) -> Iterator[Found]:
    """Yield each entry once per line that holds one of its phrases."""
    for number, line in enumerate(text.split("\n"), start=1):
        flat = unicodedata.normalize("NFKC", line.translate(_FLAT)).translate(_FLAT)
        for entry, pattern in _patterns():
            if match := pattern.search(flat):
                yield Found(entry, match[0].strip(), number)


@cache
def _patterns() -> tuple[tuple[Entry, re.Pattern[str]], ...]:
    return tuple((entry, _pattern(entry)) for entry in lexicon().entries)


def _pattern(entry: Entry) -> re.Pattern[str]:
    phrases = "|".join(_phrase(phrase) for phrase in entry.phrases)
    signs = "".join(f"|{re.escape(sign)}" for sign in entry.signs)
    return re.compile(rf"\b(?:{phrases})\b{signs}", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    """Return a phrase as a pattern: * is any ending, ... up to four words, a space or hyphen either."""
    halves = [re.split(r"[\s\-]+", half.strip()) for half in phrase.split("...")]
    return _BETWEEN.join(r"[\s\-]+".join(re.escape(word).replace(r"\*", r"\w*") for word in half) for half in halves)
