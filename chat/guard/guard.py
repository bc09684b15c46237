"""The guard: words in, a verdict out. Pure; it reads no clock but its own budget's, and keeps nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Final

from . import contacts, context, deciding, handles, spared, suggest
from .deciding import Seen
from .english import English
from .finding import Finder, Found, Place
from .lexicon import Lexicon, Rule
from .phrases import read as read_phrase
from .plain import Plain, Plainer
from .scale import Scale, Weighed
from .speak import Speak, said_as
from .suggest import Other
from .verdict import HOLD, PASS, TABLE, Fate, Hit, Kind, Verdict
from .weights import Weights
from .weights import shipped as learnt

#: Code in the event loop cannot be stopped from outside, so the guard looks at the time between its steps.
BUDGET_SECONDS: Final = 0.005
#: Up to so many words a message is weighed as one; of a longer one, what stands so close to what a rule saw.
_LONG: Final = 25
_CLOSE: Final = 6
#: Beside a number or an address words weigh like a way to find somebody; only these say more than that.
_OVER_CONTACT: Final[frozenset[Kind]] = frozenset({"imminent", "disclosure"})


class Late(Exception):
    """The budget is used up."""


class Guard:
    """One lexicon, compiled, and what becomes of each class."""

    def __init__(
        self,
        lexicon: Lexicon,
        table: Mapping[Kind, Fate] = TABLE,
        budget: float = BUDGET_SECONDS,
        weights: Weights | None = None,
    ) -> None:
        """Compile the lexicon; takes a second or so. `budget` in seconds; `weights` only to try others."""
        self.lexicon = lexicon
        self._table, self._budget = table, budget
        watched = frozenset(_watched(lexicon))
        meant = frozenset(word for words in said_as().values() for word in words)
        english = English(watched | meant | handles.APPS)
        self._plainer = Plainer(english, Speak(english, watched))
        self._contacts = contacts.Contacts(english, self._plainer)
        self._finder = Finder(lexicon, english)
        self._scale = Scale(weights or learnt())
        self._weighed = {rule.kind: rule for rule in lexicon.rules.values() if rule.weighed}

    @property
    def weights(self) -> Weights:
        """What it weighs words by, so that another may share them."""
        return self._scale.weights

    def read(self, words: str) -> Verdict:
        """What happens to these words. Too slow twice: `HOLD`, as for anything that cannot be read.

        The first time it may have been the collector of rubbish or another process that took the time, and not these
        words: only the second counts what this thread worked, as to ask for that takes a while itself.
        """
        return self._in_time(lambda still: self._read(words, still))

    def read_joined(self, words: str) -> Verdict:
        """What happens to several lines of one person, read as one; nothing is offered instead.

        What they weigh together does not count: they are no message, and weigh like none that was learnt from.
        """
        return self._in_time(lambda still: self._first(words, still, joined=True)[0])

    def _in_time(self, reading: Callable[[Callable[[], None]], Verdict]) -> Verdict:
        for clock in (time.perf_counter, time.thread_time):
            try:
                return reading(self._until(clock))
            except Late:
                continue
        return HOLD

    def plain(self, words: str) -> Plain:
        """How the words read once made plain, for staff and for whoever tunes the rules."""
        return self._plainer.read(words)

    def _read(self, words: str, still: Callable[[], None]) -> Verdict:
        verdict, others = self._first(words, still)
        if verdict.outcome not in ("swap", "mask"):
            return verdict
        suggestion = suggest.another_way(words, others) if others is not None else None
        if suggestion is None or not self._would_pass(suggestion, still):
            return replace(verdict, outcome="hold")
        return replace(verdict, suggestion=suggestion)

    def _would_pass(self, words: str, still: Callable[[], None]) -> bool:
        """Whether a suggestion can be sent: nobody is offered what would be kept back again."""
        return self._first(words, still)[0].outcome == "pass"

    def _first(
        self, words: str, still: Callable[[], None], *, joined: bool = False
    ) -> tuple[Verdict, list[Other] | None]:
        """What happens to these words, and all that would have to be said otherwise; None if something can not be."""
        plain = self._plainer.read(words)
        still()
        found = self._finder.find(plain, still)
        still()
        contact = self._contacts.find(words, plain, still)
        nothing = not found and not contact
        if nothing and joined:
            return PASS, []
        load = self._scale.load(plain)
        if nothing and self._scale.light(load, plain):
            return PASS, []
        mine = spared.of_names(plain)
        weighed = self._scale.weigh(plain, mine) if mine else self._scale.weighed(load, len(plain.words))
        still()
        counted = self._counted(plain, [each for each in found if not spared.found_in(each, mine)])
        contact = [hit for hit in contact if not spared.hit_in(plain, hit, mine)]
        seen: list[Seen] = [
            (rule, context.hit(plain, rule.id, place)) for rule, each in counted for place in _all(each)
        ]
        seen += [(None, hit) for hit in contact]
        # A rule that was lowered must not keep from the scale what would be kept back if it were off.
        kinds = {deciding.kind_of(rule) for rule, _ in seen if rule is None or not rule.lowered}
        heavy = [] if joined else self._heavy(plain, weighed, kinds)
        if not (seen or heavy):
            return PASS, []
        verdict = deciding.decided(self._table, [*seen, *heavy])
        open_to_doubt = verdict.outcome != "pass" and not heavy and deciding.can_be_doubted(seen, len(plain.words))
        if open_to_doubt and self._doubtful(plain, counted, mine, still):
            return deciding.doubted(verdict), []
        return verdict, _others(plain, counted, contact) if not heavy else None

    def _doubtful(
        self, plain: Plain, counted: list[tuple[Rule, Found]], mine: frozenset[int], still: Callable[[], None]
    ) -> bool:
        """Whether nothing near any place that a rule saw bears it out: in a long message, calm words lie far away."""
        rules, words = [rule for rule, _ in counted], range(len(plain.words))
        reach = len(words) if len(words) <= _LONG else _CLOSE
        places = (place for _, each in counted for place in _all(each))
        near = ((max(0, start - reach), min(len(words), end + reach)) for start, end in places)
        for first, last in dict.fromkeys(near):
            still()
            away = frozenset(word for word in words if not first <= word <= last)
            if not deciding.doubtful(rules, self._scale.weigh(plain, away | mine)):
                return False
        return True

    def _heavy(self, plain: Plain, weighed: Weighed, kinds: Container[Kind]) -> list[Seen]:
        """What the words weigh together, if that says more than the rules that saw something."""
        rule = deciding.by_weight(self._weighed, weighed, len(plain.words))
        if rule is None or rule.kind in kinds or ("contact" in kinds and rule.kind not in _OVER_CONTACT):
            return []
        return [(rule, context.hit(plain, rule.id, place)) for place in self._scale.heaviest(plain, rule.kind)]

    def _until(self, clock: Callable[[], float]) -> Callable[[], None]:
        until = clock() + self._budget

        def still() -> None:
            if clock() > until:
                raise Late

        return still

    def _counted(self, plain: Plain, found: list[Found]) -> list[tuple[Rule, Found]]:
        """What counts of what was found: what is not said with a "not"."""
        ruled = [(self.lexicon.rules[each.rule], each) for each in found]
        return [(rule, each) for rule, each in ruled if rule.negated or not context.negated(plain, each.places[0])]


def _all(found: Found) -> Iterable[Place]:
    """Each place of what was found, once."""
    return dict.fromkeys((*found.places, *found.others))


def _others(plain: Plain, counted: Iterable[tuple[Rule, Found]], contact: Iterable[Hit]) -> list[Other] | None:
    """All that would have to be said otherwise; None if something can not be."""
    others: list[Other] = [(hit.start, hit.end, suggest.MASK) for hit in contact]
    for rule, each in counted:
        if rule.kind not in ("contact", "tool", "method"):
            continue
        other = suggest.MASK if rule.kind == "contact" else rule.swap
        if other is None:
            return None
        others += _swapped(plain, rule, each, other)
    return others


def _swapped(plain: Plain, rule: Rule, found: Found, other: str) -> list[Other]:
    """The places of what was found with what stands there instead, in the words as written."""
    spans: list[Other] = []
    for first, last in found.others:
        named = [word for word in range(first, last + 1) if plain.words[word] in rule.swap_words] or [first, last]
        spans.append((plain.spans[named[0]][0], plain.spans[named[-1]][1], other))
    return spans


def _watched(lexicon: Lexicon) -> set[str]:
    """Every word that a rule or group turns on."""
    written = [*lexicon.groups.values(), *((*rule.phrases, *rule.unless) for rule in lexicon.rules.values())]
    pieces = (piece for phrase in chain(*written) for way in read_phrase(phrase) for row in way for piece in row.pieces)
    texts = (text for piece in pieces if not piece.group for text in piece.texts)
    return {word for text in texts for word in text.rstrip("*").split()}
