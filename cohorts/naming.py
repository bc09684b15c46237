"""Whether a name somebody made up may stand in a room: it must tell nothing of anyone.

It can only notice what looks like a full name or a way to find somebody. The lists are in naming.toml.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from confusable_homoglyphs import confusables

from cohorts import codes, names

_FILE = Path(__file__).with_name("naming.toml")
_HANDLE = re.compile(r"[@_#/\\|~*=+<>$]")
_LINK = re.compile(r"://|\bwww\b|\w\.\w", re.IGNORECASE)
_ALLOWED = re.compile(r"[ '’-]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONG_ENOUGH = 3


class Why(StrEnum):
    """Why a name cannot be had; the page has kind words for each."""

    EMPTY = "empty"
    LONG = "long"
    LINK = "link"
    HANDLE = "handle"
    NUMBER = "number"
    LETTERS = "letters"
    PLACE = "place"
    STAFF = "staff"
    FULL = "full"


def why_not(name: str) -> Why | None:
    """Return why this name tells too much, or cannot be shown; None for one that may be had."""
    shown = names.tidy(name)
    if not shown or len(shown) > names.LONGEST:
        return Why.LONG if shown else Why.EMPTY
    return _outward(shown) or _inward(shown)


def is_full(name: str) -> bool:
    """Return whether this looks like a first name and another one."""
    return _is_full(_parts(names.tidy(name)), _lists())


def _outward(shown: str) -> Why | None:
    """What leads out of the room."""
    if _LINK.search(shown):
        return Why.LINK
    if _HANDLE.search(shown):
        return Why.HANDLE
    if any(unicodedata.category(letter).startswith("N") for letter in shown):
        return Why.NUMBER
    if _ALLOWED.sub("", shown) and all(letter.isalpha() for letter in _plainly(_ALLOWED.sub("", shown))):
        return None
    return Why.LETTERS


def _inward(shown: str) -> Why | None:
    """What tells who somebody is, or takes them for somebody else."""
    if any(confusables.is_mixed_script(word) for word in shown.split()):
        return Why.LETTERS
    parts, known = _parts(shown), _lists()
    joined = "".join(parts)
    if not known.places.isdisjoint({*parts, joined}):
        return Why.PLACE
    if not known.staff.isdisjoint({*parts, joined}):
        return Why.STAFF
    return Why.FULL if _is_full(parts, known) else None


def _parts(shown: str) -> list[str]:
    return [_plainly(part).casefold() for part in re.split(r"[ -]", _HUMP.sub(" ", shown)) if part]


def _is_full(parts: list[str], known: "_Lists") -> bool:
    """Whether these words look like a first name and another one."""
    if all(part in known.plain for part in parts):
        return False
    if len(parts) == 1:
        return any(parts[0][:cut] in known.first and parts[0][cut:] in known.last for cut in _cuts(parts[0]))
    named = any(part in known.first for part in parts[:-1]) or parts[-1] in known.last
    return named or not any(part in known.plain for part in parts)


def _cuts(word: str) -> range:
    return range(_LONG_ENOUGH, len(word) - _LONG_ENOUGH + 1)


def _plainly(text: str) -> str:
    """Without accents, and without marks inside a word."""
    parted = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parted if not unicodedata.combining(letter) and letter not in "'’")


@dataclass(frozen=True, slots=True)
class _Lists:
    first: frozenset[str]
    last: frozenset[str]
    plain: frozenset[str]
    staff: frozenset[str]
    places: frozenset[str]


@cache
def _lists() -> _Lists:
    found = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    read = {name: frozenset(found[name].split()) for name in ("first", "last", "plain", "staff", "places")}
    ours = {word.lower() for word in (*names.COLOURS, *names.ANIMALS)}
    return _Lists(**read | {"plain": read["plain"] | ours | frozenset(codes.words())})
