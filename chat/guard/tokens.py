"""The words of a message as whatever looks for names and places needs them: as typed, as meant, and where."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from .english import English
from .letters import latin, plainly
from .plain import Plain
from .speak import said_as
from .verdict import Hit

#: What everybody knows, and by which words contacts are told.
_FILES: Final = tuple(Path(__file__).with_name(name) for name in ("known.toml", "telling.toml"))
_SHORTEST_NAME: Final = 3
#: Looking for a slip costs some hundred look-ups; after this many in one message, none is looked for.
_MOST_SLIPS: Final = 6
#: Laughter and kisses, of any length.
_LAUGH: Final = re.compile(r"[ah]+|[eh]+|[ox]+")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `raw` as typed in lower case, `meant` once made plain, `big` if it was written with a capital."""

    raw: str
    meant: tuple[str, ...]
    start: int
    end: int
    big: bool

    @property
    def word(self) -> str:
        """Its first plain word."""
        return self.meant[0]

    def __repr__(self) -> str:
        """Without the word."""
        return f"Token({self.start}, {self.end})"


def tokens(words: str, plain: Plain) -> list[Token]:
    """Every word of the message, each once though it may mean several."""
    found: list[Token] = []
    meant: list[str] = []
    for place, span in enumerate(plain.spans):
        meant.append(plain.words[place])
        if place + 1 == len(plain.spans) or plain.spans[place + 1] != span:
            typed = words[span[0] : span[1]]
            found.append(Token(_folded(typed), tuple(meant), *span, typed.lstrip("$@!")[:1].isupper()))
            meant = []
    return found


def _folded(typed: str) -> str:
    """In lower case, without what is not seen, and with our letters for those that look like ours."""
    return typed.lower() if typed.isascii() else "".join(latin(letter) for letter in plainly(typed)[0]).strip()


def hit(what: str, first: Token, last: Token, words: str) -> Hit:
    """A place from one word to another."""
    return Hit(f"contact.{what}", first.start, last.end, words[first.start : last.end].lower())


@cache
def known(name: str) -> frozenset[str]:
    """One list of known.toml or telling.toml, whose entries may be of several words, parted by commas."""
    return frozenset(entry.strip() for entry in _read()[name].replace("\n", " ").split(",") if entry.strip())


@cache
def _read() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in _FILES:
        lists = tomllib.loads(file.read_text(encoding="utf-8")).items()
        found |= {name: text for name, text in lists if isinstance(text, str)}
    return found


class Strange:
    """Tells whether a word is none of the language's, and so perhaps a name; one of these for each message."""

    def __init__(self, english: English, first_names: frozenset[str], last_names: frozenset[str]) -> None:
        """Take the language, and the names that are most often given."""
        self._english = english
        self.first_names, self.last_names = first_names, last_names
        self._slips_left = _MOST_SLIPS

    def __call__(self, token: Token, besides: Collection[str] = ()) -> bool:
        """Whether it may be a name: letters alone, no word, no text-speak and no slip of a common word."""
        raw = bare(token.raw)
        if len(raw) < _SHORTEST_NAME or not raw.isalpha() or raw in besides or self.ordinary(token):
            return False
        return not self._slip(raw)

    def ordinary(self, token: Token) -> bool:
        """Whether it is a word, as typed or once made plain of a disguise."""
        raw = bare(token.raw)
        if self.is_word(raw):
            return True
        return len(token.meant) == 1 and token.word != raw and token.word in self._english

    def common(self, word: str) -> bool:
        """Whether nearly everybody uses this word."""
        return self._english.common(word)

    def is_word(self, word: str) -> bool:
        """Whether these letters are a word, or text-speak."""
        return word in self._english or self.is_chat(word)

    def is_chat(self, word: str) -> bool:
        """Whether these letters are text-speak, slang or laughter."""
        return word in said_as() or word in known("slang") or _LAUGH.fullmatch(word) is not None

    def is_none(self, raw: str) -> bool:
        """Whether letters are surely no word and no slip of one; not once too many slips were looked for."""
        return raw.isalpha() and not self.is_word(raw) and self._slips_left > 0 and not self._slip(raw)

    def _slip(self, raw: str) -> bool:
        """Whether one slip of the finger away lies a common word."""
        if self._slips_left <= 0 or not raw.isascii():
            return False
        self._slips_left -= 1
        if len(shrunk := _once(raw)) < len(raw) and any(word in self._english for word in (shrunk, *_near(shrunk))):
            return True
        return any(self._english.common(word) for word in _near(raw))


def bare(raw: str) -> str:
    """A word without a genitive or apostrophes."""
    return raw.removesuffix("'s").replace("'", "")


def _once(raw: str) -> str:
    """Drawn-out letters once each."""
    return "".join(letter for place, letter in enumerate(raw) if not place or raw[place - 1] != letter)


def _near(raw: str) -> Iterable[str]:
    """The word with one letter left out, put in, or swapped with its neighbour."""
    for place in range(len(raw) + 1):
        head, tail = raw[:place], raw[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
