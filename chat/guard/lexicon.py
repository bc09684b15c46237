"""The rules of the guard as reviewed data: files of the release, and what an organisation changed."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from . import phrases
from .keeping import kept
from .phrases import BadPhrase
from .verdict import Kind, Level, Outcome, Reply

_FOLDER: Final = Path(__file__).parent / "words"
#: Files that hold no rules.
_APART: Final = frozenset({"speak"})
_WEAKER: Final[Mapping[Outcome, Outcome]] = {
    "divert": "hold", "block": "hold", "hold": "pass", "mask": "pass", "swap": "pass",
}  # fmt: skip
_LOWER: Final[Mapping[Level, Level | None]] = {"now": "soon", "soon": "note", "note": None}


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to act: what it looks for, why, and cases it must and must not fire on.

    `unless`: phrases that cancel it wherever they stand in the message. `negated`: it counts with a "not" before it
    too. `swap`: what its words become in a suggestion: those of `swap_words` in its place, else the whole place; with
    `A & B` those of the side `swap_side`. `outcome` and `level` None: as its class has them; one that asks for less
    than that keeps nothing from the scale. `weighed`: it looks for no phrase but stands for what words weigh together
    (`scale`), so that this too can be lowered or switched off. `sure`: no calm words around it make it harmless;
    `unsure`: it takes fewer of them than with others of its class.
    """

    id: str
    kind: Kind
    reason: str
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    negated: bool = False
    outcome: Outcome | None = None
    level: Level | None = None
    reply: Reply | None = None
    swap: str | None = None
    swap_words: tuple[str, ...] = ()
    swap_side: int = 0
    fires: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    weighed: bool = False
    sure: bool = False
    unsure: bool = False
    #: What an organisation asked for: one step weaker than its class, or a phrase of its own.
    lowered: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One change an organisation made: a phrase more in a class, or a rule of the release off or a step weaker."""

    what: Literal["add", "off", "lower"]
    kind: Kind
    rule: str | None = None
    phrase: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Groups of phrases by name, and the rules. Words of a lexicon never reach a client."""

    groups: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, Rule]
    version: str = field(default="")

    def __reduce__(self) -> tuple[Callable[..., Lexicon], tuple[object, ...]]:
        """For what is kept: a view of a mapping cannot be."""
        return _viewed, (dict(self.groups), dict(self.rules), self.version)

    def changed(self, changes: Sequence[Change]) -> Lexicon:
        """This lexicon as an organisation has it. Raises `BadPhrase` for a phrase that cannot be read."""
        rules = dict(self.rules)
        for number, change in enumerate(changes, start=1):
            _apply(change, rules, number)
        return made(self.groups, rules.values())


def _apply(change: Change, rules: dict[str, Rule], number: int) -> None:
    if change.what == "add":
        name = change.rule or f"own.{change.kind}.{number}"
        phrases.read(change.phrase or "")
        rules[name] = Rule(name, change.kind, "Added by this organisation.", (change.phrase or "",), own=True)
    elif change.rule in rules and change.what == "off":
        del rules[change.rule]
    elif change.rule in rules:
        rules[change.rule] = replace(rules[change.rule], lowered=True)


def weaker(outcome: Outcome, level: Level | None) -> tuple[Outcome, Level | None]:
    """One step less: what happens to the words, and how soon staff look."""
    return _WEAKER.get(outcome, "pass"), _LOWER[level] if level else None


def made(groups: Mapping[str, tuple[str, ...]], rules: Iterable[Rule]) -> Lexicon:
    """A lexicon of these, with a version that changes with them. Raises `BadPhrase`."""
    named = {rule.id: rule for rule in rules}
    for phrase in (*_every(groups.values()), *_every((*rule.phrases, *rule.unless) for rule in named.values())):
        for way in phrases.read(phrase):
            for piece in (piece for row in way for piece in row.pieces if piece.group):
                if piece.texts[0] not in groups:
                    raise BadPhrase(f"“{phrase}” names the group “{piece.texts[0]}”, which there is not.")
    digest = hashlib.blake2b(repr((sorted(groups.items()), sorted(map(repr, named.values())))).encode(), digest_size=6)
    return _viewed(dict(groups), named, digest.hexdigest())


def _viewed(groups: dict[str, tuple[str, ...]], rules: dict[str, Rule], version: str) -> Lexicon:
    return Lexicon(MappingProxyType(groups), MappingProxyType(rules), version)


def _every(many: Iterable[Iterable[str]]) -> Iterator[str]:
    for some in many:
        yield from some


@cache
def shipped() -> Lexicon:
    """The lexicon of the release. Raises `BadPhrase`, `KeyError` or `TypeError` if a file is not in order."""
    return kept("lexicon", _read)


def _read() -> Lexicon:
    groups: dict[str, tuple[str, ...]] = {}
    rules: list[Rule] = []
    for file in sorted(_FOLDER.glob("*.toml")):
        if file.stem in _APART:
            continue
        found = tomllib.loads(file.read_text(encoding="utf-8"))
        groups |= {name: tuple(group) for name, group in found.get("groups", {}).items()}
        rules += [_rule(found["kind"], entry) for entry in found.get("rule", ())]
    return made(groups, rules)


def _rule(kind: Kind, entry: dict[str, Any]) -> Rule:
    read: dict[str, Any] = {name: _tidy(value) if isinstance(value, list) else value for name, value in entry.items()}
    return Rule(**read | {"kind": kind, "id": f"{kind}.{entry['id']}"})


def _tidy(written: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in written)
