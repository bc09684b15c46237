"""Ways to find somebody: numbers, addresses, handles, links, schools, places, birthdays, full names.

Most messages hold none of the signs and words such a thing needs, and are let go after a glance.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Final, TypeVar

from cohorts import naming

from . import (
    birthdays,
    handles,
    leet,
    links,
    marks,
    named,
    numbers,
    people,
    places,
    postcodes,
    signs,
    spread,
    streets,
    tokens,
)
from .english import English
from .letters import cased_as, one_latin
from .plain import MANY_LETTERS, Plain, Plainer
from .verdict import Hit

_SPREAD: Final = re.compile(r"\b\w (?:\w|[:.@/_-]) {1,3}(?:\w|[:.@/_-]) {1,3}\w")
#: A name, letter by letter.
_ROW: Final = re.compile(r"(?<!\S)(?:\w[ -]){5,40}\w(?!\S)")
#: Between single letters.
_HYPHENS: Final = re.compile(r"(?<![^\W_]{2})(?<=\w)-(?=\w(?!\w))")
#: Names and places are looked for in so many words; nobody writes more in a message that means to be read.
_MOST_TOKENS: Final = 400
_FEWEST_FOR_POSTCODE: Final = 2
#: With letters that are written for digits, also apart: 9oo, 9 o o.
_LIKE_DIGITS: Final = frozenset("0123456789oil ")
_NAMES: Final = frozenset(
    ["nam", "nme", "llamo", "nazywam", "appelle", "numesc", "enw", "name", "surname", "called", "deadname", "names"]
) | frozenset({"surnames", "named", "christened", "baptised", "full"})
_DATES: Final = frozenset(
    ["birthday", "birthdays", "born", "dob", "birth", "turn", "turning", "turns", "turned", "b", "bday"]
) | frozenset(
    ["january", "february", "april", "june", "july", "august", "september", "october", "november", "december"]
)
_MAILS: Final = frozenset(["gmail", "hotmail", "outlook", "icloud", "yahoo", "email", "emails", "proton"])
_POSTCODES: Final = frozenset({"postcode", "postcodes", "eircode"})
_POSTCODE: Final = _POSTCODES | {"post", "zip"}
_LINKS: Final = frozenset({"dot", "slash", "gg", "invite", "underscore", "code", "server"})
_HOMES: Final = frozenset({"address", "adress", "adres", "addres", "addy", "flat", ":round-pushpin"})


def idle() -> None:
    """Nothing to look at between steps."""


class Contacts:
    """Finds what leads out of the room."""

    def __init__(self, english: English, plainer: Plainer) -> None:
        """Take the language, what is no word of which may be a name, and what makes words plain."""
        self._english, self._plainer = english, plainer
        found = tomllib.loads(Path(naming.__file__).with_name("naming.toml").read_text(encoding="utf-8"))
        self._first = frozenset(found["first"].split()) | tokens.known("first")
        self.last = frozenset(found["last"].split())
        #: Words that are enough to look closely, and those that are only beside what may be a name.
        self._telling = (
            handles.APPS
            | handles.HALVES
            | _NAMES
            | _DATES
            | _POSTCODE
            | _LINKS
            | _HOMES
            | places.ENOUGH
            | streets.ENOUGH
        )
        self.named = people.TITLES | self._first
        self.beside = (signs.PLACES | self.named) - self._telling
        self._known = self._telling | self.beside
        self._counting = self._known | signs.DIGIT_WORDS
        #: Without one of these, or a capital, no word needs to be looked at by itself.
        self._worded = handles.HALVES | signs.PLACES | self.named | _NAMES

    def find(self, words: str, plain: Plain, still: Callable[[], None] = idle, app: bool = False) -> list[Hit]:
        """Every place that tells where or who somebody is, in the words as written. `still` may raise between steps.

        `app`: they are a part of what speaks of one.
        """
        hits = self._as_written(words, plain, still, app)
        letters = plain.letters
        spelt = _ROW.search(letters) is not None
        # What follows needs a digit among letters, or signs and spaces between them.
        if not (hits or plain.signs or "  " in letters or spelt):
            return hits
        if (lettered := leet.lettered(words, letters, self._english)) is not None:
            still()
            hits += self._as_written(lettered, self._plainer.read(lettered), still, app)
        if spelt or (("  " in letters or " . " in letters or " _ " in letters) and _SPREAD.search(letters)):
            hits += self._spread(words, still, app)
        return list(dict.fromkeys(hits))

    def looks_at(self, word: str) -> bool:
        """Whether this word is enough to look closely."""
        return word in self._telling or word in _MAILS

    def _as_written(self, words: str, plain: Plain, still: Callable[[], None], app: bool) -> list[Hit]:
        # Most messages hold one or two words of these sets, so that what follows looks at those alone.
        said = plain.there & self._counting
        if not self._looks_like_it(words, plain, said):
            return []
        return list(self._found(words, plain, said & self._known, still, app))

    def _spread(self, words: str, still: Callable[[], None], app: bool) -> Iterator[Hit]:
        """What is found only once letters that stand apart are put together."""
        words = _HYPHENS.sub(" ", words)
        yield from spread.handles(words, tokens.Strange(self._english, self._first, self.last))
        still()
        if (joined := spread.joined(words)) is not None:
            together, origin = joined
            for hit in self._as_written(together, self._plainer.read(together), still, app):
                yield replace(hit, start=origin[hit.start], end=origin[hit.end - 1] + 1)

    def _looks_like_it(self, words: str, plain: Plain, said: frozenset[str]) -> bool:
        """A glance: whether a sign or a word is there without which nothing can be found."""
        if not self._telling.isdisjoint(said) or (plain.signs and signs.telling(plain, said)):
            return True
        if (said and signs.numbers_in_words(plain, said)) or signs.capitals(words, plain):
            return True
        if not _MAILS.isdisjoint(plain.there) and " at" in plain.letters:
            return True
        if self._may_be_a_place(plain):
            return True
        if not said or self.beside.isdisjoint(said):
            return False
        return self._name_beside(words, plain) or streets.lived_in(plain.there)

    def _may_be_a_place(self, plain: Plain) -> bool:
        """Whether a long word is none of the language's, or two that were written as one."""
        if plain.ordinary:
            return False
        for word in plain.there:
            if len(word) >= MANY_LETTERS and word not in self._english and word.isalpha():
                return True
        if not plain.parted:
            return False
        pairs = enumerate(pairwise(plain.spans))
        return any(
            one == other and one[1] - one[0] >= MANY_LETTERS and plain.words[place + 1] != "not"
            for place, (one, other) in pairs
        )

    def _name_beside(self, words: str, plain: Plain) -> bool:
        """Whether a word may be a name, where one of those is that names stand beside."""
        there = plain.there
        if not plain.ordinary and any(word not in self._english and word.isalpha() for word in there):
            return True
        if not self.last.isdisjoint(there) and not self.named.isdisjoint(there):
            return True
        if plain.parted and any(
            one == other and one[1] - one[0] >= MANY_LETTERS for one, other in pairwise(plain.spans)
        ):
            return True
        return not words[1:].islower() and not signs.PLACES.isdisjoint(there)

    def _found(
        self, words: str, plain: Plain, said: frozenset[str], still: Callable[[], None], app: bool
    ) -> Iterator[Hit]:
        letters, origin = plain.letters, plain.origin
        cased = words
        if origin is not None:
            letters = "".join(
                letter if letter.isascii() or letter.isdecimal() else one_latin(letter) for letter in letters
            )
            cased = cased_as(letters, words, origin)
        strange = tokens.Strange(self._english, self._first, self.last)
        speaks = app or not handles.APPS.isdisjoint(said)
        spans = self._by_signs(letters, cased, plain, said, speaks)
        spans = chain(spans, (("handle", *span) for span in marks.marked(letters, speaks, strange)))
        if "code" in said:
            spans = chain(spans, (("handle", *span) for span in marks.codes(cased, strange)))
        yield from _placed(_each(spans, still), words, letters, origin)
        still()
        if "birthday" in said:
            yield from _meant_birthdays(plain)
        if speaks or said & self._worded or words != words.lower() or self._may_be_a_place(plain):
            lower = letters if origin is None else words.lower()
            yield from _each(self._by_words(words, lower, plain, said, strange, app), still)

    def _by_words(
        self, words: str, letters: str, plain: Plain, said: frozenset[str], strange: tokens.Strange, app: bool
    ) -> Iterator[Hit]:
        """What shows only once the message is looked at word by word."""
        row = tokens.tokens(words, plain)[:_MOST_TOKENS]
        if app or said & (handles.APPS | handles.HALVES):
            yield from handles.named(row, strange, words, app)
        yield from places.find(row, strange, words)
        if said & signs.PLACES:
            yield from streets.find(row, strange, words)
        # A name that few bear may be read as several words in one: "or la i th".
        if said & self.named or plain.parted:
            yield from people.find(row, strange, words)
        if said & _NAMES or " know" in letters:
            yield from named.told(letters, row, strange, words)
        yield from named.capitals(words, strange, row)

    @staticmethod
    def _by_signs(
        letters: str, words: str, plain: Plain, said: frozenset[str], app: bool
    ) -> Iterator[tuple[str, int, int]]:
        digit = signs.DIGIT.search(letters) is not None
        said_digits = sum(map(signs.DIGIT_WORDS.__contains__, plain.words)) + len(signs.DIGIT.findall(letters))
        if said_digits >= signs.FEWEST_DIGITS:
            yield from (("number", *span) for span in numbers.find(_without_leet(letters, plain)))
        named = not _POSTCODES.isdisjoint(said)
        if said_digits >= _FEWEST_FOR_POSTCODE or named:
            # b31ng is a word, however much it looks like one.
            meant = {span for word, span in zip(plain.words, plain.spans, strict=True) if word.isalpha()}
            found = postcodes.find(letters, words, named)
            whole = (span for span in found if span not in meant and _is_whole(letters, *span))
            yield from (("postcode", *span) for span in whole)
        if "@" in letters or " at" in letters or "(at" in letters or "[at" in letters:
            yield from (("email", *span) for span in links.emails(letters))
        dotted = "." in letters or "/" in letters or "d" in letters
        if (dotted and signs.LINK_LIKE.search(letters)) or said & _LINKS or "gg" in letters or "words" in letters:
            yield from (("link", *span) for span in links.links(letters, words))
        if "underscore" in letters or " dot " in letters:
            yield from (("handle", *span) for span in marks.spoken(letters, app))
        if said & _HOMES or "i liv" in letters:
            yield from (("address", *span) for span in streets.homes(letters))
        if digit or said & _DATES:
            yield from (("birthday", *span) for span in birthdays.find(letters))


