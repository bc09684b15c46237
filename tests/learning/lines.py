"""The messages that weights are learnt from: made up by several hands and sorted into classes, one file a hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from chat.guard import Guard
from chat.guard.cases import CALM
from chat.guard.lexicon import shipped
from chat.guard.plain import Plain
from chat.guard.weights import NONE

ROOT: Final = Path(__file__).parents[2]
#: Whoever wrote a file of the first folder was asked to write as young people do of an evening, and counts four times;
#: of the second, for messages near the line: harmless ones with the words and shape of danger, and danger in everyday
#: words; of the third, to be cunning; of the fourth, what is said in sessions and stands near danger, or of ways and
#: things in words of many kinds; of the fifth, for harmless messages with words that had been met in danger mostly.
#: None of them saw a rule; on the last, and on some of the first, second and fourth, rules were tried.
FOLDERS: Final = {
    ROOT / "tests/learning/fair": 4.0,
    ROOT / "tests/learning/near": 4.0,
    ROOT / "tests/learning/hands": 1.0,
    ROOT / "tests/learning/sessions": 1.0,
    ROOT / "tests/learning/harmless": 4.0,
    ROOT / "tests/chat/guard/corpus": 1.0,
}
#: Hands that the weights of the release have not learnt from: what they do there is what to expect. Those of the second
#: folder wrote long messages alone.
UNHEARD: Final = ROOT / "tests/learning/unheard"
LONG: Final = ROOT / "tests/learning/long"
QUIET: Final = "calm"
_FILES: Final = "*.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """One message, the class somebody gave it, and for how many it counts; all calm ones are one class here."""

    text: str = field(repr=False)
    kind: str
    counts: float = 1.0

    @property
    def weighed_as(self) -> str:
        return QUIET if self.kind in CALM else self.kind


def hands() -> dict[str, list[Line]]:
    """The messages by who wrote them. Raises `ValueError` if two have one name: neither may hide the other's."""
    found: dict[str, list[Line]] = {}
    for folder, counts in FOLDERS.items():
        for file in sorted(folder.glob(_FILES)):
            if file.stem in found:
                raise ValueError(f"Two hands are called {file.stem}.")
            found[file.stem] = _lines(file, counts)
    return found


def unheard() -> dict[str, list[Line]]:
    """The messages that nothing was learnt from, by who wrote them."""
    return {file.stem: _lines(file, 1.0) for folder in (UNHEARD, LONG) for file in sorted(folder.glob(_FILES))}


def long() -> list[Line]:
    """The long messages of all who wrote such."""
    return [line for file in sorted(LONG.glob(_FILES)) for line in _lines(file, 1.0)]


def _lines(file: Path, counts: float) -> list[Line]:
    with file.open(encoding="utf-8") as written:
        return [Line(found["text"], found["class"], counts) for found in map(json.loads, written)]


def offered(lines: Iterable[Line]) -> list[Line]:
    """What rules would offer to say instead of these: whoever says it must not be kept back again."""
    suggestions = (_reader().read(line.text).suggestion for line in lines)
    return [Line(suggestion, "low") for suggestion in dict.fromkeys(suggestions) if suggestion]


def digest() -> str:
    """Names all that is learnt from."""
    found = hashlib.blake2b(digest_size=8)
    for lines in hands().values():
        for line in lines:
            found.update(f"{line.kind}\t{line.text}\t{line.counts}\n".encode())
    return found.hexdigest()


@cache
def _reader() -> Guard:
    return Guard(shipped(), budget=10, weights=NONE)


@cache
def plain(text: str) -> Plain:
    """A message as the guard reads it."""
    return _reader().plain(text)
