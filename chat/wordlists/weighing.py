"""What a change would do: to the sentences a release is tried on, and to the last messages, in numbers alone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import islice
from operator import methodcaller
from typing import Final, TypeVar, get_args

from chat import guard
from chat.guard import cases, phrases
from chat.guard.english import English
from chat.guard.guard import Guard
from chat.guard.lexicon import Change, Lexicon, shipped
from chat.guard.standing import Way
from chat.guard.verdict import Kind, Level, Outcome, Verdict
from chat.wordlists import changes

V = TypeVar("V")
#: Sentences that are set apart to judge releases by, where a release brings them along.
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
LEVELS: Final[tuple[Level | None, ...]] = ("now", "soon", "note", None)
#: How far words are kept from the room: to be asked for other words is less than to wait for a person.
_KEPT: Final[Mapping[Outcome, int]] = {"pass": 0, "swap": 1, "mask": 1, "hold": 2, "block": 3, "divert": 4}
_TRIED: Final = "own.tried"
#: So many ways to meet a phrase are tried.
_WAYS: Final = 24
#: Reading here hurries nobody, and a busy machine must not make words seem held.
_UNHURRIED: Final = 5.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A sentence somebody made up for trying, and how it is taken before and after. `known`: what it should be."""

    name: str
    text: str = field(repr=False)
    before: Verdict
    after: Verdict
    known: tuple[Outcome, ...] = ()

    @property
    def lighter(self) -> bool:
        """Whether fewer people would look, or later, or the room would see more of it."""
        return _weight(self.after)[0] < _weight(self.before)[0] or _weight(self.after)[1] < _weight(self.before)[1]

    @property
    def wrong(self) -> bool:
        """Whether the answer would no longer be one that is right."""
        return bool(self.known) and self.before.outcome in self.known and self.after.outcome not in self.known


@dataclass(frozen=True, slots=True)
class Tried:
    """Sentences that would be taken otherwise, of how many."""

    of: int
    otherwise: tuple[Taken, ...]

    @property
    def missed(self) -> tuple[Taken, ...]:
        """Those that would be taken more lightly."""
        return tuple(one for one in self.otherwise if one.lighter)

    @property
    def wrong(self) -> int:
        """How many the release counts as wrong then."""
        return sum(one.wrong for one in self.otherwise)


@dataclass(frozen=True, slots=True)
class Counted:
    """How messages are taken before and after, by what happens to them and by how soon staff look."""

    of: int
    otherwise: int
    outcomes: tuple[tuple[Outcome, int, int], ...]
    levels: tuple[tuple[Level | None, int, int], ...]


def weigh(now: Sequence[Change], then: Sequence[Change], messages: Sequence[str] = ()) -> tuple[Tried, Counted]:
    """Take the sentences of the release and these messages by the lists as they are, and as they would be.

    No message is kept. A guard takes much memory and a second to make, so there is one at a time.
    """
    sentences = {text: (name, known) for name, text, known in _sentences()}
    texts = tuple(sentences)
    pairs = list(zip(_tried_by(tuple(now), texts), _tried_by(tuple(then), texts), strict=True))
    taken = [Taken(name, text, *pairs[at], known) for at, (text, (name, known)) in enumerate(sentences.items())]
    return _tried(taken), _counted(list(zip(_read(now, messages), _read(then, messages), strict=True)))


def unheard(kind: Kind, phrase: str) -> str | None:
    """How the guard hears the simplest words of a phrase, where it would not find the phrase in them; else None.

    Words are made plain before a rule sees them, so that a phrase in text-speak would never be met. Of a group it is
    taken that it is.
    """
    if "{" in phrase:
        return None
    lists = changes.lexicon((Change("add", kind, _TRIED, phrase),))
    # Whatever rule hears it besides does not matter, and without the others it takes a third of the time.
    reader = _made(replace(lists, rules={_TRIED: lists.rules[_TRIED]}))
    simplest = [_simplest(way, reader) for way in islice(phrases.read(phrase), _WAYS)]
    if any(hit.rule == _TRIED for words in simplest for hit in reader.read(words).hits):
        return None
    return reader.plain(simplest[0]).text.strip()


def _simplest(way: Way, reader: Guard) -> str:
    """Words that meet a way if any do: of each piece the first that are heard as they are written."""
    return " ".join(_heard(piece.texts, reader) for row in way for piece in row.pieces)


def _heard(texts: Sequence[str], reader: Guard) -> str:
    every = (words for text in texts for words in _written(text))
    return next((words for words in every if reader.plain(words).text.strip() == words), texts[0].removesuffix("*"))


def _written(text: str) -> Iterator[str]:
    """What meets a text: itself; with a `*` its beginning, and all words that begin so, the commonest first."""
    yield text.removesuffix("*")
    if text.endswith("*"):
        before, space, begin = text.removesuffix("*").rpartition(" ")
        english = _english()
        words = sorted(filter(methodcaller("startswith", begin), english.words()), key=english.count, reverse=True)
        yield from (f"{before}{space}{word}" for word in words)


@cache
def _english() -> English:
    return English(frozenset())


@lru_cache(maxsize=2)
def _tried_by(found: tuple[Change, ...], sentences: tuple[str, ...]) -> list[Verdict]:
    """How these take the release's sentences; of the last two it is remembered, as one change is looked at often."""
    return _read(found, sentences)


def _read(found: Sequence[Change], texts: Sequence[str]) -> list[Verdict]:
    return list(map(_reader(found).read, texts)) if texts else []


def _reader(found: Sequence[Change]) -> Guard:
    """Who reads by these lists: this process's own guard where it does."""
    lexicon, own = changes.lexicon(found), guard.in_use()
    if own.lexicon == lexicon:
        return own.within(_UNHURRIED)
    return _made(lexicon)


def _made(lexicon: Lexicon) -> Guard:
    return Guard(lexicon, budget=_UNHURRIED, weights=guard.in_use().weights)


def _tried(taken: Sequence[Taken]) -> Tried:
    otherwise = (one for one in taken if _weight(one.before) != _weight(one.after))
    return Tried(len(taken), tuple(sorted(otherwise, key=lambda one: (not one.wrong, not one.lighter, one.name))))


def _counted(pairs: Sequence[tuple[Verdict, Verdict]]) -> Counted:
    return Counted(
        len(pairs),
        sum(_weight(one) != _weight(other) for one, other in pairs),
        _both(OUTCOMES, [(one.outcome, other.outcome) for one, other in pairs]),
        _both(LEVELS, [(one.level, other.level) for one, other in pairs]),
    )


def _both(values: Iterable[V], pairs: Sequence[tuple[V, V]]) -> tuple[tuple[V, int, int], ...]:
    was, becomes = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    return tuple((value, was[value], becomes[value]) for value in values)


def _sentences() -> Iterator[tuple[str, str, tuple[Outcome, ...]]]:
    """Those that stand beside every rule, and the frozen ones with what is right for them."""
    for rule in shipped().rules.values():
        yield from ((rule.id, text, ()) for text in (*rule.fires, *rule.quiet))
    yield from ((case.id, case.text, case.expect) for case in cases.frozen())


def _weight(verdict: Verdict) -> tuple[int, int]:
    return _KEPT[verdict.outcome], -LEVELS.index(verdict.level)