T = TypeVar("T")


def _each(many: Iterable[T], still: Callable[[], None]) -> Iterator[T]:
    for one in many:
        still()
        yield one


def _without_leet(letters: str, plain: Plain) -> str:
    """The letters with digits only where they are numbers: g07 4nd is "got and", n1ne is nine."""
    if plain.origin is not None:
        return letters
    kept = list(letters)
    for word, (start, end) in zip(plain.words, plain.spans, strict=True):
        typed = letters[start:end]
        if (
            word.isalpha()
            and word not in signs.DIGIT_WORDS
            and not typed.isalpha()
            and not _LIKE_DIGITS.issuperset(typed)
        ):
            kept[start:end] = "x" * (end - start)
    return "".join(kept)


def _is_whole(letters: str, start: int, end: int) -> bool:
    """Whether no word is cut by it."""
    return not (letters[start - 1 : start].isalnum() or letters[end : end + 1].isalnum())


def _meant_birthdays(plain: Plain) -> Iterator[Hit]:
    """Birthdays in words that had to be made plain first."""
    for start, end in birthdays.find(plain.text):
        first, last = plain.word_at(start), plain.word_at(end - 1)
        yield Hit("contact.birthday", plain.spans[first][0], plain.spans[last][1], plain.text[start:end])


def _placed(found: Iterable[tuple[str, int, int]], words: str, letters: str, origin: list[int] | None) -> Iterator[Hit]:
    """Places in the plain letters as places in the words as written."""
    for what, start, end in found:
        if origin is None:
            yield Hit(f"contact.{what}", start, end, letters[start:end])
        elif start < end <= len(origin):
            first, last = origin[start], origin[end - 1] + 1
            while (
                last < len(words)
                and not words[last].isascii()
                and unicodedata.category(words[last]) in ("Mn", "Me", "Cf")
            ):
                last += 1
            yield Hit(f"contact.{what}", first, max(last, first), letters[start:end])
